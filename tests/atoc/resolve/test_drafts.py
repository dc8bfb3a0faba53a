from __future__ import annotations

import ato.config as ato
from tests.atoc.resolve.written import program, scope, told


def test_inline_structs_are_named_after_their_paths() -> None:
    found = scope("scope: t\nfields: {net: {fields: {out_head: {fields: {w: int}}}}}\n")
    assert [struct.name for struct in found.structs] == ["NetOutHead", "Net", "TConfig"]


def test_the_name_of_an_inline_struct_is_made_unique() -> None:
    inline = "{fields: {w: int}}"
    first = f"scope: t\ntypes: {{Net: {inline}}}\nfields: {{net: {inline}, view: {inline}}}\n"
    second = "scope: u\nfields: {net: {fields: {w: int}}, t_net: {fields: {v: int}}}\n"
    passed = program(first, second)
    assert passed.findings == ()
    assert [struct.name for struct in passed.value.scopes[0].structs] == ["TNet", "TView", "TConfig"]
    assert [struct.name for struct in passed.value.scopes[1].structs] == ["UNet", "UTNet", "UConfig"]


def test_a_struct_that_stands_in_two_places_by_an_alias_is_one() -> None:
    found = scope("scope: t\nfields:\n  a: &net {fields: {w: {type: int, default: 1}}}\n  b: *net\n")
    assert list(found.fields) == ["a.w", "b.w"]
    assert [struct.name for struct in found.structs] == ["A", "TConfig"]


def test_types_of_one_document_serve_another() -> None:
    found = scope("scope: t\nfields: {m: M, s: S}\n", "types: {M: {fields: {x: int}}, S: {enum: [a]}}\n")
    assert list(found.fields) == ["m.x", "s"]
    assert found.sources == ("a.yaml", "b.yaml")


def test_a_broken_type_has_no_followers() -> None:
    text = """\
scope: t
types: {T: {fields: [x]}, E: {enum: [1.5]}}
fields: {a: T, b: "list[T]", c: {type: E, default: x}, d: {type: int, default: "${a.x}"}}
views: {v: {set: {a.x: 3, b: no, c: 4}}}
"""
    assert [line[:6] for line in told(text)] == ["ATC004", "ATC102"]


def test_an_enum_keeps_its_name_in_the_type() -> None:
    found = scope(
        "scope: t\ntypes: {E: {enum: [a, 1, true], doc: What}}\nfields: {x: {type: E, default: 1}}\n"
    )
    assert [(enum.name, enum.doc, enum.type.values) for enum in found.enums] == [
        ("E", "What", ("a", 1, True))
    ]
    assert found.fields["x"].type == ato.Literal("a", 1, True)
