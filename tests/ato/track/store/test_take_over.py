"""What the dead have left is taken over; the living are left alone."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

import ato
from ato.track import open_store
from ato.track.journal._owner import HEARTBEAT_AGE
from tests.ato.track.run.programs import ran

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def aged(path: Path) -> None:
    """Let the last sign of life of all runs be long ago."""
    with open_store(path) as store, store.writing() as connection:
        connection.execute(text("UPDATE runs SET heartbeat = heartbeat - :age"), {"age": HEARTBEAT_AGE + 1})


def test_a_run_without_a_sign_of_life_is_killed_until_it_gives_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fcntl.flock", lambda *_: None)  # as on another machine
    monkeypatch.setattr("ato.track.store._take_over.take_over", lambda *_: 0)
    monkeypatch.setattr("ato.track.store._store.take_over", lambda *_: 0)
    run: Any = ato.run(store=tmp_path / "runs.db")
    run.flush()
    aged(tmp_path / "runs.db")
    with open_store(tmp_path / "runs.db") as store:
        assert (store.run(run.uid).status, store.run(run.uid).reason) == (
            "killed",
            "no sign of life for more than 10 minutes",
        )
        run.writer._beaten = 0.0
        run.writer.catch_up(10)
        assert (store.run(run.uid).status, store.run(run.uid).reason) == ("running", "")
    run.finish()
    with open_store(tmp_path / "runs.db") as store:
        assert store.run(run.uid).status == "completed"


def test_a_run_that_holds_its_journal_lives_whatever_the_clock_says(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        run.flush()
        aged(tmp_path / "runs.db")
        with open_store(tmp_path / "runs.db") as store:
            assert store.run(run.uid).status == "running"


def test_the_clock_of_the_folder_says_how_old_a_sign_of_life_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ato.track.store import _take_over

    monkeypatch.setattr(_take_over, "time", lambda: 1e10)
    assert abs(_take_over._now_at(tmp_path) - time.time()) < 5
    assert list(tmp_path.iterdir()) == []
    assert _take_over._now_at(tmp_path / "gone") == 1e10


def test_a_file_that_is_no_journal_is_left_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "x.1.2.j").write_bytes(b"hello")
    with open_store(tmp_path / "runs.db") as store:
        assert store.runs() == []
    assert "is left where it is" in caplog.text
    assert (tmp_path / "journal" / "x.1.2.j").exists()


def test_a_journal_that_was_never_made_is_removed_after_an_hour(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    for name, age in (("old", 4000), ("new", 0)):
        path = tmp_path / "journal" / f"{name}.j.new"
        path.write_bytes(b"")
        os.utime(path, (time.time() - age, time.time() - age))
    with open_store(tmp_path / "runs.db"):
        assert [path.name for path in (tmp_path / "journal").iterdir()] == ["new.j.new"]


LEFT = """
run = ato.run(project="left", store=sys.argv[1])
for i in range(30_000):
    run.log({"x": float(i)}, step=i)
    if i == 1000:
        run.writer._resting_until = time.monotonic() + 1000
os.kill(os.getpid(), 9)
"""
TAKEN = """
import random, signal
import ato.track._location as location
import ato.track.journal._read as read
import ato.track.store as store
read.CHUNK = 1 << 16
draw = random.Random(int(sys.argv[2]))
for _ in range(int(sys.argv[2])):
    children = [os.fork() for _ in range(2) if os.getpid() == PARENT]
    if os.getpid() != PARENT:
        with store.open_store(sys.argv[1]):
            os._exit(0)
    time.sleep(draw.random() * 0.05)
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)
"""


def test_those_that_take_over_may_be_killed_and_may_be_several(tmp_path: Path) -> None:
    ran(LEFT, tmp_path / "runs.db")
    assert list((tmp_path / "journal").glob("*.j"))
    assert ran("PARENT = os.getpid()\n" + TAKEN, tmp_path / "runs.db", 8)[1:] == ("", 0)
    with open_store(tmp_path / "runs.db") as store:
        (run,) = store.runs()
        assert run.status == "killed"
        assert [point.value for point in store.history(run, "x")] == [*map(float, range(30_000))]
        assert store.summary(run)["x"].count == 30_000
    assert list((tmp_path / "journal").iterdir()) == []


PARTED = """
run = ato.run(project="p", name="n", store=sys.argv[1])
run.log({"loss": 1.0}, step=5)
run.flush()
run.writer.pause()
run.journal.rotate()
run.log({"loss": 2.0}, step=6)
os.kill(os.getpid(), 9)
"""


def test_a_file_that_is_read_after_the_run_was_resumed_is_of_the_segment_before(tmp_path: Path) -> None:
    place, away = tmp_path / "runs.db", tmp_path / "away"
    assert ran(PARTED, str(place))[2] == -9
    (journal,) = tmp_path.rglob("*.0001.j")
    journal.rename(away)  # as on another machine
    with ato.run(resume="p/n", from_step=3, store=place) as run:
        run.log({"loss": 0.5}, step=3)
    away.rename(journal)
    with open_store(place) as store:
        found = {point.value: point.is_superseded for point in store.history("p/n", "loss")}
        assert store.run("p/n").status == "completed"
        summary = store.summary("p/n")["loss"]
    assert found == {0.5: False, 1.0: True, 2.0: True}
    assert (summary.last, summary.max, summary.count) == (0.5, 0.5, 1)
