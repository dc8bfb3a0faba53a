from __future__ import annotations

from unittest.mock import patch

import pytest

from atoc.prove import DeadView, OrderDependent
from atoc.prove.deciding import laboratory as laboratory_module
from tests.atoc.prove.build import facts_of


def tied(count: int, last: str) -> str:
    """So many lazy views of one tier, each of which may set ``y`` to its own number, and a reader."""
    fields = "".join(f"  f{i}: {{type: bool, default: false}}\n" for i in range(count))
    views = "".join(f"  v{i}: {{lazy: true, when: f{i}, set: {{y: {i}}}}}\n" for i in range(count))
    return (
        f"fields:\n{fields}  y: {{type: int, ge: 0, le: 63, default: 0}}\n  z: {{type: int, default: 0}}\n"
        f"views:\n{views}  last: {{default: true, lazy: true, priority: 1, when: {last}, set: {{z: 1}}}}\n"
    )


def test_of_many_tied_views_nothing_is_left_open() -> None:
    facts = facts_of(tied(7, "y == 2"))
    assert [verdict for verdict in facts.verdicts if verdict.outcome == "unproved"] == []
    assert len([fact for fact in facts.facts if isinstance(fact, OrderDependent)]) == 21


CROSSED = """
fields:
  a: {type: bool, default: false, final: true}
  n: {type: int, ge: 0, le: 3, default: 0, final: true}
  z: {type: int, default: 0}
views:
  one: {default: true, set: {n: 1}}
  two: {default: true, when: n == 1, set: {a: true}}
  three: {default: true, set: {n: 2}}
  last: {default: true, priority: 1, when: a and n == WANTED, set: {z: 1}}
"""


@pytest.mark.parametrize(("wanted", "is_dead"), [("1", False), ("2", False), ("0", True), ("3", True)])
@pytest.mark.parametrize("most", [0, 256])
def test_what_only_one_order_of_tied_views_shows_is_found_by_trying_and_by_the_solver(
    wanted: str, is_dead: bool, most: int
) -> None:
    with patch.object(laboratory_module, "MOST_TRIED", most):
        facts = facts_of(CROSSED.replace("WANTED", wanted))
    dead = [fact.view.name for fact in facts.facts if isinstance(fact, DeadView)]
    assert dead == (["last"] if is_dead else [])
    assert [verdict for verdict in facts.verdicts if verdict.outcome == "unproved"] == []
