"""The runners of golden cases and console sessions do what they say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests import console
from tests.golden import Case, marked

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "ATC203-dead-write"
    folder.mkdir()
    return folder


def test_a_marker_names_every_code_at_the_end_of_its_line(folder: Path) -> None:
    path = folder / "plain.yaml"
    path.write_text(
        "a: 1  # ATC203\nb: 2  # a comment about ATC203 here\nc: 3 # ATC203 ATC205\n", encoding="utf-8"
    )
    assert marked(Case(path)) == Counter(
        {("plain.yaml", 1, "ATC203"): 1, ("plain.yaml", 3, "ATC203"): 1, ("plain.yaml", 3, "ATC205"): 1}
    )


def test_a_marker_given_twice_is_two_findings(folder: Path) -> None:
    path = folder / "twice.toml"
    path.write_text("a = 1  # ATC203 ATC203\r\n", encoding="utf-8", newline="")
    assert marked(Case(path)) == Counter({("twice.toml", 1, "ATC203"): 2})


def test_a_folder_is_one_program_of_all_its_documents(folder: Path) -> None:
    for name in ("one/second.yaml", "one/deep/first.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("a: 1  # ATC203\n", encoding="utf-8")
    case = Case(folder / "one")
    assert marked(case) == Counter(
        {("one/deep/first.json", 1, "ATC203"): 1, ("one/second.yaml", 1, "ATC203"): 1}
    )
    assert (case.rendering.name, case.listing.name, case.code) == ("one.txt", "one.concise", "ATC203")


def test_near_misses_are_known_by_their_name(folder: Path) -> None:
    assert Case(folder / "near_chain.yaml").is_near
    assert not Case(folder / "linear.yaml").is_near


def test_a_session_is_read_and_written_back() -> None:
    text = "$ echo one\none\n$ true\n$ echo two\ntwo\n"
    steps = console.parse(text)
    assert [step.command for step in steps] == ["echo one", "true", "echo two"]
    assert console.render(steps) == text


def test_a_session_begins_with_a_command() -> None:
    with pytest.raises(ValueError, match="begins with a command"):
        console.parse("one\n$ echo one\n")


def test_a_session_is_one_shell_from_top_to_bottom(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    steps = console.parse("$ cd inner\n$ echo wrong >&2; false\n$ echo $? ${PWD##*/}\n")
    assert [step.output for step in console.replay(steps, tmp_path)] == ["", "wrong\n", "1 inner\n"]


def test_a_session_has_the_python_under_test(tmp_path: Path) -> None:
    (step,) = console.replay(console.parse("$ python -c 'import ato; print(ato.__name__)'\n"), tmp_path)
    assert step.output == "ato\n"
