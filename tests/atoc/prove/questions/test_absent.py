from __future__ import annotations

import pytest

from atoc.prove import AbsentField
from atoc.prove.questions.absent import guarded_writes
from tests.atoc.prove.build import facts_of, scope_of

HEAD = """
types:
  A: {fields: {kind: {enum: [a]}, p: {type: int, default: 1}}}
  B: {fields: {kind: {enum: [b]}, p: {type: int, default: 1}, x: {type: int, default: 1}}}
fields: {n: {type: int, default: 1}, v: {type: A | B, discriminator: kind, default: {kind: b}}}
views:
"""


def told(views: str) -> list[tuple[str, str, str]]:
    verdicts = facts_of(HEAD + views).verdicts
    return [(each.subject, each.outcome, each.method) for each in verdicts if each.code == "ATC104"]


def witnesses(views: str) -> list[tuple[str, ...]]:
    return [fact.witness for fact in facts_of(HEAD + views).facts if isinstance(fact, AbsentField)]


def test_only_writes_whose_view_does_not_write_the_kind_are_in_question() -> None:
    views = "  one: {set: {v.p: 2, v.x: 3}}\n  two: {set: {v.kind: b, v.x: 3}}\n"
    scope = scope_of(HEAD + views)
    assert [write.path for write, _ in guarded_writes(scope.views["one"])] == ["v.x"]
    assert list(guarded_writes(scope.views["two"])) == []


@pytest.mark.parametrize(
    ("views", "method"),
    [
        ("  one: {set: {v.x: 3}}\n", "closure"),
        ("  one: {lazy: true, when: v.kind == 'b', set: {v.x: 3}}\n", "closure"),
        ("  one: {lazy: true, when: not v.kind == 'a', set: {v.x: 3}}\n", "closure"),
        ("  one: {set: {v.x: 3}}\n  two: {priority: 1, set: {v.kind: a}}\n", "finite"),
        ("  one: {set: {v.x: 3}}\n  two: {lazy: true, set: {v.kind: a}}\n", "finite"),
    ],
)
def test_a_write_is_proved_where_the_variant_is_always_the_current_one(views: str, method: str) -> None:
    assert told(views) == [("one", "proved", method)]


@pytest.mark.parametrize(
    ("views", "witness"),
    [
        ("  one: {lazy: true, set: {v.x: 3}}\n", ("one", "v.kind=a")),
        ("  one: {lazy: true, when: v.kind == 'a', set: {v.x: 3}}\n", ("one", "v.kind=a")),
        ("  one: {priority: 1, set: {v.x: 3}}\n  two: {set: {v.kind: a}}\n", ("one", "two")),
        ("  one: {default: true, lazy: true, when: n > 5, set: {v.x: 3}}\n", ("n=6", "v.kind=a")),
    ],
)
def test_a_write_is_refuted_with_the_smallest_run(views: str, witness: tuple[str, ...]) -> None:
    assert witnesses(views) == [witness]


def test_a_kind_that_is_worked_out_is_checked_at_run_time() -> None:
    views = "  one: {set: {v.kind: \"${'a' if n > 1 else 'b'}\", v.x: 3}}\n"
    assert told(views) == [("one", "unproved", "unproved")]
