"""What the dead have left is taken over; the living are left alone."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from sqlalchemy import text

import ato
from ato.track import open_store
from ato.track.journal._owner import HEARTBEAT_AGE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_run_without_a_sign_of_life_is_killed_until_it_gives_one(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        run.flush()
        with open_store(tmp_path / "runs.db") as store, store.writing() as connection:
            connection.execute(
                text("UPDATE runs SET heartbeat = heartbeat - :age"), {"age": HEARTBEAT_AGE + 1}
            )
        with open_store(tmp_path / "runs.db") as store:
            assert (store.run(run.uid).status, store.run(run.uid).reason) == (
                "killed",
                "no sign of life for more than 10 minutes",
            )
            run.writer._beaten = 0.0
            run.writer.catch_up(10)
            assert (store.run(run.uid).status, store.run(run.uid).reason) == ("running", "")
    with open_store(tmp_path / "runs.db") as store:
        assert store.run(run.uid).status == "completed"


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
