from __future__ import annotations

import json
from pathlib import Path

from tests.atoc.cli.conftest import NOTED, WARNED, WRONG, Run


def put(project: Path, text: str) -> None:
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")


def test_a_baseline_leaves_only_what_is_new(project: Path, atoc: Run) -> None:
    put(project, WARNED)
    made = atoc("check", "--baseline", "known.json", "--write-baseline")
    assert (made.returncode, made.stdout) == (0, "No findings in 1 document but 1 that is known.\n")
    assert made.stderr == "wrote known.json: 1 known finding\n"
    put(project, "# a line more\n" + WARNED + "  second: {priority: -2, set: {lr: 0.4}}\n")
    ran = atoc("check", "--baseline", "known.json", "--format", "concise")
    assert [line.split(": ")[0] for line in ran.stdout.splitlines()] == ["schemas/train.yaml:8:3"]
    assert ran.returncode == 1


def test_writing_it_again_changes_no_byte(project: Path, atoc: Run) -> None:
    put(project, WARNED)
    atoc("check", "--baseline", "known.json", "--write-baseline")
    first = (project / "known.json").read_bytes()
    atoc("check", "--baseline", "../known.json", "--write-baseline", cwd=project / "schemas")
    assert (project / "known.json").read_bytes() == first
    assert [entry["code"] for entry in json.loads(first)["findings"]] == ["ATC204"]


def test_asked_for_more_it_says_what_is_silent_and_what_is_stale(project: Path, atoc: Run) -> None:
    put(project, WARNED)
    atoc("check", "--baseline", "known.json", "--write-baseline")
    assert "1 finding known to the baseline.\n" in atoc("check", "-v", "--baseline", "known.json").stdout
    put(project, NOTED.replace("{lr: 0.1}}", "{lr: 0.1}}  # atoc: ignore[ATC205] kept"))
    ran = atoc("check", "-v", "--baseline", "known.json")
    assert ran.returncode == 0
    assert "1 finding silenced by comments.\n" in ran.stdout
    assert "The baseline knows more than is found of ATC204: " in ran.stdout
    assert "baseline knows" not in atoc("check", "--baseline", "known.json").stdout


def test_errors_of_reading_are_no_part_of_a_baseline(project: Path, atoc: Run) -> None:
    put(project, WRONG)
    ran = atoc("check", "--baseline", "known.json", "--write-baseline")
    assert (ran.returncode, ran.stderr) == (1, "known.json was not written: first mend ATC102\n")
    assert not (project / "known.json").exists()


def test_a_baseline_that_is_not_there_or_none_ends_with_two(project: Path, atoc: Run) -> None:
    ran = atoc("check", "--baseline", "known.json")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "error: known.json is not there; --write-baseline makes it\n"
    (project / "known.json").write_text("{}", encoding="utf-8")
    ran = atoc("check", "--baseline", "known.json")
    assert (ran.returncode, ran.stderr.splitlines()[0]) == (
        2,
        "error: known.json: this is no baseline of version 1, which is what this atoc reads",
    )
    assert atoc("check", "--write-baseline").returncode == 2
