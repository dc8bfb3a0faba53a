from __future__ import annotations

from tests.atoc.resolve.written import told

PROGRAM = """\
scope: t
types:
  Broken: {fields: {a: intt, b: {type: int, default: 1}}}
  Around: {fields: {inner: "list[Broken]"}}
  Fine: {fields: {a: int}}
fields: {x: "Broken | None", y: "dict[str, Around]", z: "list[Fine]"}
views:
  v: {set: {x: {a: 1, c: 2}, y: {k: {inner: [{a: 1}]}}, z: [{b: 1}]}}
"""


def test_a_value_that_may_be_for_a_broken_part_is_passed_over() -> None:
    assert [line.split(":")[0] for line in told(PROGRAM)] == ["ATC101 'intt' is not a type", "ATC102 z[0].b"]


def test_where_nothing_is_broken_every_fault_is_told() -> None:
    assert [line[:6] for line in told(PROGRAM.replace("intt", "int"))] == ["ATC102", "ATC102"]
