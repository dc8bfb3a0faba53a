"""What is under a run may be lost, and its journal may grow: the run is whole in the end."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from threading import Event, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

import ato
from ato.track import TrackError, open_store
from tests.ato.track.run.lines import between
from tests.ato.track.run.programs import ran
from tests.ato.track.servers import database

if TYPE_CHECKING:
    from collections.abc import Callable


def gone(path: Path) -> None:
    rmtree(path.parent)


def without_its_log(path: Path) -> None:
    for file in path.parent.glob("runs.db-*"):
        file.unlink()


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def put_back(path: Path) -> None:
    """Overwritten in place by what it was before."""
    path.write_bytes(path.with_name("before").read_bytes())


def put_back_whole(path: Path) -> None:
    put_back(path)
    without_its_log(path)


@pytest.mark.parametrize("spoil", [gone, without_its_log, emptied, put_back, put_back_whole])
def test_a_run_whose_database_is_spoilt_under_it_is_whole_in_the_end(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "store" / "runs.db"
    ato.run(store=path).finish()
    path.with_name("before").write_bytes(path.read_bytes())
    with ato.run({"lr": 0.1}, store=path, tags=["kept"]) as run:
        for step in range(5000):
            run.log({"x": float(step)}, step=step)
        run.flush()
        spoil(path)
        run.log({"x": -1.0}, step=5000)
        run.writer.catch_up(10)
        run.log({"x": -2.0}, step=5001)
    assert run.writer.kept
    with open_store(path) as store:
        found = store.run(run.uid)
        assert (found.status, found.tags) == ("completed", ("kept",))
        values = [point.value for point in store.history(found, "x")]
        assert values == [*map(float, range(5000)), -1.0, -2.0]
        assert store.config_of(found) is not None
    assert list((path.parent / "journal").iterdir()) == []


def test_a_run_whose_database_becomes_rubbish_keeps_its_journal(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    with ato.run(store=path) as run:
        for step in range(5000):
            run.log({"x": float(step)}, step=step)
        run.flush()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        path.write_bytes(b"rubbish" * 20_000)
    assert not run.writer.kept
    for file in tmp_path.glob("runs.db*"):
        file.unlink()
    with open_store(path) as store:
        assert store.summary(run.uid)["x"].count == 5000
        assert store.run(run.uid).status == "completed"


LONG = """
import ato.track.run._writer as writer
writer.PART_BYTES = 30_000
run = ato.run({"lr": 0.1}, project="long", store=sys.argv[1], tags=["kept"])
print(run.uid, flush=True)
for i in range(20_000):
    run.log({f"x{i // 5000}": float(i)}, step=i)
    if i % 500 == 0:
        run.flush()
"""


def assert_long(folder: Path, uid: str, status: str) -> None:
    with open_store(folder / "runs.db") as store:
        run = store.run(uid)
        assert (run.status, run.tags) == (status, ("kept",))
        values = [point.value for part in range(4) for point in store.history(run, f"x{part}")]
        assert values == [*map(float, range(20_000))]
    assert list((folder / "journal").iterdir()) == []


def test_a_long_run_keeps_a_bounded_journal_and_loses_nothing(tmp_path: Path) -> None:
    program = LONG + "print(len(os.listdir(os.path.dirname(run.journal.path)))); print(run.finish())"
    out, err, status = ran(program, tmp_path / "runs.db")
    uid, files, kept = out.split()
    assert (int(files) <= 4 + 1, kept, err, status) == (True, "True", "", 0)
    assert_long(tmp_path, uid, "completed")


def test_a_long_run_that_is_killed_is_taken_over_file_by_file(tmp_path: Path) -> None:
    out, _, _ = ran(LONG + "os.kill(os.getpid(), 9)", tmp_path / "runs.db")
    assert len(list((tmp_path / "journal").iterdir())) > 1
    assert_long(tmp_path, out.split()[0], "killed")


def test_a_long_run_that_is_killed_after_its_database_was_removed_tells_what_is_gone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out, _, _ = ran(LONG + "os.kill(os.getpid(), 9)", tmp_path / "runs.db")
    for file in tmp_path.glob("runs.db*"):
        file.unlink()
    with open_store(tmp_path / "runs.db") as store:
        values = [point.value for point in store.history(out.split()[0], "x3")]
    assert values[-1000:] == [*map(float, range(19_000, 20_000))]
    assert caplog.text.count("was in a database that is gone") == 1


def test_a_long_run_whose_database_is_removed_is_made_anew_of_what_its_journal_has(tmp_path: Path) -> None:
    remove = "[os.unlink(path) for path in Path(sys.argv[1]).parent.glob('runs.db*')]\n"
    out, err, _ = ran(LONG + remove + "run.log({'y': 1.0}); print(run.finish())", tmp_path / "runs.db")
    uid, kept = out.split()
    assert kept == "True"
    assert "the database was removed" in err
    assert "files of the journal had been moved into the database that was lost" in err
    with open_store(tmp_path / "runs.db") as store:
        run = store.run(uid)
        assert (run.status, run.tags, store.config_of(run) is not None) == ("completed", ("kept",), True)
        assert store.history(run, "x0")[0].value == 0.0
        assert [point.value for point in store.history(run, "x3")][-2000:] == [
            *map(float, range(18_000, 20_000))
        ]
        assert store.summary(run)["y"].count == 1


def rounds(run: Any) -> None:
    """Wait for a round of the writer that nobody asked for."""
    begun = run.writer._begun
    while run.writer._done <= begun:
        sleep(0.01)


def test_a_long_read_does_not_let_the_log_of_the_database_grow_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from ato.track.run import _writer

    monkeypatch.setattr(_writer, "LOG_BYTES", 200_000)
    path = tmp_path / "runs.db"
    log = tmp_path / "runs.db-wal"
    with ato.run(store=path) as run:
        run.log({"x": 0.0}, step=0)
        run.flush()
        reader = sqlite3.connect(path)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM points").fetchone()
        step = 0
        while log.stat().st_size < 200_000 or "has been reading it" not in caplog.text:
            step += 1
            run.log({"x": float(step)}, step=step)
            assert step < 2_000_000
        held_up = log.stat().st_size
        for _ in range(20):
            step += 1
            run.log({"x": float(step)}, step=step)
            rounds(run)
        assert log.stat().st_size == held_up
        reader.close()
        rounds(run)
        rounds(run)
        assert log.stat().st_size < held_up
    assert (run.writer.kept, run.problems) == (True, ())
    assert len([line for line in caplog.messages if "has been reading it" in line]) == 1
    with open_store(path) as store:
        assert store.summary(run.uid)["x"].count == step + 1


def test_a_server_that_goes_away_and_comes_back_costs_nothing_and_is_told_once(
    postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    with database(postgresql, f"t{uuid4().hex}") as url, between(url) as (through, line):
        with ato.run(store=through) as run:
            run.log({"x": 0.0}, step=0)
            assert run.flush()
            for outage in range(3):
                line.cut()
                run.log({"x": 1.0}, step=2 * outage + 1)
                assert not run.flush()
                line.mend()
                run.log({"x": 2.0}, step=2 * outage + 2)
                assert run.flush()
        assert run.writer.kept
        with open_store(url) as store:
            assert [point.value for point in store.history(run.uid, "x")] == [0.0, *[1.0, 2.0] * 3]
            assert store.run(run.uid).status == "completed"
    assert len([text for text in caplog.messages if "the run goes on" in text]) <= 2
    assert list(tmp_path.glob(".ato/*/journal/*")) == []


def test_a_journal_comes_to_the_disk_while_the_store_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ato.track.run import _writer

    synced = Event()
    (tmp_path / "runs.db").write_bytes(b"this is no database" * 1000)
    monkeypatch.setattr(_writer, "SYNCED_EVERY", 0.0)
    with ato.run(store=tmp_path / "runs.db") as run:
        run.flush()
        run.writer._resting_until = monotonic() + 1000
        monkeypatch.setattr(run.journal, "sync", synced.set)
        assert synced.wait(10)


def test_a_thread_that_logs_while_the_run_is_finished_is_told_or_kept(tmp_path: Path) -> None:
    run = ato.run(store=tmp_path / "runs.db")
    said: list[int] = []

    def log() -> None:
        with suppress(TrackError):
            for step in range(1_000_000):
                run.log({"x": 1.0}, step=step)
                said.append(step)

    thread = Thread(target=log)
    thread.start()
    while len(said) < 1000:
        sleep(0.001)
    assert run.finish()
    thread.join()
    with open_store(tmp_path / "runs.db") as store:
        assert len(said) <= store.summary(run.uid)["x"].count <= len(said) + 1


def test_what_the_disk_took_a_part_of_keeps_no_run_from_being_whole(tmp_path: Path) -> None:
    run: Any = ato.run(store=tmp_path / "runs.db")
    run.log({"x": 1.0})
    os.write(run.journal.descriptor, b"P\0\0")
    assert run.finish()
    with open_store(tmp_path / "runs.db") as store:
        assert store.summary(run.uid)["x"].count == 1


def test_a_journal_that_was_removed_is_there_again_when_no_database_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "store" / "runs.db"
    with ato.run({"lr": 0.1}, store=path) as run:
        for step in range(500):
            run.log({"x": float(step)}, step=step)
        run.flush()
        rmtree(path.parent)
        path.parent.mkdir()
        path.write_bytes(b"rubbish" * 20_000)
        run.log({"x": 500.0}, step=500)
        run.flush()
    assert not run.writer.kept
    path.unlink()
    with open_store(path) as store:
        assert [point.value for point in store.history(run.uid, "x")] == [*map(float, range(501))]
        assert store.config_of(run.uid) is not None


def test_a_process_that_is_forked_while_a_run_is_finished_does_not_hold_it_up(tmp_path: Path) -> None:
    program = """
import threading
def fork():
    while run.status == "running" or thread_of_the_run.is_alive():
        if os.fork() == 0:
            os._exit(0)
        os.wait()
for n in range(3):
    run = ato.run(store=sys.argv[1])
    run.log({"x": 1.0})
    run.flush()
    thread_of_the_run = run.writer
    thread = threading.Thread(target=fork)
    thread.start()
    start = time.monotonic()
    print(run.finish(), time.monotonic() - start < 30)
    thread.join()
"""
    assert ran(program, tmp_path / "runs.db")[:2] == ("True True\n" * 3, "")
