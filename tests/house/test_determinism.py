"""The same sources make the same bytes, at every path, under every hash seed and in every locale."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import console
from tests.house.sources import ROOT


def build(folder: Path, seed: str, locale: str) -> dict[str, bytes]:
    """What ``atoc build`` writes in a copy of the project that stands at ``folder``."""
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    shutil.copy(ROOT / "pyproject.toml", folder)
    subprocess.run(
        [sys.executable, "-m", "atoc", "build", "schemas/"],
        cwd=folder,
        env=console.environment() | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": f"UTC-{seed}"},
        check=True,
        capture_output=True,
    )
    return contents(folder / "generated")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(tmp_path_factory.mktemp("here") / "project", "1", "C.UTF-8")


def test_two_builds_are_the_same_bytes(built: dict[str, bytes], tmp_path: Path) -> None:
    assert build(tmp_path / "a rather longer path" / "ünïcode", "7", "C") == built


def test_what_is_committed_is_what_is_built(built: dict[str, bytes]) -> None:
    assert contents(ROOT / "generated") == built


def test_output_names_no_place_of_the_machine(built: dict[str, bytes]) -> None:
    places = {str(ROOT).encode(), str(Path.home()).encode(), sys.prefix.encode()}
    assert {name for name, data in built.items() if any(place in data for place in places)} == set()
