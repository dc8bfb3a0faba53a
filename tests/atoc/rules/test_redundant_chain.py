from __future__ import annotations

from tests.atoc.rules.said import messages


def test_the_reason_is_said() -> None:
    text = """
views:
  base: {default: true, set: {}}
  a: {set: {}}
  b: {chain_with: a, set: {}}
  c: {chain_with: [a, b, base], set: {}}
"""
    assert messages(text) == [
        "ATC306 'a' need not be in the chain of 'c': 'b' brings it",
        "ATC306 'base' need not be in the chain of 'c': it is always active",
    ]
