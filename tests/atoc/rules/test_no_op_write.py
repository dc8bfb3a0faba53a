from __future__ import annotations

from tests.atoc.rules.said import related, said_of

ONE_OF_TWO = """fields: {x: int}
groups: {g: {default: a}}
views:
  a: {group: g, set: {x: 1}}
  b: {group: g, set: {x: 1}}
  c: {priority: 1, set: {x: 1}}
"""


def test_the_default_is_shown() -> None:
    [finding] = said_of("fields:\n  x: {type: int, default: 0}\nviews: {a: {set: {x: 0}}}")
    assert finding.message == "'x' in 'a' changes nothing: it is the default"
    assert related(finding) == [(3, "the default stands here")]


def test_of_several_views_that_set_it_before_none_is_said_to_do_so_always() -> None:
    [finding] = [each for each in said_of(ONE_OF_TWO) if each.code == "ATC205"]
    assert (
        finding.message
        == "'x' in 'c' changes nothing: between them, 'a' and 'b' have always set the same before"
    )
    assert related(finding) == [(5, "'a' sets it, with priority 0"), (6, "'b' sets it, with priority 0")]


def test_a_view_that_may_not_apply_gives_no_value_that_was_always_there() -> None:
    [_, finding] = said_of("""
fields: {x: {type: int, default: 1}, t: {type: bool, default: false}}
views:
  a: {default: true, when: t, set: {x: 1}}
  b: {priority: 1, set: {x: 1}}
  c: {set: {t: true}, priority: -1}
""")
    assert finding.message == "'x' in 'b' changes nothing: it is the default"


def test_the_view_that_set_it_before_is_shown() -> None:
    [finding] = said_of("""
fields: {x: {type: int, default: 0}}
views:
  a: {default: true, set: {x: 1}}
  b: {set: {x: 1}}
""")
    assert finding.message == "'x' in 'b' changes nothing: 'a' has always set the same before"
    assert related(finding) == [(5, "'a' sets it, with priority 0")]
