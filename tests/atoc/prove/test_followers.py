from __future__ import annotations

from atoc.prove import ConstantCondition, DeadView, Failing, Unproved, Unset
from tests.atoc.prove.build import facts_of


def kinds(text: str) -> list[type]:
    return [type(fact) for fact in facts_of(text).facts]


def test_a_view_that_only_fails_is_not_called_dead() -> None:
    assert kinds("""
    fields: {n: {type: int, input: true}, x: {type: int, default: 0}}
    views: {v: {default: true, when: n == 0, set: {x: 1}}}
    """) == [Failing]


def test_a_field_that_is_never_set_is_told_once() -> None:
    assert kinds("""
    fields: {n: int, x: {type: int, default: 0}}
    views: {v: {set: {x: "${n}"}}}
    """) == [Unset]


def test_a_condition_that_fails_otherwise_is_not_called_constant() -> None:
    found = kinds("""
    fields: {n: {type: int, default: 1}, x: {type: int, default: 0}}
    views: {zero: {priority: -1, set: {n: 0}}, v: {when: 6 // n > 2, set: {x: 1}}}
    """)
    assert ConstantCondition not in found
    assert DeadView not in found


def test_what_is_unproved_waits_until_nothing_is_refuted() -> None:
    text = """
    fields:
      name: {type: str, default: a, min_length: 1}
      label: {type: str, default: "${name.strip()}", min_length: 1}
      n: {type: int, default: START}
      x: {type: int, default: "${1 // n}"}
    """
    assert Unproved in kinds(text.replace("START", "1, final: true"))
    assert kinds(text.replace("START", "0, final: true")) == [Failing]
