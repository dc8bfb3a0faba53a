from __future__ import annotations

from tests.atoc.resolve.written import excerpt, finding, program, scope, told


def test_documents_of_one_scope_are_one_in_the_order_of_their_paths() -> None:
    found = scope(
        "scope: t\ndoc: One.\nfields: {x: int}\nviews: {b: {}, a: {}}\n",
        "scope: t\ndoc: Two.\nfields: {y: int}\nviews: {c: {}}\n",
    )
    assert found.doc == "One.\n\nTwo."
    assert list(found.fields) == ["x", "y"]
    assert [(view.name, view.position) for view in found.views.values()] == [("b", 0), ("a", 1), ("c", 2)]
    assert found.sources == ("a.yaml", "b.yaml")


def test_what_is_declared_twice_is_shown_with_both_places() -> None:
    found = finding("scope: t\nfields: {x: int}\n", "scope: t\nfields: {x: float}\n")
    assert (found.code, str(found.span), found.scope) == ("ATC005", "b.yaml:2:10", "t")
    assert [str(related.span) for related in found.related] == ["a.yaml:2:10"]


def test_each_kind_of_thing_is_declared_once() -> None:
    text = "scope: t\ntypes: {T: {enum: [a]}}\ngroups: {g: {}}\nviews: {v: {}}\n"
    assert told(text, text.replace("scope: t", "scope: u"), text) == [
        "ATC005 the type 'T' is declared twice",
        "ATC005 the type 'T' is declared twice",
        "ATC005 the group 'g' is declared twice",
        "ATC005 the view 'v' is declared twice",
    ]


def test_a_name_that_cannot_be_used_has_no_followers() -> None:
    text = """\
scope: t
types: {my type: {fields: {x: int}}}
fields: {a-b: int, b: my type, c: {type: int, default: "${b.x}"}}
views: {v: {set: {a-b: 3, b.x: 3}, when: b.x > 1}}
"""
    assert [line[:7] + line.split("'")[1] for line in told(text) if line.startswith("ATC006")] == [
        "ATC006 my type",
        "ATC006 a-b",
    ]


def test_an_old_name_belongs_to_one_field() -> None:
    text = "scope: t\nfields:\n  a: {type: int, renamed_from: b}\n  b: {type: int, renamed_from: c}\n"
    assert told(text) == ["ATC005 'b', the old name of 'a', is taken"]
    assert excerpt(text, finding(text).span) == "b"
    assert scope(text.replace("from: b", "from: d")).root.members[0].runtime.renamed_from == "d"


def test_scopes_whose_classes_would_be_one_are_kept_apart() -> None:
    texts = ("scope: a_b\nfields: {x: int}\n", "scope: aB\nfields: {y: int}\n")
    assert told(*texts) == ["ATC006 the scopes 'a_b' and 'aB' are both composed to 'ABConfig'"]
    assert [list(each.fields) for each in program(*texts).value.scopes] == [["y"], ["x"]]


def test_a_type_cannot_be_the_class_of_a_scope() -> None:
    assert told("scope: t\ntypes: {TConfig: {enum: [a]}}\nfields: {x: TConfig}\n") == [
        "ATC006 'TConfig' cannot name a type: it is the class of the scope 't'"
    ]


def test_a_group_and_a_field_would_be_one_word_of_the_command_line() -> None:
    text = "scope: t\nfields: {x: int, n: {fields: {g: int}}}\ngroups: {x: {}, g: {}}\n"
    assert told(text) == ["ATC006 'x' names a group and a field of the same scope"]
