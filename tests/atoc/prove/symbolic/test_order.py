from __future__ import annotations

import pytest

from atoc.prove.activation.ladder import survey_of
from atoc.prove.activation.witness import BoundReached
from atoc.prove.symbolic.order import MOST_TIED, steps_of
from tests.atoc.prove.build import scope_of


def steps(views: str, ties: tuple[str, ...] = (), last: str = "") -> list[str]:
    survey = survey_of(scope_of(f"fields: {{x: int}}\nviews:\n{views}"))

    def bits(names: str) -> int:
        return sum(1 << survey.activation.index[name] for name in names)

    found = steps_of(survey, (1 << len(survey.views)) - 1, [bits(tie) for tie in ties], bits(last))
    return ["".join(survey.views[i].name for i in step.views) for step in found]


def test_tiers_follow_each_other_and_chains_order_a_tier() -> None:
    views = "  a: {priority: 1, set: {}}\n  b: {chain_with: c, set: {}}\n  c: {set: {}}\n"
    assert steps(views) == ["c", "b", "a"]


def test_ties_that_share_a_view_are_one_knot() -> None:
    views = "".join(f"  {name}: {{set: {{}}}}\n" for name in "abcde")
    assert steps(views, ("ab", "bd")) == ["c", "e", "abd"]


def test_what_a_chain_puts_between_tied_views_is_in_their_knot() -> None:
    views = "  a: {set: {}}\n  b: {chain_with: a, set: {}}\n  c: {chain_with: b, set: {}}\n  d: {set: {}}\n"
    assert steps(views, ("ac",)) == ["d", "abc"]


def test_the_pair_in_question_comes_last_but_for_what_chains_with_it() -> None:
    views = "".join(f"  {name}: {{set: {{}}}}\n" for name in "abc") + "  d: {chain_with: a, set: {}}\n"
    assert steps(views, (), "ab") == ["c", "ab", "d"]


def test_a_knot_of_many_views_that_read_each_other_is_left_open() -> None:
    names = "abcdefgh"[: MOST_TIED + 1]
    views = "".join(f"  {name}: {{set: {{x: '${{x + 1}}'}}}}\n" for name in names)
    ties = tuple(names[0] + name for name in names[1:])
    with pytest.raises(BoundReached):
        steps(views, ties)


def test_a_knot_of_many_views_that_read_nothing_of_each_other_is_none_too_many() -> None:
    names = "abcdefghijklmnop"
    views = "".join(f"  {name}: {{set: {{x: {number}}}}}\n" for number, name in enumerate(names))
    assert steps(views, tuple(names[0] + name for name in names[1:])) == [names]
