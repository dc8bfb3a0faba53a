from __future__ import annotations

import pytest

from atoc.prove import DefectError, Failing, Unproved
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.replaying.replay import Outcome
from tests.atoc.prove.build import facts_of, facts_of_kind, verdict_of

Told = tuple[str | None, str | None, str, tuple[str, ...]]


def failing(text: str) -> list[Told]:
    """Where which kind of failure is told, with the witness."""
    return [
        (fact.site.view, fact.site.path, fact.kind, fact.witness) for fact in facts_of_kind(text, Failing)
    ]


def test_only_the_first_failure_of_a_run_is_told() -> None:
    text = """
    fields:
      n: {type: int, default: 1}
      a: {type: int, default: 0}
      b: {type: int, default: "${1 // a}"}
    views: {zero: {priority: -1, set: {n: 0}}, x: {set: {a: "${4 // n}"}}, y: {priority: 1, set: {a: 3}}}
    """
    assert failing(text) == [("x", "a", "division", ("x", "zero")), (None, "b", "division", ())]


def test_a_bound_that_flows_through_needs_no_run() -> None:
    text = """
    fields:
      epochs: {type: int, default: 3, ge: 1}
      steps: {type: int, default: "${epochs * 100}", ge: 1}
    """
    assert failing(text) == []
    assert verdict_of(text, "ATC103", "steps") == ("proved", "closure")


def test_what_intervals_do_not_show_the_solver_does() -> None:
    text = """
    fields:
      a: {type: int, default: 3, ge: 1}
      b: {type: int, default: "${a * a - 2 * a + 1}", ge: 0}
    """
    assert failing(text) == []
    assert verdict_of(text, "ATC103", "b") == ("proved", "smt")


@pytest.mark.parametrize(
    ("source", "field", "outcome"),
    [
        ("{type: str, default: a}", "{type: str, pattern: '[a-z]+'", "refuted"),
        ("{type: str, default: a, pattern: '[a-z]+'}", "{type: str, pattern: '[a-z]+'", "proved"),
        ("{type: str, default: a, pattern: '[a-z]*'}", "{type: str, pattern: '[a-z]+'", "unproved"),
        ("{type: float, default: 1}", "{type: float, multiple_of: 0.25", "unproved"),
        ("{type: float, default: 1, multiple_of: 0.25}", "{type: float, multiple_of: 0.25", "proved"),
        ("{type: int, default: 1}", "{type: float, multiple_of: 0.25", "unproved"),
    ],
)
def test_a_value_that_is_passed_on_keeps_what_its_own_field_asks_for(
    source: str, field: str, outcome: str
) -> None:
    text = f"""
    fields:
      from: {source}
      to: {field}, default: "${{from}}"}}
    """.replace("from", "given")
    assert verdict_of(text, "ATC103", "to")[0] == outcome


def test_texts_that_are_written_out_are_held_against_a_pattern() -> None:
    text = """
    fields:
      n: {type: int, default: 1}
      good: {type: str, pattern: "[a-z]+", default: "${'abc' if n > 3 else 'de'}"}
      bad: {type: str, pattern: "[a-z]+", default: "${'abc' if n > 3 else '1'}"}
    """
    assert failing(text) == [(None, "bad", "range", ())]
    assert verdict_of(text, "ATC103", "good")[0] == "proved"


@pytest.mark.parametrize("value", ["${lr * 0.5}", "${lr / 2}", "${lr ** 2}", "${float(n) * lr}"])
def test_a_bound_on_arithmetic_with_floats_is_never_proved_and_told_of(value: str) -> None:
    text = f"""
    fields:
      lr: {{type: float, default: 0.5, gt: 0, final: true}}
      n: {{type: int, default: 1, final: true}}
      half: {{type: float, default: "{value}", gt: 0}}
    """
    assert verdict_of(text, "ATC103", "half") == ("unproved", "unproved")
    assert [(fact.site.path, fact.is_rounded) for fact in facts_of_kind(text, Unproved)] == [("half", True)]


def test_a_bound_on_arithmetic_with_floats_is_refuted_where_a_run_breaks_it() -> None:
    text = """
    fields:
      lr: {type: float, default: 0.5, gt: 0, final: true}
      half: {type: float, default: "${lr * -0.5}", gt: 0}
    """
    assert failing(text) == [(None, "half", "range", ())]


def test_a_float_that_is_passed_on_keeps_its_bounds() -> None:
    text = """
    fields: {lr: {type: float, default: 0.5, gt: 0}, same: {type: float, default: "${lr}", gt: 0}}
    """
    assert verdict_of(text, "ATC103", "same") == ("proved", "closure")


def test_an_input_is_there_for_lazy_views_and_not_for_eager_ones() -> None:
    text = """
    fields: {n: {type: bool, input: true}, x: {type: bool, default: false}}
    views: {a: {LAZY set: {x: "${n}"}}}
    """
    assert failing(text.replace("LAZY", "")) == [("a", "x", "unset", ("a",))]
    assert failing(text.replace("LAZY", "lazy: true,")) == []


def test_a_field_that_a_chain_sets_is_there() -> None:
    text = """
    fields: {n: int, x: {type: int, default: 0}}
    views:
      base: {default: true, priority: 9, set: {n: 1}}
      first: {set: {n: 2}}
      reads: {chain_with: first, set: {x: "${n}"}}
    """
    assert failing(text) == []
    assert failing(text.replace("chain_with: first, ", "priority: 1, ")) == [
        ("reads", "x", "unset", ("reads",))
    ]


def test_a_failure_that_a_computed_default_heals_is_none() -> None:
    text = """
    fields:
      a: {type: int, default: 2, final: true}
      b: {type: int, default: "${a * 2}"}
      x: {type: int, default: 0}
    views: {v: {lazy: true, set: {x: "${b}"}}}
    """
    assert failing(text) == []
    assert verdict_of(text, "ATC403", "v") == ("proved", "closure")


def test_what_only_a_run_can_tell_is_unproved_and_told_of() -> None:
    text = """
    fields: {name: {type: str, default: "${env:NAME,x}", min_length: 1}}
    """
    assert verdict_of(text, "ATC103", "name") == ("unproved", "unproved")
    assert [(fact.site.path, fact.asks) for fact in facts_of_kind(text, Unproved)] == [("name", ("env",))]


def test_a_verdict_on_a_write_names_the_write() -> None:
    facts = facts_of("""
    fields: {n: {type: int, default: 1, ge: 1}}
    views: {v: {set: {n: "${n * 2}"}}}
    """)
    assert [(v.subject, v.path) for v in facts.verdicts if v.code == "ATC103"] == [("v", "n")]


def test_a_witness_that_shows_nothing_is_our_own_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Laboratory, "outcome", lambda *_: Outcome())
    with pytest.raises(DefectError, match="shows no failure"):
        facts_of('fields: {n: {type: int, default: 0}, x: {type: int, default: "${1 // n}"}}')


@pytest.mark.parametrize(
    ("fields", "witness"),
    [
        ("e: {type: str, default: ab}, w: {type: str, pattern: '[a-z]+', default: '${e}'}", ("e=0",)),
        ("e: {type: str, default: ab}, w: {type: str, pattern: '[a-z]+', default: '${e.lower()}'}", ("e=0",)),
        ("e: {type: float, default: 4}, w: {type: float, multiple_of: 2, default: '${e}'}", ("e=1",)),
        ("e: {type: int, default: 3}, w: {type: int, multiple_of: 1.5, default: '${e}'}", ("e=1",)),
    ],
)
def test_constraints_that_formulas_cannot_state_are_refuted_by_a_run(
    fields: str, witness: tuple[str, ...]
) -> None:
    assert failing(f"fields: {{{fields}}}") == [(None, "w", "range", witness)]


@pytest.mark.parametrize(
    "fields",
    [
        "e: {type: str, default: ab}, w: {type: str, pattern: '[a-z0-9@]+', default: '${e}'}",
        "e: {type: str, default: ab, pattern: 'a.'}, w: {type: str, pattern: 'a..?', default: '${e}'}",
        "e: {type: int, default: 4}, w: {type: float, multiple_of: 0.5, default: '${e}'}",
    ],
)
def test_constraints_that_formulas_cannot_state_are_never_proved_by_them(fields: str) -> None:
    assert verdict_of(f"fields: {{{fields}}}", "ATC103", "w") == ("unproved", "unproved")


def test_a_pattern_is_proved_of_the_texts_that_a_condition_leaves() -> None:
    text = """
    fields:
      e: {type: str, default: ab}
      w: {type: str, pattern: '[a-z]+', default: "${e if e == 'ab' else 'z'}"}
    """
    assert verdict_of(text, "ATC103", "w") == ("proved", "smt")


@pytest.mark.parametrize("value", ["${e}", "${e if e >= 0 else 1.0}", "${max(e, 1.0)}"])
def test_a_float_that_may_be_infinite_is_not_proved_to_fit_one_that_may_not(value: str) -> None:
    text = f"""
    fields:
      e: {{type: float, finite: false, default: 4, ge: 0}}
      w: {{type: float, default: "{value}"}}
      bounded: {{type: float, ge: 0, default: "{value}"}}
      open: {{type: float, finite: false, ge: 0, default: "${{e}}"}}
    """
    assert verdict_of(text, "ATC103", "w") == ("unproved", "unproved")
    assert verdict_of(text, "ATC103", "bounded") == ("unproved", "unproved")
    assert verdict_of(text, "ATC103", "open") == ("proved", "closure")


@pytest.mark.parametrize("test", ["e == e", "e < 0 or e >= 0", "e != e + 1"])
def test_nothing_is_proved_by_a_comparison_that_nan_could_fail(test: str) -> None:
    text = f"""
    fields:
      e: {{type: float, finite: false, default: 4}}
      w: {{type: int, default: "${{5 if {test} else 1 // 0}}"}}
    """
    assert verdict_of(text, "ATC404", "w") == ("unproved", "unproved")


def test_a_computed_default_that_is_read_early_needs_what_it_is_worked_out_from() -> None:
    text = """
    fields:
      n: {type: int, ge: 0, le: 2}
      w: {type: int, ge: 0, le: 3, default: "${2 - n}"}
    views: {v: {default: true, lazy: true, when: "0 < w + 1", set: {n: 1}}}
    """
    assert failing(text) == [("v", None, "unset", ())]
