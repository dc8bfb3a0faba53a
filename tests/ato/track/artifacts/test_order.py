"""An alias names what was logged last, whichever journal is read first."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import ato
from ato.track import open_store
from ato.track.artifacts import _log, move_alias
from tests.ato.track.run.programs import ran

EARLY = """
run = ato.run(store=sys.argv[1], project="p")
run.flush()
run.writer.pause()
Path("early").write_text("early")
run.log_artifact("early", name="m", aliases=["best", "own"])
os._exit(1)
"""


def test_what_is_read_late_moves_no_alias_back(url: str, tmp_path: Path) -> None:
    assert ran(EARLY, url, cwd=tmp_path)[2] == 1
    (journal,) = tmp_path.rglob("*.j")
    away = journal.rename(tmp_path / "away")
    (tmp_path / "x").write_text("late")
    with ato.run(store=url, project="p") as run:
        run.log_artifact(tmp_path / "x", name="m", aliases=["best"])
    away.rename(journal)
    with open_store(url) as store:  # takes the journal of the dead over
        named = {alias: store.artifact(f"m:{alias}").files[0].path for alias in ("latest", "best")}
        assert named == {"latest": "x", "best": "x"}
        assert store.artifact("m:own").files[0].path == "early"


def test_logging_the_same_again_is_logging_it_last(url: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    with ato.run(store=url, project="p") as run:
        run.log_artifact(tmp_path / "a", name="m").wait()
        assert ran(EARLY, url, cwd=tmp_path)[2] == 1
        run.log_artifact(tmp_path / "a", name="m").wait()
    with open_store(url) as store:
        assert store.artifact("m").files[0].path == "a"


@pytest.mark.parametrize("is_back", [False, True])
def test_calls_of_one_run_have_their_order_whatever_its_clock_says(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_back: bool
) -> None:
    clock = iter(range(1000, 0, -10) if is_back else range(1000))
    monkeypatch.setattr(_log, "time", lambda: float(next(clock)))
    with ato.run(store=url, project="p") as run:
        for content in "abca":
            (tmp_path / "x").write_text(content)
            run.log_artifact(tmp_path / "x", name="m", aliases=["best"])
    with open_store(url) as store:
        assert store.artifact("m:best") == store.artifact("m:latest") == store.artifact("m:v0")


def test_a_run_does_not_take_back_what_people_said_after_it(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    with ato.run(store=tmp_path / "s", project="p") as run:
        run.log_artifact(tmp_path / "a", name="m", aliases=["best"])
        run.log_artifact(tmp_path / "b", name="m").wait()
        run.writer.pause()
        run.log_artifact(tmp_path / "a", name="m", aliases=["best"])
        time.sleep(0.01)
        with open_store(tmp_path / "s") as store:
            move_alias(store, "m:v1", "best", author="ann", reason="better")
        run.writer.go_on()
    with open_store(tmp_path / "s") as store:
        assert store.artifact("m:best").version == "v1"
