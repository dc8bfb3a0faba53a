from __future__ import annotations

from pathlib import Path

import pytest

from tests.atoc.cli.conftest import CLEAN, WARNED, WRONG, Run


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def put(project: Path, text: str) -> None:
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")


def test_a_first_build_writes_every_file_and_names_it(project: Path, atoc: Run) -> None:
    ran = atoc("build")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert sorted(ran.stdout.splitlines()) == [
        f"wrote generated/{name}" for name in sorted(tree(project / "generated"))
    ]
    assert "train.py" in tree(project / "generated")


def test_a_second_build_changes_nothing_and_says_so(project: Path, atoc: Run) -> None:
    atoc("build")
    before = {path: path.stat().st_mtime_ns for path in (project / "generated").iterdir()}
    ran = atoc("build")
    assert (ran.returncode, ran.stdout) == (0, "generated/ is up to date\n")
    assert {path: path.stat().st_mtime_ns for path in (project / "generated").iterdir()} == before


def test_a_build_names_only_what_has_changed(project: Path, atoc: Run) -> None:
    atoc("build")
    put(project, CLEAN.replace("0.3", "0.4"))
    ran = atoc("build")
    assert "wrote generated/train.py\n" in ran.stdout
    assert "__init__" not in ran.stdout


def test_a_file_that_nothing_makes_any_more_is_removed(project: Path, atoc: Run) -> None:
    atoc("build")
    put(project, CLEAN.replace("scope: train", "scope: trial"))
    ran = atoc("build")
    assert "removed generated/train.py\n" in ran.stdout
    assert not (project / "generated" / "train.py").exists()


def test_a_part_of_the_program_does_not_take_the_place_of_the_whole(project: Path, atoc: Run) -> None:
    (project / "schemas" / "other.yaml").write_text(
        CLEAN.replace("scope: train", "scope: other"), encoding="utf-8"
    )
    atoc("build")
    before = tree(project / "generated")
    ran = atoc("build", "schemas/train.yaml")
    assert ran.returncode == 2
    assert "generated/: holds what is made of schemas/other.yaml too" in ran.stderr
    assert tree(project / "generated") == before
    assert atoc("build", "schemas/train.yaml", "--out", "elsewhere").returncode == 0


def test_errors_leave_the_old_output_untouched(project: Path, atoc: Run) -> None:
    atoc("build")
    before = tree(project / "generated")
    put(project, WRONG)
    ran = atoc("build")
    assert ran.returncode == 1
    assert ran.stdout.startswith("error[ATC102]")
    assert ran.stderr == "nothing was written: there are errors\n"
    assert tree(project / "generated") == before


def test_warnings_are_printed_and_stop_nothing(project: Path, atoc: Run) -> None:
    put(project, WARNED)
    ran = atoc("build")
    assert ran.returncode == 0
    assert ran.stdout.startswith("warning[ATC204]")
    assert (project / "generated" / "train.py").exists()


def test_the_folder_can_be_named(project: Path, atoc: Run) -> None:
    ran = atoc("build", "--out", "../made", cwd=project / "schemas")
    assert ran.returncode == 0
    assert (project / "made" / "train.py").exists()
    assert not (project / "generated").exists()


def test_checking_a_tree_that_is_up_to_date_is_clean(atoc: Run) -> None:
    atoc("build")
    ran = atoc("build", "--check")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "generated/ is up to date\n", "")


def test_checking_shows_what_would_change_and_writes_nothing(project: Path, atoc: Run) -> None:
    atoc("build")
    before = tree(project / "generated")
    put(project, CLEAN.replace("0.3", "0.4"))
    ran = atoc("build", "--check")
    assert ran.returncode == 1
    assert "--- generated/train.py" in ran.stdout
    assert "+++ generated/train.py" in ran.stdout
    assert "error[ATC701] out-of-date: " in ran.stdout
    assert tree(project / "generated") == before


def test_checking_tells_what_was_edited_by_hand_and_what_is_left_over(project: Path, atoc: Run) -> None:
    atoc("build")
    module = project / "generated" / "train.py"
    (project / "generated" / "old.py").write_bytes(module.read_bytes())
    module.write_text(module.read_text(encoding="utf-8") + "\nEDITED = 1\n", encoding="utf-8")
    ran = atoc("build", "--check")
    assert ran.returncode == 1
    assert "error[ATC702] hand-edited: " in ran.stdout
    assert "error[ATC703] orphan: " in ran.stdout
    assert "\n-EDITED = 1\n" in ran.stdout


def test_checking_before_the_first_build_says_that_files_are_missing(project: Path, atoc: Run) -> None:
    ran = atoc("build", "--check")
    assert ran.returncode == 1
    assert "ATC701" in ran.stdout
    assert not (project / "generated").exists()


def test_a_folder_that_cannot_be_written_ends_with_two(project: Path, atoc: Run) -> None:
    (project / "generated").write_text("in the way", encoding="utf-8")
    ran = atoc("build")
    assert ran.returncode == 2
    assert ran.stderr.startswith("error: ")
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("format", ["json", "concise", "github"])
def test_formats_for_machines_hold_findings_alone(format: str, project: Path, atoc: Run) -> None:
    ran = atoc("build", "--format", format)
    assert ran.returncode == 0
    assert "wrote" not in ran.stdout
    assert "wrote generated/train.py" in ran.stderr


def test_the_same_files_are_made_from_every_folder(project: Path, atoc: Run) -> None:
    atoc("build")
    before = tree(project / "generated")
    ran = atoc("build", cwd=project / "schemas")
    assert ran.stdout == "generated/ is up to date\n"
    assert tree(project / "generated") == before


def test_no_secret_is_told_when_what_it_is_has_changed(project: Path, atoc: Run) -> None:
    text = "scope: train\nfields:\n  token: {type: str, default: hunter2, secret: true}\n"
    put(project, text)
    atoc("build")
    put(project, text.replace("hunter2", "hunter3"))
    ran = atoc("build", "--check")
    assert ran.returncode == 1
    assert "+++ generated/train.py" in ran.stdout
    assert "hunter" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("out", ["schemas", "schemas/made"])
def test_nothing_is_written_where_it_would_be_read_as_a_document(out: str, project: Path, atoc: Run) -> None:
    ran = atoc("build", "--out", out)
    assert ran.returncode == 2
    assert ran.stderr.startswith(f"error: {out}/: lies in the schemas 'schemas', and what is written there ")
    assert [path.name for path in (project / "schemas").iterdir()] == ["train.yaml"]
    assert atoc("build", "--out", "schemas/_made").returncode == 0
