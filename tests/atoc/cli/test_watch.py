"""The watch, with real files and a real process."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from atoc.cli import watch
from atoc.cli.building import Order
from atoc.cli.formats import Destinations
from tests.atoc.cli.conftest import CLEAN, WRONG, environ

PATIENCE = 60.0
LOOKS = 1_200
"""How often is looked whether something holds; a pause lies between."""

Watched = Callable[[], "subprocess.Popen[str]"]


def soon(holds: Callable[[], bool], said: Path) -> None:
    """Wait until it holds, for a machine that may be busy."""
    for _ in range(LOOKS):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail(said.read_text(encoding="utf-8"))


@pytest.fixture
def said(project: Path) -> Path:
    """Where the output of the process goes."""
    return project / "said.txt"


@pytest.fixture
def watched(project: Path, said: Path) -> Iterator[Watched]:
    """Start to watch the project, as a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        with said.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "atoc", "build", "--watch"],
                cwd=project,
                env=environ(PYTHONUNBUFFERED="1"),
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )
        started.append(process)
        soon(lambda: times(said, "watching") == 1, said)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait(PATIENCE)


def times(said: Path, word: str) -> int:
    return said.read_text(encoding="utf-8").count(word)


def module(project: Path) -> str:
    path = project / "generated" / "train.py"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def put(project: Path, text: str) -> None:
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")


def test_a_change_is_built_and_ctrl_c_ends_it(project: Path, said: Path, watched: Watched) -> None:
    process = watched()
    assert "0.3" in module(project)
    put(project, CLEAN.replace("0.3", "0.75"))
    soon(lambda: "0.75" in module(project), said)
    soon(lambda: times(said, "watching") == 2, said)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 130
    assert "Traceback" not in said.read_text(encoding="utf-8")


def test_a_broken_document_is_told_and_mended_later(project: Path, said: Path, watched: Watched) -> None:
    watched()
    put(project, WRONG)
    soon(lambda: "ATC102" in said.read_text(encoding="utf-8"), said)
    assert "0.3" in module(project)
    put(project, CLEAN.replace("0.3", "0.8"))
    soon(lambda: "0.8" in module(project), said)
    assert "Traceback" not in said.read_text(encoding="utf-8")


def test_a_document_may_go_come_and_be_renamed(project: Path, said: Path, watched: Watched) -> None:
    process = watched()
    document = project / "schemas" / "train.yaml"
    document.rename(project / "schemas" / "other.yaml")
    soon(lambda: "other.yaml" in module(project), said)
    (project / "schemas" / "other.yaml").unlink()
    soon(lambda: not module(project), said)
    put(project, CLEAN)
    soon(lambda: "train.yaml" in module(project), said)
    assert process.poll() is None


def test_a_folder_that_goes_is_told_and_looked_for(project: Path, said: Path, watched: Watched) -> None:
    watched()
    (project / "schemas").rename(project / "elsewhere")
    soon(lambda: "schemas is not there" in said.read_text(encoding="utf-8"), said)
    (project / "elsewhere").rename(project / "schemas")
    put(project, CLEAN.replace("0.3", "0.9"))
    soon(lambda: "0.9" in module(project), said)
    assert "Traceback" not in said.read_text(encoding="utf-8")


def built_with(monkeypatch: pytest.MonkeyPatch, project: Path, reports: list[set[str]]) -> int:
    """How often there is a build if these reports come, of which an empty one is that time has passed."""
    left, builds = list(reports), list[Order]()

    def changes(places: tuple[Path, ...]) -> Iterator[set[str]]:
        while left:
            yield left.pop(0)

    def carried_out(order: Order, asked: object) -> int:
        builds.append(order)
        return 0

    monkeypatch.chdir(project)
    monkeypatch.setattr(watch, "_waiting", lambda: changes)
    monkeypatch.setattr(watch, "carried_out", carried_out)
    assert watch.watch(Order((), 0, None, None, 0, Destinations())) == 130
    return len(builds)


def test_a_folder_that_is_not_there_is_told_once(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    (project / "schemas").rename(project / "elsewhere")
    assert built_with(monkeypatch, project, [set(), set(), set()]) == 1


def test_beside_a_link_that_leads_nowhere_changes_are_built(
    monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    (project / "schemas" / "lost.yaml").symlink_to(project / "nothing")
    assert built_with(monkeypatch, project, [set(), {"train.yaml"}, set()]) == 2


def test_what_is_wrong_with_the_settings_is_told_and_mended_later(
    project: Path, said: Path, watched: Watched
) -> None:
    watched()
    (project / "pyproject.toml").write_text("[tool.atoc]\nouut = 'x'\n", encoding="utf-8")
    soon(lambda: "unknown setting 'ouut'" in said.read_text(encoding="utf-8"), said)
    (project / "pyproject.toml").write_text("[tool.atoc]\nout = 'made'\n", encoding="utf-8")
    soon(lambda: (project / "made" / "train.py").exists(), said)
    assert "Traceback" not in said.read_text(encoding="utf-8")


def test_without_the_package_that_watches_it_says_what_to_install(project: Path) -> None:
    hidden = project / "hidden"
    (hidden / "watchfiles").mkdir(parents=True)
    (hidden / "watchfiles" / "__init__.py").write_text(
        "raise ImportError('no watchfiles')\n", encoding="utf-8"
    )
    environment = environ()
    environment["PYTHONPATH"] = f"{hidden}:{environment['PYTHONPATH']}"
    ran = subprocess.run(
        [sys.executable, "-m", "atoc", "build", "--watch"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == 2
    assert "pip install watchfiles" in ran.stderr
