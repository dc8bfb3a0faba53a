from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from atoc.findings import Severity
from atoc.rule_table import ESSENTIAL, RULES
from atoc.settings import Settings, SettingsError, settings
from atoc.span import SourceFile, Span


def of(text: str) -> Settings:
    found = settings(SourceFile("pyproject.toml", text))
    assert found is not None
    return found


def problems(text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        of(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_project_without_a_table_has_no_settings() -> None:
    assert settings(SourceFile("pyproject.toml", "[project]\nname = 'x'\n")) is None
    assert settings(SourceFile("pyproject.toml", "")) is None


def test_an_empty_table_leaves_everything_as_it_is() -> None:
    assert of("[tool.atoc]\n") == Settings(("schemas",), "generated", frozenset(), {})


def test_paths_are_taken_as_they_are_written() -> None:
    found = of('[tool.atoc]\nschemas = ["a", "b/c.yaml"]\nout = "made/here"\n')
    assert (found.schemas, found.out) == (("a", "b/c.yaml"), "made/here")
    assert of('tool.atoc.schemas = "conf"\n').schemas == ("conf",)


def test_ignored_rules_are_named_by_code_by_its_beginning_or_by_name() -> None:
    found = of('[tool.atoc]\nignore = ["ATC203", "no-op-write", "ATC7"]\n')
    assert found.dropped == {"ATC203", "ATC205", "ATC701", "ATC702", "ATC703"}


def test_selecting_drops_what_is_not_selected_and_keeps_what_gives_a_document_meaning() -> None:
    found = of('[tool.atoc]\nselect = ["ATC2"]\nignore = ["ATC203"]\n')
    essential = {rule.code for rule in ESSENTIAL}
    kept = {rule.code for rule in RULES} - found.dropped
    assert kept == essential | {rule.code for rule in RULES if rule.code.startswith("ATC2")} - {"ATC203"}


def test_severities_are_set_by_code_or_name_and_applied_to_findings() -> None:
    found = of('[tool.atoc]\nseverity = {ATC203 = "error", no-op-write = "warning"}\nignore = ["ATC204"]\n')
    assert found.severities == {"ATC203": Severity.ERROR, "ATC205": Severity.WARNING}
    span = Span.start_of("a.yaml")
    given = [rule.at(span, "x") for rule in RULES if rule.code in ("ATC203", "ATC204", "ATC205", "ATC201")]
    applied = [(finding.code, finding.severity) for finding in found.apply(given)]
    assert applied == [("ATC201", "error"), ("ATC203", "error"), ("ATC205", "warning")]


def test_an_unknown_key_is_refused_with_its_place_and_the_nearest_name() -> None:
    assert problems('[tool.atoc]\nschemas = "a"\nignored = []\n') == [
        "pyproject.toml:3:1: unknown setting 'ignored'\n  help: did you mean 'ignore'?"
    ]
    (problem,) = problems("[tool.atoc]\nxyzzy = 1\n")
    assert problem.endswith("'xyzzy'\n  help: the settings are schemas, out, select, ignore, severity")


def test_every_problem_is_told_at_once() -> None:
    text = """\
[tool.atoc]
schemas = 3
out = ["a", "b"]
select = ["ATC999"]
ignore = ["dead-writes"]
severity = {ATC203 = "fatal", nothing = "error"}
"""
    assert [problem.split("\n")[0] for problem in problems(text)] == [
        "pyproject.toml:2:11: 'schemas' must be a string or a list of strings, and not empty",
        "pyproject.toml:3:7: 'out' must be one folder, as a string",
        "pyproject.toml:4:11: no rule has the code or name 'ATC999'",
        "pyproject.toml:5:11: no rule has the code or name 'dead-writes'",
        "pyproject.toml:6:22: 'fatal' is no severity",
        "pyproject.toml:6:31: no rule has the code or name 'nothing'",
    ]


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one() -> None:
    assert problems('[tool.atoc]\nignore = ["dead-writes"]\n')[0].endswith("help: did you mean 'dead-write'?")


@pytest.mark.parametrize(
    "text", ['ignore = ["ATC106"]', 'ignore = ["unreadable"]', 'severity = {ATC102 = "note"}']
)
def test_what_gives_a_document_its_meaning_can_be_neither_ignored_nor_softened(text: str) -> None:
    assert len(problems(f"[tool.atoc]\n{text}\n")) == 1


def test_what_is_outside_of_the_documents_can_be_ignored() -> None:
    assert of('[tool.atoc]\nignore = ["target-mismatch"]\n').dropped == {"ATC107"}


def test_a_prefix_that_reaches_further_ignores_only_what_can_be_ignored() -> None:
    dropped = of('[tool.atoc]\nignore = ["ATC3"]\n').dropped
    assert "ATC303" in dropped
    assert "ATC301" not in dropped


@pytest.mark.parametrize("text", ["[tool.atoc\n", "[tool]\natoc = 3\n", "[tool.atoc]\na = 1\na = 2\n"])
def test_what_cannot_be_read_is_refused_with_its_place(text: str) -> None:
    assert all(problem.startswith("pyproject.toml:") for problem in problems(text))


@examples(max_examples=60)
@given(
    st.text(max_size=80),
    st.sampled_from(["", "[tool.atoc]\n", "[tool.atoc]\nselect = ", "[tool.atoc.severity]\n"]),
)
def test_any_text_is_settings_or_problems(text: str, before: str) -> None:
    def told() -> bool:
        try:
            return settings(SourceFile("pyproject.toml", before + text)) is not None
        except SettingsError as error:
            return bool(error.problems)

    assert told() or "[tool.atoc" not in text + before
