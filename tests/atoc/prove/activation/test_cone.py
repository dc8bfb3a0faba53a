from __future__ import annotations

from atoc.prove.activation.cone import cone_of, influenced
from atoc.prove.activation.ladder import survey_of
from tests.atoc.prove.build import scope_of

SCOPE = """
fields:
  data: {enum: [a, b], default: a}
  tiny: {type: bool, default: false}
  classes: {type: int, default: 0}
  size: {type: int, default: "${classes * 2}"}
  lr: {type: float, default: 0.1}
views:
  small: {when: tiny, set: {data: b}}
  ten: {lazy: true, when: data == 'a', set: {classes: 10}}
  fast: {set: {lr: 1.0}}
"""


def test_a_cone_follows_conditions_to_the_views_that_decide_them() -> None:
    survey = survey_of(scope_of(SCOPE))
    cone = cone_of(survey, ["classes"])
    assert cone.fields == ("data", "tiny", "classes")
    assert survey.activation.names(cone.views) == ("small", "ten")


def test_outside_values_count_where_a_lazy_view_or_a_computed_default_reads() -> None:
    survey = survey_of(scope_of(SCOPE))
    assert cone_of(survey, ["classes"]).outside == ("data",)
    assert cone_of(survey, ["classes"]).early == {"tiny"}
    assert cone_of(survey, ["size"]).outside == ("data", "classes")


def test_eager_writers_of_a_given_field_are_not_in_the_cone() -> None:
    survey = survey_of(scope_of(SCOPE))
    cone = cone_of(survey, ["classes"], given=frozenset(["data"]))
    assert cone.fields == ("data", "classes")
    assert survey.activation.names(cone.views) == ("ten",)
    assert cone.given == ("data",)


def test_a_watched_view_brings_what_its_condition_reads() -> None:
    survey = survey_of(scope_of(SCOPE))
    cone = cone_of(survey, [], [survey.scope.views["ten"]])
    assert cone.fields == ("data", "tiny")


def test_influence_goes_through_conditions_and_computed_defaults() -> None:
    survey = survey_of(scope_of(SCOPE))
    assert influenced(survey, ["tiny"]) == {"tiny", "data", "classes", "size"}
    assert influenced(survey, ["lr"]) == {"lr"}
