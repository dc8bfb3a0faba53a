"""A store is opened wherever it can be read."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

import ato
from ato.track import TrackError, open_store
from tests.ato.track.run.programs import ran

DEAD = "run = ato.run(store=sys.argv[1]); run.log({'x': 1.0}); os.kill(os.getpid(), 9)"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a run, and with the journal of a dead one."""
    with ato.run(store=tmp_path / "runs.db") as run:
        run.log({"x": 1.0})
    ran(DEAD, tmp_path / "runs.db")
    return tmp_path / "runs.db"


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_store_that_cannot_be_written_is_read_and_left_as_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(path.parent)
    monkeypatch.setattr(os, "access", lambda *_: False)  # no rights stop the root user
    with open_store(path) as store:
        assert store.summary(1)["x"].count == 1
        with pytest.raises(TrackError, match="readonly"), store.writing() as connection:
            connection.execute(text("DELETE FROM runs"))
    assert contents(path.parent) == before


def test_what_cannot_be_taken_over_does_not_keep_a_store_from_being_read(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from ato.track.store import _engine

    monkeypatch.setattr(_engine, "BUSY_SECONDS", 0.01)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with open_store(path) as store:
        assert [run.status for run in store.runs()] == ["completed"]
    assert "what dead processes have left is not taken over" in caplog.text
    writer.execute("ROLLBACK")
    writer.close()
    with open_store(path) as store:
        assert [run.status for run in store.runs()] == ["killed", "completed"]


def test_a_run_is_resumed_in_a_folder_of_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "100%25 ?a=#é😀;b"
    with ato.run(store=folder) as run:
        run.log({"x": 1.0})
    with ato.run(store=folder, resume=run.uid) as again:
        again.log({"x": 2.0})
    assert [each.name for each in tmp_path.iterdir()] == [folder.name]
    with open_store(folder) as store:
        assert [point.value for point in store.history(run.uid, "x")] == [1.0, 2.0]


def test_what_is_no_journal_is_left_where_it_is(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = path.parent / "journal"
    os.mkfifo(folder / "a.1.j")
    (folder / "b.1.j").symlink_to(path)
    (folder / "c.1.j").mkdir()
    (folder / f"{'0' * 32}.1.j").write_bytes(b"\xff" * 100)
    (folder / f"{'1' * 32}.1.j").write_bytes(b"\0" * 20)  # a power cut has left nothing of it
    with open_store(path) as store:
        assert len(store.runs()) == 2
    assert caplog.text.count("is left where it is") == 4
    assert sorted(each.name[0] for each in folder.iterdir()) == ["0", "a", "b", "c"]


def test_a_server_that_is_not_there_is_told_in_a_line_with_what_to_do() -> None:
    with pytest.raises(TrackError) as error:
        open_store("postgresql://me:secret@127.0.0.1:1/db")
    first, *rest = str(error.value).splitlines()
    assert "the store cannot be used: connection failed" in first
    assert [line.strip().partition(":")[0] for line in rest] == ["help"]
    assert "secret" not in str(error.value)
