from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from atoc.syntax import parse
from tests.atoc.resolve.written import document, node, told

PLAIN = st.recursive(
    st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["scope", "doc", "types", "fields", "groups", "views", "set", "x"]), inner
        )
    ),
    max_leaves=12,
)

WHOLE = """\
scope: train
doc: A program.
types:
  Mode: {enum: [fast, slow], doc: How}
  Model: {fields: {hidden: int}}
fields:
  lr: {type: float, default: 1e-3, ge: 0, doc: Rate, unit: 1/step, secret: true, deprecated: use rate}
  steps: int
groups:
  solver: {default: adam, doc: One}
views:
  adam: {group: solver, lazy: true, default: false, priority: -2, why: It is, doc: The usual}
  both: {chain_with: [adam], when: lr > 0, set: {lr: 3}}
"""


def test_a_document_is_read_whole() -> None:
    passed = document(WHOLE)
    assert passed.findings == ()
    read = passed.value
    assert read.scope is not None
    assert (read.scope.text, read.doc, read.broken) == ("train", "A program.", frozenset())
    assert [each.name.text for each in read.types] == ["Mode", "Model"]
    assert [each.name.text for each in read.fields] == ["lr", "steps"]
    assert [(each.name.text, each.doc) for each in read.groups] == [("solver", "One")]
    adam, both = read.views
    assert (adam.lazy, adam.default, adam.priority, adam.why, adam.doc) == (
        True,
        False,
        -2,
        "It is",
        "The usual",
    )
    assert [name.text for name in both.chain] == ["adam"]


def test_a_field_keeps_what_is_said_of_it() -> None:
    lr, steps = document(WHOLE).value.fields
    assert (lr.doc, lr.unit, lr.secret, lr.input, lr.deprecated) == (
        "Rate",
        "1/step",
        True,
        False,
        "use rate",
    )
    assert [entry.key.text for entry in lr.constraints] == ["ge"]
    assert (steps.doc, steps.default, steps.deprecated) == ("", None, None)


def test_nothing_under_a_section_is_an_empty_section() -> None:
    assert told("scope: a\ntypes:\nfields: ~\ngroups: null\nviews:\n") == []


def test_quoted_words_are_no_flags() -> None:
    assert told('scope: a\nfields: {x: {type: int, default: 1, secret: "true"}}\n') == [
        "ATC004 secret takes true or false, and the text 'true' stands here"
    ]


def test_a_document_without_a_scope_may_hold_types_only() -> None:
    assert told("types: {T: {enum: [a]}}\n") == []
    assert told("views: {}\ndoc: x\n") == ["ATC004 'views' stands in a document that names no scope"]


def test_a_misspelt_scope_has_no_followers() -> None:
    assert told("scop: a\nfields: {x: int}\nviews: {v: {set: {x: 3}}}\n") == [
        "ATC002 'scop' is no key of a document"
    ]


def test_what_is_lost_is_remembered() -> None:
    assert document("scope: a\nviews: []\nfields: {x: int}\n").value.broken == {"views"}
    assert document("scope: a\nveiws: {}\n").value.broken == {
        "types",
        "fields",
        "groups",
        "views",
        "resolvers",
    }
    assert document("scope: []\ntypes: {}\n").value.broken == frozenset()


@given(PLAIN)
def test_any_tree_is_a_document_or_has_findings(tree: str | list[object] | dict[str, object]) -> None:
    passed = parse(node(tree), "a.yaml")  # type: ignore[arg-type]
    assert passed.value.path == "a.yaml"
    assert passed.findings or isinstance(tree, dict)
