from __future__ import annotations

from itertools import permutations

import pytest

from atoc.prove.activation.cone import cone_of
from atoc.prove.activation.ladder import survey_of
from atoc.prove.activation.orders import Orders, ties_of
from tests.atoc.prove.build import scope_of

FIVE = "".join(f"  {name}: {{set: {{}}}}\n" for name in "abcde")


def orders(
    views: str, ties: tuple[str, ...], late: str = "", soon: str = "", pair: str = "", usual: str = ""
) -> list[str]:
    survey = survey_of(scope_of(f"fields: {{x: int}}\nviews:\n{views}"))

    def bits(names: str) -> int:
        return sum(1 << survey.activation.index[name] for name in names)

    made = Orders(survey, frozenset(map(bits, ties)), bits(late), bits(soon), bits(pair))
    found = ["".join(order) for order in made.of(usual or [view.name for view in survey.views])]
    if not usual:
        assert made.count((1 << len(survey.views)) - 1) == len(found)
    return found


def test_without_ties_there_is_nothing_to_order() -> None:
    assert orders(FIVE, ()) == [""]


def test_the_usual_order_is_the_first() -> None:
    assert orders(FIVE, ("ab",)) == ["abcde", "bacde"]
    assert orders(FIVE, ("ab",), usual="ecbad") == ["ecbad", "ecabd"]


@pytest.mark.parametrize(
    "ties", [("ab", "bc"), ("ab", "bc", "ac"), ("ab", "cd"), ("ab", "bc", "cd", "de"), ("ae",)]
)
def test_of_orders_that_agree_on_every_tie_there_is_one(ties: tuple[str, ...]) -> None:
    found = orders(FIVE, ties)
    told = {tuple(order.index(tie[0]) < order.index(tie[1]) for tie in ties) for order in found}
    every = {
        tuple(order.index(tie[0]) < order.index(tie[1]) for tie in ties) for order in permutations("abcde")
    }
    assert told == every
    assert len(found) == len(every)


def test_chains_are_kept() -> None:
    views = "  a: {chain_with: b, set: {}}\n  b: {set: {}}\n  c: {set: {}}\n"
    assert orders(views, ("ac", "bc"), usual="bac") == ["bac", "bca", "cba"]


def test_views_come_late_soon_and_side_by_side() -> None:
    assert orders(FIVE, ("ab",), late="a") == ["bcdea", "cdeab"]
    assert orders(FIVE, ("ce",), soon="e") == ["eabcd", "abced"]
    assert orders(FIVE, ("ac",), pair="ab") == ["cdeab", "deabc"]


def test_of_several_tiers_only_those_are_ordered_in_which_something_is_free() -> None:
    views = FIVE + "".join(f"  {name}: {{priority: 1, set: {{}}}}\n" for name in "xyz")
    assert orders(views, ("xy",)) == ["xyz", "yxz"]


def test_views_tie_where_an_expression_reads_what_they_write_or_it_is_asked_who_writes_it() -> None:
    scope = scope_of(
        """
        fields: {x: {type: bool, default: false}, y: {type: int, default: 0}}
        views:
          a: {set: {x: true}}
          b: {set: {x: false}}
          c: {set: {x: true}}
          d: {priority: 1, when: x, set: {y: 1}}
        """
    )
    survey = survey_of(scope)
    assert ties_of(survey, cone_of(survey, ["y"])) == {0b011, 0b110}
    assert ties_of(survey, cone_of(survey, ["x"])) == set()
    assert ties_of(survey, cone_of(survey, ["x"]), ["x"]) == {0b011, 0b110}
    assert ties_of(survey, cone_of(survey, ["x"]), ["x"], 0b001) == {0b011, 0b110, 0b101}
