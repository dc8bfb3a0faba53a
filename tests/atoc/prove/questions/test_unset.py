from __future__ import annotations

import pytest

import atoc.prove.questions.unset as unset
from atoc.prove.activation.ladder import survey_of
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import Unset
from atoc.prove.replaying.replay import DefectError
from tests.atoc.prove.build import facts_of_kind, scope_of, verdict_of


def found(text: str) -> dict[str, tuple[tuple[str, ...], str]]:
    return {fact.field.path: (fact.witness, fact.method) for fact in facts_of_kind(text, Unset)}


def test_a_field_that_nothing_sets_is_unset_without_any_word() -> None:
    assert found("fields: {x: int, y: {type: int, default: 1}}") == {"x": ((), "closure")}


def test_inputs_and_computed_defaults_are_no_question() -> None:
    assert found('fields: {x: {type: int, input: true}, y: {type: int, default: "${x + 1}"}}') == {}


def test_the_smallest_witness_displaces_a_group_default() -> None:
    text = """
    fields: {x: int}
    groups: {g: {default: a}}
    views: {a: {group: g, set: {x: 1}}, c: {group: g, set: {}}, b: {group: g, set: {}}}
    """
    assert found(text) == {"x": (("b",), "closure")}


def test_a_writer_with_a_condition_may_leave_it_unset() -> None:
    text = """
    fields: {x: int, tiny: {type: bool, default: false}}
    views: {a: {default: true, lazy: true, when: tiny, set: {x: 1}}}
    """
    assert found(text) == {"x": ((), "finite")}


def test_conditions_that_cover_every_case_are_a_proof() -> None:
    text = """
    fields: {x: int, tiny: {type: bool, default: false}}
    views:
      a: {default: true, lazy: true, when: tiny, set: {x: 1}}
      b: {default: true, lazy: true, when: not tiny, set: {x: 2}}
    """
    assert found(text) == {}
    assert verdict_of(text, "ATC201", "x") == ("proved", "finite")


def test_what_the_writers_would_write_is_no_part_of_the_question() -> None:
    text = """
    fields: {x: float, tiny: {type: bool, default: false}, lr: {type: float, default: 1}}
    views:
      a: {default: true, lazy: true, when: tiny, set: {x: "${lr * 2}"}}
      b: {default: true, lazy: true, when: not tiny, set: {x: "${lr / 2}"}}
    """
    assert verdict_of(text, "ATC201", "x") == ("proved", "finite")


def test_conditions_over_numbers_are_decided_by_the_solver() -> None:
    text = """
    fields: {x: int, n: {type: int, default: 0}}
    views:
      a: {default: true, lazy: true, when: n % 7 != 3, set: {x: 1}}
      b: {default: true, lazy: true, when: n % 7 == 3, set: {x: 2}}
    """
    assert found(text) == {}
    assert verdict_of(text, "ATC201", "x") == ("proved", "smt")
    assert found(text.replace("n % 7 == 3", "n % 8 == 3")) == {"x": (("n=-4",), "smt")}


def test_conditions_that_only_a_run_can_tell_are_unproved() -> None:
    text = """
    fields: {x: int, n: {type: str, default: a}}
    views:
      a: {default: true, lazy: true, when: "n.lower() != 'b'", set: {x: 1}}
      b: {default: true, lazy: true, when: "n.upper() == 'B'", set: {x: 2}}
    """
    assert found(text) == {}
    assert verdict_of(text, "ATC201", "x") == ("unproved", "unproved")


def test_a_constant_of_a_condition_can_be_the_witness() -> None:
    text = """
    fields: {x: int, n: {type: int, default: 0}}
    views: {a: {default: true, lazy: true, when: n < 100, set: {x: 1}}}
    """
    assert found(text) == {"x": (("n=100",), "smt")}


def test_a_witness_that_the_runtime_does_not_show_is_our_own_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    survey = survey_of(scope_of("fields: {x: int}\nviews: {a: {default: true, set: {x: 1}}, b: {set: {}}}"))
    monkeypatch.setattr(unset, "_ask", lambda _, field: Unset(field, ("b",), "closure"))
    with pytest.raises(DefectError, match="has a value with b"):
        unset.unset_fields(Laboratory(survey))


def test_runs_that_are_refused_for_another_reason_do_not_count() -> None:
    text = """
    fields: {x: int, t: bool}
    views:
      reads_too_early: {default: true, set: {t: "${not t}"}}
      a: {default: true, lazy: true, when: t, set: {x: 1}}
    """
    assert found(text) == {"t": ((), "closure")}
    assert verdict_of(text, "ATC201", "x") == ("proved", "finite")


def test_a_writer_that_needs_the_value_first_gives_none() -> None:
    text = """
    fields: {x: {enum: [a, b]}}
    views: {v: {default: true, lazy: true, when: x == 'a', set: {x: b}}}
    """
    assert found(text) == {"x": ((), "closure")}
    assert found(text.replace("when: x == 'a', set: {x: b}", 'set: {x: "${x}"}')) == {"x": ((), "closure")}


def test_a_value_from_outside_shows_no_field_unset() -> None:
    text = """
    fields: {x: {enum: [a, b]}, y: {type: bool, default: false}}
    views:
      v: {default: true, lazy: true, when: y, set: {x: b}}
      w: {default: true, lazy: true, priority: -1, when: x == 'a', set: {y: true}}
    """
    assert found(text) == {}
    assert verdict_of(text, "ATC201", "x") == ("proved", "finite")


def test_a_writer_that_can_do_without_the_value_gives_a_first_one() -> None:
    text = """
    fields:
      asked: {type: bool, default: true}
      lr: float
    views:
      base:
        default: true
        set: {lr: "${1.0 if asked else lr}"}
    """
    assert facts_of_kind(text, Unset) == []
    assert len(facts_of_kind(text.replace("1.0 if asked else lr", "lr if asked else 1.0"), Unset)) == 0
    assert len(facts_of_kind(text.replace("1.0 if asked else lr", "lr * 2"), Unset)) == 1


def test_an_outside_value_is_the_witness_where_no_fewer_names_are() -> None:
    text = """
    fields: {flag: {type: bool, default: true}, x: int}
    groups: {g: {default: on}}
    views:
      on: {lazy: true, group: g, when: flag, set: {x: 1}}
      other: {lazy: true, group: g, set: {flag: true}}
    """
    assert found(text)["x"][0] == ("flag=false",)
