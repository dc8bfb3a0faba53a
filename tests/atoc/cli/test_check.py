from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from atoc.cli.formats import FORMATS
from tests.atoc.cli.conftest import CLEAN, NOTED, WARNED, WRONG, Run


def put(project: Path, text: str, name: str = "train.yaml") -> None:
    (project / "schemas" / name).write_text(text, encoding="utf-8")


def test_a_clean_program_says_so(atoc: Run) -> None:
    ran = atoc("check")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "No findings in 1 document.\n", "")


def test_asked_for_more_it_says_how_much_was_proved(atoc: Run) -> None:
    ran = atoc("check", "-v")
    assert ran.stdout.startswith("No findings in 1 document: 1 scope, 2 fields, 1 view; ")
    assert " proved over every selection (2^1 sets of views), 0 unproved.\n" in ran.stdout
    assert ran.stdout.endswith("The order in which views are named changes no value of 'train'.\n")
    assert re.fullmatch(r"Read and proved in \d+\.\d\d s\.\n", ran.stderr)
    again = atoc("check", "-v")
    assert re.fullmatch(r"Nothing has changed: answered from memory in \d+\.\d\d s\.\n", again.stderr)


@pytest.mark.parametrize(("text", "status"), [(CLEAN, 0), (NOTED, 0), (WARNED, 1), (WRONG, 1)])
def test_errors_and_warnings_end_with_one_and_notes_with_zero(
    text: str, status: int, project: Path, atoc: Run
) -> None:
    put(project, text)
    assert atoc("check").returncode == status


def test_findings_go_to_standard_output_with_their_number(project: Path, atoc: Run) -> None:
    put(project, WRONG)
    ran = atoc("check")
    assert ran.stderr == ""
    assert ran.stdout.startswith("error[ATC102] type-mismatch: ")
    assert " --> schemas/train.yaml:3:30\n" in ran.stdout
    assert ran.stdout.endswith("\n1 error\n")


def test_the_concise_format_is_one_line_a_finding_and_nothing_when_clean(project: Path, atoc: Run) -> None:
    assert atoc("check", "--format", "concise").stdout == ""
    put(project, WRONG)
    (line,) = atoc("check", "--format", "concise").stdout.splitlines()
    assert line.startswith("schemas/train.yaml:3:30: error[ATC102] ")


def test_the_json_format_is_one_object_even_when_clean(project: Path, atoc: Run) -> None:
    assert json.loads(atoc("check", "--format", "json").stdout)["findings"] == []
    put(project, WRONG)
    run = json.loads(atoc("check", "--format", "json").stdout)
    assert [finding["code"] for finding in run["findings"]] == ["ATC102"]
    assert run["summary"]["errors"] == 1


def test_the_github_format_is_workflow_commands(project: Path, atoc: Run) -> None:
    put(project, WRONG)
    assert atoc("check", "--format", "github").stdout.startswith("::error file=schemas/train.yaml,line=3,")


def test_every_problem_of_a_run_is_told_at_once(project: Path, atoc: Run) -> None:
    put(project, WRONG)
    put(project, "scope: other\nfields: {a: {type: int, default: x}}\nveiws: {}\n", "other.yaml")
    run = json.loads(atoc("check", "--format", "json").stdout)
    assert [finding["code"] for finding in run["findings"]] == ["ATC102", "ATC002", "ATC102"]


def test_settings_choose_what_is_reported_and_how_gravely(project: Path, atoc: Run) -> None:
    put(project, WARNED)
    (project / "pyproject.toml").write_text('[tool.atoc]\nignore = ["ATC203", "ATC204"]\n', encoding="utf-8")
    assert atoc("check").returncode == 0
    (project / "pyproject.toml").write_text('[tool.atoc]\nseverity = {ATC204 = "note"}\n', encoding="utf-8")
    assert atoc("check").stdout.startswith("note[ATC204]")


def test_settings_that_cannot_be_used_end_with_two(project: Path, atoc: Run) -> None:
    (project / "pyproject.toml").write_text('[tool.atoc]\nschema = "x"\n', encoding="utf-8")
    ran = atoc("check")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "error: pyproject.toml:2:1: unknown setting 'schema'\n  help: did you mean 'schemas'?\n"
    )


def test_a_path_that_is_not_there_ends_with_two(atoc: Run) -> None:
    ran = atoc("check", "nowhere")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: nowhere")


def test_a_format_that_is_not_there_ends_with_two_and_names_those_that_are(atoc: Run) -> None:
    ran = atoc("check", "--format", "xml")
    assert ran.returncode == 2
    assert "'full', 'concise', 'json', 'jsonl', 'github'" in ran.stderr


def test_a_folder_without_documents_says_so(project: Path, atoc: Run) -> None:
    (project / "schemas" / "train.yaml").unlink()
    assert atoc("check").stdout.startswith("There are no documents")


def test_paths_are_the_same_from_every_folder_of_the_project(project: Path, atoc: Run) -> None:
    put(project, WRONG)
    assert atoc("check", cwd=project / "schemas").stdout == atoc("check").stdout
    assert atoc("check", ".", cwd=project / "schemas").stdout == atoc("check").stdout


def test_a_secret_is_shown_nowhere(project: Path, atoc: Run) -> None:
    put(project, "scope: train\nfields:\n  token: {type: int, default: hunter2, secret: true}\n")
    for format in FORMATS:
        ran = atoc("check", "--format", format)
        assert ran.returncode == 1
        assert "hunter2" not in ran.stdout + ran.stderr


def test_a_changed_module_of_a_target_is_noticed_where_no_document_changed(project: Path, atoc: Run) -> None:
    put(
        project, "types:\n  Net: {target: 'nets:Net', fields: {width: {type: int, default: 1}}}\n", "net.yaml"
    )
    module = project / "nets.py"
    module.write_text("def Net(width): ...\n", encoding="utf-8")
    assert atoc("check").returncode == 0
    module.write_text("def Net(depth): ...\n", encoding="utf-8")
    assert "takes no 'width'" in atoc("check").stdout
