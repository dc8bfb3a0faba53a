from __future__ import annotations

import pytest

from atoc.cli.rule import page, table
from atoc.findings import Rule
from atoc.findings.render import COLOURED, PLAIN
from atoc.rule_table import ESSENTIAL, RULES, find, matching, words
from tests.atoc.cli.conftest import Run


def test_the_table_has_a_line_for_every_rule_in_the_order_of_codes(atoc: Run) -> None:
    ran = atoc("rule")
    assert ran.returncode == 0
    assert [line.split()[:2] for line in ran.stdout.splitlines()] == [
        [rule.code, rule.name] for rule in RULES
    ]


def test_the_table_is_aligned() -> None:
    starts = {
        line.index(rule.summary) for rule, line in zip(RULES, table(RULES, PLAIN).splitlines(), strict=True)
    }
    assert len(starts) == 1


@pytest.mark.parametrize("word", ["ATC102", "atc102", "type-mismatch", "Type-Mismatch"])
def test_a_rule_is_found_by_code_and_by_name(word: str, atoc: Run) -> None:
    ran = atoc("rule", word)
    assert ran.returncode == 0
    assert ran.stdout.startswith("ATC102 type-mismatch (error)\n")


def test_a_rule_that_is_not_there_is_answered_with_the_nearest(atoc: Run) -> None:
    ran = atoc("rule", "type-missmatch")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert (
        "no rule has the code or name 'type-missmatch'; did you mean 'type-mismatch' or 'target-mismatch'?"
        in ran.stderr
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_shows_both_examples_and_what_is_said_to_the_first(rule: Rule) -> None:
    text = page(rule, PLAIN)
    assert text.startswith(f"{rule.code} {rule.name} (")
    assert "\nThe same, mended\n" in text
    assert rule.transcript or f"    {rule.severity.value}[{rule.code}] {rule.name}: " in text
    assert "#" not in [line[:1] for line in text.splitlines()]


def test_a_page_in_colour_says_the_same() -> None:
    import re

    assert re.sub(r"\x1b\[[\d;]*m", "", page(RULES[0], COLOURED)) == page(RULES[0], PLAIN)


def test_the_rules_are_ordered_and_named_once() -> None:
    assert [rule.code for rule in RULES] == sorted({rule.code for rule in RULES})
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert set(ESSENTIAL) <= set(RULES)


def test_a_rule_answers_to_its_code_its_name_and_the_beginning_of_its_code() -> None:
    assert all(find(rule.code) is rule and find(rule.name) is rule for rule in RULES)
    assert find("ATC9") is None
    assert matching("ATC") == RULES
    assert {rule.code[:4] for rule in matching("ATC2")} == {"ATC2"}
    assert matching("type-mismatch") == (find("ATC102"),)
    assert set(words()) == {word for rule in RULES for word in (rule.code, rule.name)}
