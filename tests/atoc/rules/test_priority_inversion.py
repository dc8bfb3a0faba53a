from __future__ import annotations

from tests.atoc.rules.said import related, said_of


def test_both_priorities_are_named_and_that_of_the_other_shown() -> None:
    [finding] = said_of("""
views:
  a: {chain_with: b, set: {}}
  b: {priority: 3, set: {}}
""")
    assert finding.message == (
        "'b' is applied after 'a', which chains with it: its priority is 3, that of 'a' is 0"
    )
    assert related(finding) == [(5, "'b' comes later")]
    assert finding.help == ("give 'a' at least `priority: 3`", "or give 'b' at most `priority: 0`")
    assert finding.witness == ("a",)
