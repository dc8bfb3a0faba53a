from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.emit import WriteError, compare, write
from atoc.emit.compare import MOST_LINES, difference
from tests.atoc.emit.test_write import NEW, OLD, file


def codes(out: Path, tree: dict[str, str]) -> dict[str, str]:
    return {finding.span.path: finding.code for finding in compare(out, tree, "generated/").findings}


def test_nothing_differs_after_a_build(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    comparison = compare(tmp_path, OLD, "generated")
    assert (comparison.findings, comparison.diff) == ((), "")


def test_other_schemas_make_files_out_of_date_missing_and_orphans(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    assert codes(tmp_path, NEW) == {
        "generated/a.py": "ATC701",
        "generated/b.py": "ATC703",
        "generated/c.py": "ATC701",
        "generated/manifest.json": "ATC701",
    }


def test_an_edited_file_is_told_from_one_that_is_out_of_date(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "a.py").write_text(OLD["a.py"] + "mine = 1\n", encoding="utf-8")
    (tmp_path / "b.py").write_text("mine = 1\n", encoding="utf-8")
    assert codes(tmp_path, OLD) == {"generated/a.py": "ATC702", "generated/b.py": "ATC702"}


def test_files_of_others_are_no_orphans(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert codes(tmp_path, OLD) == {}


def test_an_edited_orphan_says_that_it_stays(tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text(OLD["b.py"] + "mine = 1\n", encoding="utf-8")
    (finding,) = compare(tmp_path, {}, "generated").findings
    assert finding.code == "ATC703"
    assert "remove it yourself" in finding.help[0]


def test_a_folder_that_is_not_there_misses_everything(tmp_path: Path) -> None:
    assert set(codes(tmp_path / "none", OLD).values()) == {"ATC701"}


def test_a_folder_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr("os.scandir", refused)
    with pytest.raises(WriteError, match="Permission denied"):
        compare(tmp_path, OLD, "generated")


def test_changes_that_lie_far_apart_in_a_large_file_are_only_counted() -> None:
    old = file("".join(f"{number}\n" for number in range(MOST_LINES * 2)))
    new = file("".join(f"{number + 1}\n" for number in range(MOST_LINES * 2)))
    assert difference({"a.json": old}, {"a.json": new}, "out").diff == (
        "--- out/a.json\n+++ out/a.json\n@@ 4,001 lines differ, from line 2 on @@\n"
    )


lines = st.lists(st.sampled_from(("a", "b", "c", "")), max_size=30)


@settings(max_examples=40, deadline=None)
@given(lines, lines, lines, lines)
def test_a_diff_leads_from_the_old_file_to_the_new(
    head: list[str], old: list[str], new: list[str], tail: list[str]
) -> None:
    before, after = ("".join(f"{line}\n" for line in (*head, *middle, *tail)) for middle in (old, new))
    comparison = difference({"f": file(before)}, {"f": file(after)}, "out")
    assert (before == after) == (comparison.diff == "")
    assert patched(file(before), comparison.diff) == file(after)


def patched(text: str, diff: str) -> str:
    """What ``patch`` would make of a text, by the numbers in the heads of the hunks."""
    source, result, at = text.splitlines(keepends=True), [], 0
    for line in diff.splitlines(keepends=True)[2:]:
        if line.startswith("@@"):
            start, _, count = line.split()[1][1:].partition(",")
            begin = int(start) - (count != "0")
            result += source[at:begin]
            at = begin
        elif line[0] == "+":
            result.append(line[1:])
        else:
            assert source[at] == line[1:]
            result += [line[1:]] if line[0] == " " else []
            at += 1
    return "".join(result + source[at:])


def test_a_diff_is_one_that_git_takes(tmp_path: Path) -> None:
    write(tmp_path / "out", OLD)
    diff = compare(tmp_path / "out", {**OLD, "a.py": NEW["a.py"]}, "out").diff
    (tmp_path / "change.diff").write_text(diff, encoding="utf-8")
    ran = subprocess.run(
        ["git", "apply", "-p0", "change.diff"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "out" / "a.py").read_text(encoding="utf-8") == NEW["a.py"]
