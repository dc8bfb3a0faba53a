"""All rules together: the table, the order, and what is told once."""

from __future__ import annotations

from hypothesis import given, settings

from atoc.prove import prove
from atoc.rules import CHECKS, RULES, check
from tests.atoc.prove.build import program_of
from tests.atoc.rules.said import messages
from tests.programs import Sketch, sketches, to_yaml


def test_the_table_lists_every_rule_in_order_of_code() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(codes)
    assert [rule.RULE for rule in CHECKS if rule.RULE in RULES] == list(RULES)


def test_without_proofs_only_what_the_program_says_is_found() -> None:
    program = program_of("""
    scope: toy
    fields: {x: int, i: {type: int, input: true}}
    views: {a: {set: {i: 1}}}
    """)
    assert [finding.code for finding in check(program, {})] == ["ATC206"]


def test_a_write_that_is_not_allowed_has_no_other_finding() -> None:
    text = """
fields: {x: {type: int, default: 0, input: true}}
views: {a: {set: {x: 0}}, b: {set: {x: 1}}, c: {default: true, priority: 1, set: {x: 2}}}
"""
    assert [message[:6] for message in messages(text)] == ["ATC206", "ATC206", "ATC206"]


def test_a_clash_is_told_and_not_what_follows_from_it() -> None:
    text = """
fields: {x: {type: int, default: 0}}
groups: {g: {}}
views:
  m: {group: g, set: {}}
  n: {group: g, set: {}}
  a: {chain_with: [m, n], set: {x: 1}}
"""
    assert [message[:6] for message in messages(text)] == ["ATC305"]


@settings(max_examples=60, deadline=None)
@given(sketches(views=5, with_conditions=True, with_expressions=True))
def test_every_fact_is_told_or_follows_from_a_clash(sketch: Sketch) -> None:
    program = program_of(to_yaml(sketch))
    facts = prove(program.scopes[0])
    findings = check(program, {"toy": facts})
    hidden = sum(getattr(fact, "is_follower", False) for fact in facts.facts)
    assert len(findings) == len(facts.facts) - hidden
    assert all("'" in finding.message and finding.help and finding.scope == "toy" for finding in findings)
