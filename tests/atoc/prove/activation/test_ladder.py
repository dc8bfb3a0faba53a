from __future__ import annotations

from atoc.prove.activation.ladder import Survey, reads_before, survey_of
from tests.atoc.prove.build import scope_of

SCOPE = """
fields:
  lr: {type: float, default: 0.1}
  peak: {type: float, default: 0.1}
  classes: {type: int, default: 1, final: true}
views:
  base: {default: true, set: {lr: 1.0}}
  wide: {priority: 1, set: {lr: 2.0}}
  long: {priority: 1, chain_with: wide, set: {lr: 3.0}}
  tall: {priority: 1, when: peak > 1, set: {lr: 4.0, classes: 2}}
  last: {lazy: true, set: {lr: "${lr * 2}", peak: "${lr}"}}
"""


def names(survey: Survey, bits: int) -> tuple[str, ...]:
    return survey.activation.names(bits)


def test_writers_are_surely_later_by_tier_or_by_chain() -> None:
    survey = survey_of(scope_of(SCOPE))
    ladder, index = survey.ladders["lr"], survey.activation.index
    assert names(survey, survey.later(ladder, index["base"])) == ("last", "long", "tall", "wide")
    assert names(survey, survey.later(ladder, index["wide"])) == ("last", "long")
    assert names(survey, survey.later(ladder, index["long"])) == ("last",)


def test_writers_are_surely_earlier_by_tier_or_by_chain() -> None:
    survey = survey_of(scope_of(SCOPE))
    ladder, index = survey.ladders["lr"], survey.activation.index
    assert names(survey, survey.earlier(ladder, index["long"])) == ("base", "wide")
    assert names(survey, survey.earlier(ladder, index["tall"])) == ("base",)


def test_views_of_one_tier_without_a_chain_are_free() -> None:
    survey = survey_of(scope_of(SCOPE))
    index = survey.activation.index
    assert not survey.is_after(index["tall"], index["long"])
    assert not survey.is_after(index["long"], index["tall"])
    assert survey.is_after(index["long"], index["wide"])


def test_a_write_that_is_forbidden_is_a_setter_and_no_writer() -> None:
    survey = survey_of(scope_of(SCOPE))
    assert "classes" not in survey.ladders
    assert names(survey, survey.setters["classes"]) == ("tall",)


def test_conditions_make_writers_uncertain() -> None:
    survey = survey_of(scope_of(SCOPE))
    assert names(survey, survey.ladders["lr"].certain) == ("base", "last", "long", "wide")


def test_a_view_reads_its_own_field_from_before_and_other_fields_as_it_writes_them() -> None:
    survey = survey_of(scope_of(SCOPE))
    ladder = survey.ladders["lr"]
    assert names(survey, ladder.readers) == ("last",)
    assert names(survey, ladder.inner_readers) == ("last",)
    assert reads_before(survey.scope.views["last"]) == {"lr"}
    assert reads_before(survey.scope.views["tall"]) == {"peak"}


def test_what_is_reachable_holds_chains_always_active_views_and_group_defaults() -> None:
    survey = survey_of(
        scope_of("""
        groups: {g: {default: d}}
        views:
          a: {chain_with: b, set: {}}
          b: {set: {}}
          c: {set: {}}
          d: {group: g, set: {}}
          e: {default: true, set: {}}
        """)
    )
    assert [view.name for view in survey.reachable(["a"])] == ["a", "b", "d", "e"]
