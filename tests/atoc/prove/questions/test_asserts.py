from __future__ import annotations

from atoc.prove import AssertFails, Failing, Unproved
from tests.atoc.prove.build import facts_of, facts_of_kind

FIELDS = """
fields:
  n: {type: int, default: 1, ge: 1}
  size: {type: int, default: 8, final: true}
  r: {type: float, default: 0.5, gt: 0, final: true}
views: {wide: {default: true, set: {size: 16}}, many: {set: {n: 100}}}
asserts: [{that: "CONDITION"}]
"""


def verdict(condition: str) -> tuple[str, str, bool]:
    facts = facts_of(FIELDS.replace("CONDITION", condition))
    [found] = [verdict for verdict in facts.verdicts if verdict.code == "ATC601"]
    return found.outcome, found.method, found.is_lasting


def test_what_bounds_prove_holds_of_any_config() -> None:
    assert verdict("n * 100 >= 1") == ("proved", "smt", True)
    assert verdict("size + n > size") == ("proved", "smt", True)


def test_what_views_prove_holds_of_composed_configs() -> None:
    outcome, _, is_lasting = verdict("size == 16")
    assert (outcome, is_lasting) == ("proved", False)


def test_views_that_break_it_refute_it() -> None:
    text = FIELDS.replace("CONDITION", "n < 50")
    assert [fact.witness for fact in facts_of_kind(text, AssertFails)] == [("many",)]
    assert verdict("n < 50")[0] == "refuted"


def test_outside_values_that_break_it_are_left_to_the_run_and_told_of() -> None:
    text = FIELDS.replace("CONDITION", "n < 200")
    assert facts_of_kind(text, AssertFails) == []
    assert [(fact.kind, fact.witness) for fact in facts_of_kind(text, Unproved)] == [("assert", ("n=200",))]
    assert verdict("n < 200") == ("unproved", "unproved", False)


def test_floats_that_are_worked_out_are_never_proved() -> None:
    assert verdict("r * 2 > 0") == ("unproved", "unproved", False)
    (told,) = facts_of_kind(FIELDS.replace("CONDITION", "r * 2 > 0"), Unproved)
    assert (told.is_rounded, told.witness) == (True, None)


def test_a_division_in_it_is_a_question_of_its_own() -> None:
    text = FIELDS.replace("CONDITION", "100 // (n - 1) >= 0")
    assert [(fact.kind, fact.witness) for fact in facts_of_kind(text, Failing)] == [("division", ())]
    kept = facts_of(FIELDS.replace("CONDITION", "100 // n >= 0"))
    assert {(v.code, v.outcome) for v in kept.verdicts if "n" in v.subject and v.code > "ATC4"} == {
        ("ATC404", "proved"),
        ("ATC601", "proved"),
    }


def test_inputs_are_given_in_every_run() -> None:
    text = FIELDS.replace("n: {type: int, default: 1, ge: 1}", "n: {type: bool, input: true}")
    text = text.replace(", many: {set: {n: 100}}", "").replace("CONDITION", "n or size == 16")
    assert {v.outcome for v in facts_of(text).verdicts if v.code == "ATC601"} == {"proved"}


def test_what_views_alone_break_is_told_though_outside_values_break_it_too() -> None:
    facts = facts_of("""
    fields: {m: {type: int, default: 2, ge: 0, le: 2}, w: {type: int, default: 1, ge: 0, le: 2}}
    views:
      none: {set: {m: 0}}
      last: {default: true, lazy: true, set: {w: "${m}"}}
    asserts: [{that: w > 0, message: none}]
    """)
    assert [fact.witness for fact in facts.facts if isinstance(fact, AssertFails)] == [("none",)]
