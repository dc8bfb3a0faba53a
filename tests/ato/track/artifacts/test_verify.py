"""Verification finds every content that is not as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

import ato
from ato.track import TrackError, open_store
from ato.track.artifacts import verify


def logged(url: str, tmp_path: Path) -> None:
    with ato.run(store=url, project="p") as run:
        for name in ("a", "b"):
            (tmp_path / name).write_text(name * 100)
            run.log_artifact(tmp_path / name)


def test_a_sound_store_has_no_faults(url: str, tmp_path: Path) -> None:
    logged(url, tmp_path)
    with open_store(url) as store:
        assert verify(store) == verify(store, ["a:v0", store.artifact("b")])
        assert (verify(store).count, verify(store).size, verify(store).faults) == (2, 200, ())
        assert verify(store, ["a"]).count == 1


def test_damaged_missing_and_changed_are_told_with_whom_they_concern(url: str, tmp_path: Path) -> None:
    logged(url, tmp_path)
    with open_store(url) as store:
        damaged = store.artifact("a").path("a")
        damaged.chmod(0o644)
        damaged.write_text("A" + "a" * 99)
        store.artifact("b").path("b").unlink()
        with store.writing() as connection:
            connection.execute(text("UPDATE artifact_files SET mode = 493 WHERE path = 'b'"))
        told = {(fault.state, fault.held_by) for fault in verify(store).faults}
        assert told == {("damaged", ("p/a:v0 a",)), ("missing", ("p/b:v0 b",)), ("changed", ("p/b:v0",))}
        with store.reading() as connection:
            states = sorted(connection.scalars(text("SELECT state FROM blobs")))
        assert states == ["damaged", "missing"]
    logged(url, tmp_path)
    with open_store(url) as store:
        assert [fault.state for fault in verify(store).faults] == ["changed"]


def test_a_version_that_is_not_there_is_told(url: str, tmp_path: Path) -> None:
    logged(url, tmp_path)
    with open_store(url) as store, pytest.raises(TrackError, match="no such artifact"):
        verify(store, ["c"])
