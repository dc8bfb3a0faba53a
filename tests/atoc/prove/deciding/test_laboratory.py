from __future__ import annotations

import pytest

from atoc.prove.activation.ladder import survey_of
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.replaying.replay import DefectError, Stage, Trial
from tests.atoc.prove.build import scope_of

TEXT = """
fields:
  data: {enum: [a, b, c], default: a}
  classes: {type: int, default: 0}
views:
  small: {set: {data: b}}
  ten: {default: true, lazy: true, when: data == 'a', set: {classes: 10}}
"""


def laboratory(text: str = TEXT) -> Laboratory:
    return Laboratory(survey_of(scope_of(text)))


def is_zero(stage: Stage, trial: Trial) -> bool | None:
    return stage.run(trial).values["classes"] == ("int", 0)


def never(stage: Stage, trial: Trial) -> bool | None:
    return False


def test_the_smallest_run_that_shows_it_is_found() -> None:
    assert laboratory().witness(Inquiry(("classes",), is_zero)) == Trial((), (("data", "b", "data=b"),))


def test_a_view_is_named_where_outside_values_do_not_count() -> None:
    text = TEXT.replace("lazy: true, ", "priority: 1, ")
    assert laboratory(text).witness(Inquiry(("classes",), is_zero)) == Trial(("small",))


def test_trying_all_and_finding_none_is_a_proof() -> None:
    assert laboratory().witness(Inquiry(("classes",), never)) is None
    assert not laboratory().happens(Inquiry(("classes",), never))


def test_where_not_all_can_be_tried_finding_none_is_no_proof() -> None:
    text = TEXT.replace("enum: [a, b, c], default: a", "type: str, default: a").replace("default: true, ", "")
    with pytest.raises(BoundReached):
        laboratory(text).happens(Inquiry(("classes",), never))


def test_a_run_without_a_config_proves_nothing() -> None:
    with pytest.raises(BoundReached):
        laboratory().happens(Inquiry(("classes",), lambda stage, trial: None))


def test_the_work_on_a_scope_is_bounded() -> None:
    limited = laboratory()
    limited.work = 20
    with pytest.raises(BoundReached):
        limited.happens(Inquiry(("classes",), never))


def test_a_witness_that_the_whole_scope_does_not_show_is_our_own_defect() -> None:
    def only_in_the_cone(stage: Stage, trial: Trial) -> bool | None:
        return "bystander" not in stage.schema.view_map

    scope = laboratory(TEXT + "  bystander: {default: true, set: {}}\n")
    with pytest.raises(DefectError, match="shows nothing"):
        scope.witness(Inquiry(("classes",), only_in_the_cone))


def test_many_eager_views_are_stood_for_by_outside_values() -> None:
    many = "".join(f"  v{i}: {{priority: {i}, set: {{data: {'abc'[i % 3]}}}}}\n" for i in range(40))
    assert not laboratory(TEXT + many).happens(Inquiry(("classes",), never))
