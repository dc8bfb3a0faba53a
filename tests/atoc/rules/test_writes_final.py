from __future__ import annotations

from tests.atoc.rules.said import messages


def test_only_default_views_may_write_a_final_field() -> None:
    text = """
fields: {x: {type: int, final: true}}
views:
  a: {default: true, chain_with: b, set: {x: 1}}
  b: {set: {x: 2}}
"""
    assert messages(text) == ["ATC207 'x' is final, and 'b' may not set it: it is no default view"]
