"""The table of rules is whole: each rule is listed once, explains itself, and is shown by cases."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from atoc.compile import compile
from atoc.findings import Passed, Rule
from atoc.rule_table import RULES
from atoc.span import SourceFile
from tests import console, golden
from tests.house.sources import modules

CODES = (
    *(f"ATC00{digit}" for digit in range(1, 10)),
    *(f"ATC10{digit}" for digit in range(1, 8)),
    *(f"ATC20{digit}" for digit in range(1, 9)),
    *(f"ATC30{digit}" for digit in range(1, 7)),
    *("ATC401", "ATC402", "ATC403", "ATC404", "ATC405", "ATC406", "ATC407", "ATC501", "ATC502"),
    *("ATC601", "ATC602", "ATC701", "ATC702", "ATC703", "ATC801"),
)
WARNINGS = ("ATC008", "ATC203", "ATC204", "ATC406", "ATC407")
NOTES = ("ATC009", "ATC205", "ATC208", "ATC306", "ATC602")
HEADINGS = ("## Why it matters", "## How to mend")
SUFFIX = {"python": "py", "yaml": "yaml", "toml": "toml", "json": "json"}

TRAIN = """scope: train
fields:
  batch_size: {type: int, default: 32}
"""

DOCUMENTED = [rule for rule in RULES if not rule.transcript]
TRANSCRIPTS = [rule for rule in RULES if rule.transcript]


def name(rule: Rule) -> str:
    return rule.code


def found(rule: Rule, text: str) -> list[str]:
    example = SourceFile(f"schemas/example.{SUFFIX[rule.language]}", text)
    return [finding.code for finding in compile(Passed((example,))).findings]


def test_the_table_has_the_rules_of_the_language_in_order() -> None:
    assert tuple(rule.code for rule in RULES) == CODES


def test_every_rule_in_the_package_is_in_the_table() -> None:
    written = [
        node
        for module in modules("atoc")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Rule"
    ]
    assert len(written) == len(RULES)


def test_severities_are_those_of_the_language() -> None:
    grave = {rule.code: rule.severity.value for rule in RULES}
    expected = dict.fromkeys(CODES, "error")
    expected |= dict.fromkeys(WARNINGS, "warning") | dict.fromkeys(NOTES, "note")
    assert grave == expected


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_name_says_the_defect_in_a_few_plain_words(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+){0,3}", rule.name)
    assert not rule.name.startswith(("no-unset", "disallow", "forbid", "avoid"))
    assert [each.code for each in RULES if each.name == rule.name] == [rule.code]


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_page_says_what_why_and_how_to_mend(rule: Rule) -> None:
    headings = [line for line in rule.page.splitlines() if line.strip().startswith("## ")]
    stripped = [line.strip() for line in headings]
    assert stripped[0] in ("## What is found", "## What is proved")
    assert [heading for heading in HEADINGS if heading not in stripped] == []
    assert rule.summary.endswith(".")
    assert len(rule.summary) <= 110


@pytest.mark.parametrize("rule", DOCUMENTED, ids=name)
def test_the_bad_example_shows_exactly_this_rule(rule: Rule) -> None:
    assert found(rule, rule.bad) == [rule.code]


@pytest.mark.parametrize("rule", DOCUMENTED, ids=name)
def test_the_good_example_shows_nothing(rule: Rule) -> None:
    assert found(rule, rule.good) == []


@pytest.mark.parametrize("rule", TRANSCRIPTS, ids=name)
def test_a_transcript_goes_as_written(rule: Rule, tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "train.yaml").write_text(TRAIN, encoding="utf-8")
    start, bad, good = console.parse("$ atoc build\n"), console.parse(rule.bad), console.parse(rule.good)
    printed = console.replay((*start, *bad, *good), tmp_path)[len(start) :]
    shown, mended = printed[: len(bad)], printed[len(bad) :]
    assert [
        step for step, now in zip(bad, shown) if not console.agrees(step.output.strip(), now.output)
    ] == []
    assert rule.code in console.render(shown)
    assert console.agrees(good[-1].output.strip(), mended[-1].output)
    assert rule.code not in console.render(mended)


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_rule_has_a_case_that_fires_and_a_near_miss(rule: Rule) -> None:
    folder = f"{rule.code}-{rule.name}"
    near = [case.is_near for case in (*golden.cases(), *golden.sessions()) if case.path.parent.name == folder]
    assert (True in near, False in near) == (True, True)


def test_every_case_folder_belongs_to_a_rule() -> None:
    folders = {path.name for path in golden.CASES.iterdir() if path.name.startswith("ATC")}
    assert folders <= {f"{rule.code}-{rule.name}" for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=name)
def test_a_rule_has_one_plain_case_with_its_rendering(rule: Rule) -> None:
    folder = Path(golden.CASES / f"{rule.code}-{rule.name}")
    renderings = [path for path in folder.glob("*.txt") if rule.code in path.read_text(encoding="utf-8")]
    assert renderings or any(folder.glob(f"*/{golden.SESSION}"))
