from __future__ import annotations

from tests.atoc.rules.said import related, said_of


def test_every_write_to_an_input_is_told_with_its_declaration() -> None:
    findings = said_of("""
fields:
  x: {type: int, input: true}
views:
  a: {default: true, set: {x: 1}}
  b: {lazy: true, set: {x: "${1 + 1}"}}
""")
    assert [finding.message for finding in findings] == [
        "'x' is an input, and 'a' may not set it: its value comes from outside",
        "'x' is an input, and 'b' may not set it: its value comes from outside",
    ]
    assert related(findings[0]) == [(4, "it is declared with `input: true`")]
