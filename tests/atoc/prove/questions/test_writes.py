from __future__ import annotations

from atoc.prove.facts import DeadView, DeadWrite, NoOpWrite
from tests.atoc.prove.build import facts_of, facts_of_kind

FIELDS = "fields: {x: {type: int, default: 0}, y: {type: int, default: 0}, t: {type: bool, default: false}}\n"


def dead_views(text: str) -> list[tuple[str, bool, bool, list[str]]]:
    return [
        (fact.view.name, fact.never_holds, fact.never_active, [winner.name for winner in fact.winners])
        for fact in facts_of_kind(FIELDS + text, DeadView)
    ]


def test_a_view_of_dead_writes_is_told_instead_of_them() -> None:
    text = """
views:
  a: {set: {x: 1, y: 1}}
  p: {default: true, priority: 1, set: {x: 2}}
  q: {default: true, priority: 2, set: {y: 2}}
"""
    assert dead_views(text) == [("a", False, False, ["p", "q"])]
    assert facts_of_kind(FIELDS + text, DeadWrite) == []


def test_a_view_without_writes_is_not_dead() -> None:
    assert dead_views("views: {a: {set: {}}, b: {chain_with: a, set: {}}}") == []


def test_a_condition_that_no_value_makes_hold_is_told() -> None:
    assert dead_views("views: {a: {lazy: true, when: t and not t, set: {x: 1}}}") == [("a", True, False, [])]


def test_a_condition_that_no_selection_makes_hold_is_told() -> None:
    assert dead_views("views: {a: {when: x == 5, set: {y: 1}}, b: {set: {t: true}}}") == [
        ("a", True, False, [])
    ]
    assert dead_views("views: {a: {when: x == 5, set: {y: 1}, priority: 1}, b: {set: {x: 5}}}") == []


def test_a_condition_that_an_outside_value_makes_hold_is_alive() -> None:
    assert dead_views("views: {a: {lazy: true, when: x == 5, set: {y: 1}}}") == []


def test_a_view_that_always_clashes_is_never_active() -> None:
    text = """
groups: {g: {}}
views:
  m: {group: g, set: {x: 1}}
  n: {group: g, set: {x: 2}}
  a: {chain_with: [m, n], set: {y: 1}}
"""
    assert dead_views(text) == [("a", False, True, [])]


def test_forbidden_writes_are_told_by_their_own_rules_alone() -> None:
    text = """
    fields: {x: {type: int, default: 0, input: true}, f: {type: int, default: 0, final: true}}
    views:
      a: {set: {x: 0, f: 0}}
      b: {default: true, priority: 1, set: {x: 1, f: 1}}
    """
    kinds = (DeadView, DeadWrite, NoOpWrite)
    assert [fact for fact in facts_of(text).facts if isinstance(fact, kinds)] == []
