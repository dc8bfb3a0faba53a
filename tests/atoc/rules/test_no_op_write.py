from __future__ import annotations

from tests.atoc.rules.said import related, said_of


def test_the_default_is_shown() -> None:
    [finding] = said_of("fields:\n  x: {type: int, default: 0}\nviews: {a: {set: {x: 0}}}")
    assert finding.message == "'x' in 'a' changes nothing: it is the default"
    assert related(finding) == [(3, "the default stands here")]


def test_the_view_that_set_it_before_is_shown() -> None:
    [finding] = said_of("""
fields: {x: {type: int, default: 0}}
views:
  a: {default: true, set: {x: 1}}
  b: {set: {x: 1}}
""")
    assert finding.message == "'x' in 'b' changes nothing: 'a' has always set the same before"
    assert related(finding) == [(5, "'a' sets it, with priority 0")]
