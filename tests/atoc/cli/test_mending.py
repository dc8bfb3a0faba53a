from __future__ import annotations

from pathlib import Path

import pytest

from tests.atoc.cli.conftest import CLEAN, WARNED, Run

DEAD = """\
scope: train
fields:
  lr: {type: float, default: 0.1}
  n: {type: int, default: 1}
views:
  base: {default: true, set: {lr: 0.2}}
  first: {priority: -1, set: {lr: 0.3, n: 2}}   # kept
"""
MENDED = DEAD.replace("lr: 0.3, ", "")


def document(project: Path) -> Path:
    return project / "schemas" / "train.yaml"


def test_a_dead_write_is_taken_out_and_every_other_byte_stays(project: Path, atoc: Run) -> None:
    content = b"\xef\xbb\xbf" + DEAD.replace("\n", "\r\n").encode()
    document(project).write_bytes(content)
    document(project).chmod(0o640)
    ran = atoc("check", "--fix")
    assert ran.returncode == 0
    assert "mended schemas/train.yaml:7:31 ATC203 dead-write" in ran.stdout
    assert "Mended 1 finding in 1 document.\n" in ran.stdout
    assert document(project).read_bytes() == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()
    assert document(project).stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link_and_what_it_leads_to_is_mended(project: Path, atoc: Run) -> None:
    (project / "real.yaml").write_text(DEAD, encoding="utf-8")
    document(project).unlink()
    document(project).symlink_to(project / "real.yaml")
    atoc("check", "--fix")
    assert document(project).is_symlink()
    assert (project / "real.yaml").read_text(encoding="utf-8") == MENDED


def test_where_one_document_cannot_be_written_none_is(project: Path, atoc: Run) -> None:
    document(project).write_text(DEAD, encoding="utf-8")
    other = document(project).with_name("zoo.yaml")
    other.write_text(DEAD.replace("train", "zoo"), encoding="utf-8")
    other.chmod(0o444)
    ran = atoc("check", "--fix")
    assert ran.returncode == 2
    assert ran.stderr == f"error: {other.resolve()}: Permission denied\n"
    assert document(project).read_text(encoding="utf-8") == DEAD
    assert sorted(path.name for path in other.parent.iterdir()) == ["train.yaml", "zoo.yaml"]


def test_a_diff_shows_what_would_change_and_nothing_is_written(project: Path, atoc: Run) -> None:
    document(project).write_text(DEAD, encoding="utf-8")
    ran = atoc("check", "--diff")
    assert ran.returncode == 1
    assert ran.stdout.startswith("--- schemas/train.yaml\n+++ schemas/train.yaml\n@@ ")
    assert "\n-  first: {priority: -1, set: {lr: 0.3, n: 2}}   # kept\n" in ran.stdout
    assert document(project).read_text(encoding="utf-8") == DEAD


def test_no_secret_stands_in_a_diff(project: Path, atoc: Run) -> None:
    secret = "  token: {type: str, default: hunter2, secret: true}\nviews:\n"
    document(project).write_text(DEAD.replace("views:\n", secret), encoding="utf-8")
    ran = atoc("check", "--diff")
    assert "token" in ran.stdout
    assert "hunter2" not in ran.stdout


@pytest.mark.parametrize("text", [CLEAN, WARNED])
def test_where_nothing_can_be_mended_nothing_changes(text: str, project: Path, atoc: Run) -> None:
    document(project).write_text(text, encoding="utf-8")
    assert atoc("check", "--diff").stdout == "There is nothing to mend.\n"
    atoc("check", "--fix")
    assert document(project).read_text(encoding="utf-8") == text


def test_what_a_baseline_knows_is_left_alone(project: Path, atoc: Run) -> None:
    document(project).write_text(DEAD, encoding="utf-8")
    atoc("check", "--baseline", "known.json", "--write-baseline")
    ran = atoc("check", "--fix", "--baseline", "known.json")
    assert ran.returncode == 0
    assert document(project).read_text(encoding="utf-8") == DEAD


@pytest.mark.parametrize(
    "words",
    [
        ("--diff", "--format", "json"),
        ("--diff", "--output-file", "json=x.json"),
        ("--fix", "--baseline", "b.json", "--write-baseline"),
    ],
)
def test_what_does_not_go_together_is_refused(words: tuple[str, ...], project: Path, atoc: Run) -> None:
    ran = atoc("check", *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "error: " in ran.stderr


def test_formats_for_machines_hold_findings_alone(project: Path, atoc: Run) -> None:
    document(project).write_text(DEAD, encoding="utf-8")
    ran = atoc("check", "--fix", "--format", "jsonl")
    assert ran.stdout == ""
    assert "Mended 1 finding" in ran.stderr


def test_a_build_passes_what_a_baseline_knows(project: Path, atoc: Run) -> None:
    unset = "scope: train\nfields:\n  lr: float\nviews:\n  fast: {set: {lr: 1}}\n"
    document(project).write_text(unset, encoding="utf-8")
    assert atoc("build").returncode == 1
    atoc("check", "--baseline", "known.json", "--write-baseline")
    ran = atoc("build", "--baseline", "known.json")
    assert ran.returncode == 0
    assert "wrote generated/train.py" in ran.stdout
    assert atoc("build", "--baseline", "absent.json").returncode == 2
