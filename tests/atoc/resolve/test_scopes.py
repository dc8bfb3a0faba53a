from __future__ import annotations

from atoc.program import Known
from tests.atoc.resolve.written import finding, scope, told


def test_computed_defaults_come_after_those_they_read() -> None:
    text = """\
scope: t
fields:
  a: {type: int, default: "${b + c}"}
  b: {type: int, default: "${c}"}
  c: {type: int, default: 1}
"""
    found = scope(text)
    assert found.computed == ("b", "a")
    assert found.fields["c"].default == Known(1)
    assert [field.computed for field in found.root.model._fields] == [True, True, False]


def test_computed_defaults_in_a_circle_are_found_and_cut() -> None:
    text = "scope: t\nfields: {a: {type: int, default: '${b}'}, b: {type: int, default: '${a}'}}\n"
    found = finding(text)
    assert found.message == "the defaults of 'a' and 'b' are worked out from each other: a → b → a"
    assert (found.code, found.scope, found.key) == ("ATC501", "t", "a")


def test_a_computed_default_has_no_old_value() -> None:
    assert told("scope: t\nfields: {a: {type: int, default: '${a + 1}'}}\n") == [
        "ATC501 the default of 'a' reads 'a' itself, which has no other value"
    ]


def test_structs_stand_after_those_that_they_hold_and_the_root_is_last() -> None:
    text = """\
scope: t
types:
  A: {fields: {b: "list[B]", e: E}}
  B: {fields: {x: int}}
  C: {fields: {x: int}}
  E: {enum: [x]}
  F: {enum: [x]}
fields: {a: A}
"""
    found = scope(text)
    assert [struct.name for struct in found.structs] == ["B", "A", "TConfig"]
    assert [enum.name for enum in found.enums] == ["E"]
    assert found.root.name == "TConfig"


def test_a_scope_may_be_empty() -> None:
    found = scope("scope: t\n")
    assert (dict(found.fields), dict(found.views), dict(found.groups)) == ({}, {}, {})
    assert found.root.model._defaults() == found.root.model._defaults()
