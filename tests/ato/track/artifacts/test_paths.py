"""Paths in an artifact name the same file on every system, and none outside of it."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ato.track.artifacts._paths import Paths, fault_of


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/passwd", "..", "../x", "a/../../x", "a/..", "./a", "a//b", "a/", ".", "C:/x", "c:x",
        "C:\\x", "..\\x", "a\\b", "a\0b", "\ud800", "x" * 256, "a/" * 100 + "x", 3, None,
        b"a",
    ],
)  # fmt: skip
def test_what_would_leave_the_artifact_or_is_no_path_is_refused(path: object) -> None:
    assert fault_of(path)


@pytest.mark.parametrize(
    "path", ["a", "a/b.txt", "...", "..a", "ü/ñ.bin", "a b", "-rf", ".hidden", "ab:c", "~/x"]
)
def test_paths_inside_are_taken(path: str) -> None:
    assert fault_of(path) == ""


@given(st.text(alphabet="a./\\:C\0 ", max_size=12))
def test_what_is_taken_stays_inside_on_every_system(path: str) -> None:
    if fault_of(path) == "":
        assert not PureWindowsPath(path).is_absolute()
        assert not PureWindowsPath(path).drive
        assert ".." not in {*PureWindowsPath(path).parts, *PurePosixPath(path).parts}


def test_a_file_that_is_a_folder_too_is_found() -> None:
    paths = Paths()
    assert paths.clash(["a/b/c", "a/b", "x"]) == "a/b"
    assert paths.clash(["a/b", "a/c", "ab"]) == ""
    paths.add(["a/b", "a/c", "ab"])
    assert [paths.clash([path]) for path in ("a", "a/b/c", "a/b", "ab/x", "b")] == ["a", "a/b", "", "ab", ""]


def test_paths_that_some_disks_take_for_one_are_found() -> None:
    assert Paths().add(["A/x", "a/y", "b"]) == [("A", "a")]
    assert Paths().add(["é", "e\u0301"]) == [("e\u0301", "é")]
    paths = Paths()
    told = [paths.add([path]) for path in ("a", "b", "A", "A", "a")]
    assert told == [[], [], [("a", "A")], [], []]
