from __future__ import annotations

from dataclasses import replace

from atoc.prove.activation.ladder import survey_of
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.replaying.replay import Stage, Trial
from tests.atoc.prove.build import scope_of

TIED = """
fields: {x: {type: int, default: 0}, y: {type: int, default: 0}}
views:
  a: {set: {x: 1}}
  b: {set: {x: 2}}
  c: {set: {y: 1}}
  d: {priority: 1, when: x == 1, set: {y: 2}}
"""


def is_two(stage: Stage, trial: Trial) -> bool | None:
    return stage.run(trial).values["y"] == ("int", 2)


def made(inquiry: Inquiry, text: str = TIED) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The orders of the run of all views: what the real run says of it, and the order in the cone."""
    laboratory = Laboratory(survey_of(scope_of(text)))
    trial = Trial(("a", "b", "d"))
    cone = laboratory.growing.of(inquiry.targets)
    return [(each.order, order) for each, order in laboratory.arrangements.of_run(inquiry, cone, trial)]


def test_a_run_is_given_in_each_order_that_can_matter_its_own_first() -> None:
    inquiry = Inquiry(("y",), is_two, required=0)
    assert made(inquiry) == [((), ("a", "b")), (("b", "a"), ("b", "a"))]


def test_a_run_without_ties_has_its_own_order() -> None:
    assert made(Inquiry(("x",), is_two)) == [((), ())]
    assert made(Inquiry(("x",), is_two, ordered=("x",))) == [((), ("a", "b")), (("b", "a"), ("b", "a"))]


def test_the_names_of_a_witness_stand_in_an_order_that_shows_it() -> None:
    laboratory = Laboratory(survey_of(scope_of(TIED.replace("a: {", "e: {"))))
    index = laboratory.survey.activation.index
    required = 1 << index["b"] | 1 << index["e"]
    found = laboratory.witness(Inquiry(("y",), is_two, required))
    assert found == Trial(("b", "d", "e"))
    opposite = TIED.replace("x == 1", "x == 2").replace("a: {", "e: {")
    laboratory = Laboratory(survey_of(scope_of(opposite)))
    found = laboratory.witness(Inquiry(("y",), is_two, required))
    assert found == Trial(("d", "e", "b"))


def test_conditions_and_groups_keep_views_apart() -> None:
    text = TIED.replace("{set: {x: 1}}", "{when: y == 0, set: {x: 1}}").replace(
        "{set: {x: 2}}", "{when: y == 1, set: {x: 2}}"
    )
    laboratory = Laboratory(survey_of(scope_of(text.replace("type: int, default: 0}, y", "type: int}, y"))))
    survey = laboratory.survey
    assert laboratory.arrangements.are_apart(0b0011)
    assert not laboratory.arrangements.are_apart(0b0101)
    assert replace(Trial(("a",)), order=("a",)).words == ("a",)
    assert survey.unordered(0) == 0b0110
