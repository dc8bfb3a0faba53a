from __future__ import annotations

import ato.config as ato
from tests.atoc.resolve.written import excerpt, finding, scope, told


def test_constraints_and_flags_reach_the_class() -> None:
    field = scope(
        "scope: t\nfields: {x: {type: int, ge: 0, lt: 0x10, final: true, deprecated: old}}\n"
    ).fields["x"]
    runtime = field.member.runtime
    assert (runtime.ge, runtime.lt, runtime.final, runtime.secret, runtime.deprecated) == (
        0,
        16,
        True,
        False,
        "old",
    )


def test_a_constraint_that_does_not_fit_is_told_where_it_stands() -> None:
    text = "scope: t\nfields: {x: {type: str, default: a, gt: 3}}\n"
    found = finding(text)
    assert found.message == "x: gt does not fit the type str: only numbers have bounds"
    assert (excerpt(text, found.span), found.scope) == ("3", "t")


def test_infinities_are_admitted_where_the_field_says_so() -> None:
    text = "scope: t\nfields: {x: {type: float | None, finite: false, default: .inf}, y: float}\n"
    fields = scope(text).fields
    assert fields["x"].type == ato.Union(ato.Float(finite=False), ato.NULL)
    assert fields["y"].type == ato.FLOAT


def test_a_struct_takes_no_flags_and_no_constraints() -> None:
    text = """\
scope: t
types: {M: {fields: {x: int}}}
fields:
  m: {type: M, doc: Fine, unit: none, secret: true, ge: 1}
  n: {type: M | None, default: null, secret: true}
"""
    assert told(text) == [
        "ATC105 'secret' does not fit 'm', which is a struct",
        "ATC105 'ge' does not fit 'm', which is a struct",
    ]


def test_an_input_cannot_be_final_too() -> None:
    text = "scope: t\nfields: {x: {type: int, input: true, final: true}}\n"
    found = finding(text)
    assert found.code == "ATC105"
    assert found.message == (
        "'x' is an input and final: it must be given from outside, and nothing outside may set it"
    )
    heir = "A: {fields: {x: {type: int, input: true}}}\n  B: {extends: A, fields: {x: {final: true}}}"
    assert told(f"scope: t\ntypes:\n  {heir}\nfields: {{b: B}}\n") == [f"ATC105 {found.message}"]
