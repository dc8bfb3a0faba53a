"""The tree holds what it needs and nothing else: no leftovers, no unfinished work, no place of a machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from tests.house.sources import ROOT

LEFTOVERS = ("*.pyc", "*.orig", "*.rej", "*.log", "*.tmp", "*.egg-info", ".DS_Store", "*~", "*.stamp")
CACHES = {"__pycache__", ".venv", ".hypothesis", ".mypy_cache", ".ruff_cache", "node_modules"}
PACKAGED = ("build/", "dist/")

# Spelt in halves, so that this file does not find itself.
UNFINISHED = "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error", "for " + "now"))
MACHINE = "|".join(("/ro" + "ot/", "/ho" + "me/[a-z]", "/wo" + "rk/", "[A-Z]:" + r"\\Users"))


def tracked() -> list[str]:
    """Files that are part of the project: tracked, or new and not ignored."""
    ran = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return sorted(name for name in ran.stdout.split("\0") if name and (ROOT / name).is_file())


FILES = tracked()
TEXTS = [name for name in FILES if PurePosixPath(name).suffix in {".py", ".md", ".toml", ".yaml", ".j2", ""}]

pytestmark = pytest.mark.skipif(not FILES, reason="not a git checkout")


def lines_with(pattern: str, names: list[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name in names
        for number, line in enumerate(read(ROOT / name).splitlines(), 1)
        if re.search(pattern, line)
    ]


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def test_nothing_that_a_build_leaves_behind_is_tracked() -> None:
    left = [name for name in FILES if any(PurePosixPath(name).match(pattern) for pattern in LEFTOVERS)]
    inside = [name for name in FILES if CACHES & set(PurePosixPath(name).parts) or name.startswith(PACKAGED)]
    assert left + inside == []


def test_no_work_is_left_unfinished() -> None:
    ours = [name for name in TEXTS if not name.startswith("tests/cases/")]
    assert lines_with(rf"\b({UNFINISHED})\b", ours) == []


def test_no_place_of_a_machine_is_named() -> None:
    assert lines_with(rf"(?<![\w.$])({MACHINE})", TEXTS) == []


def test_every_file_of_a_package_that_is_no_module_is_shipped() -> None:
    data = [name for name in FILES if name.startswith(("compiler/", "runtime/")) and not name.endswith(".py")]
    patterns = (
        "*/py.typed",
        "compiler/atoc/emit/templates/*.j2",
        "compiler/atoc/emit/*.json",
        "runtime/ato/why/pages/templates/*.j2",
    )
    assert [name for name in data if not any(PurePosixPath(name).match(each) for each in patterns)] == []


def test_every_pinned_version_is_exact() -> None:
    pins = [line for line in read(ROOT / "constraints.txt").splitlines() if not line.startswith("#")]
    exact = r"[A-Za-z0-9_.-]+==[\w.]+(; python_version (<|>=) '3\.\d+')?"
    assert [pin for pin in pins if not re.fullmatch(exact, pin)] == []
    assert pins == sorted(pins, key=str.lower)


@pytest.mark.parametrize("script", [".ci/run"])
def test_scripts_can_be_run(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111


def test_ci_runs_the_same_checks_as_a_developer() -> None:
    commands = [
        line
        for line in read(ROOT / ".ci" / "run").splitlines()
        if line and not line.startswith(("#", "set", "cd"))
    ]
    assert commands == ["exec make test"]
