"""Verification finds every content that is not as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

import ato
from ato.track import TrackError, open_store
from ato.track.artifacts import _verify, delete_version, verify
from ato.track.blobs import Blobs
from ato.track.media import Table, Text


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
        # On a server, a file that is not here may be on the machine that made it.
        assert states == ["damaged", "missing" if url.endswith(".db") else "here"]
    logged(url, tmp_path)
    with open_store(url) as store:
        assert [fault.state for fault in verify(store).faults] == ["changed"]


def test_a_version_that_is_not_there_is_told(url: str, tmp_path: Path) -> None:
    logged(url, tmp_path)
    with open_store(url) as store, pytest.raises(TrackError, match="no such artifact"):
        verify(store, ["c"])


def test_media_tables_and_runs_that_hang_on_content_are_named(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with ato.run(store=tmp_path / "s", project="p", name="first") as run:
        run.log({"text": Text("a" * 9000)}, step=3)
        table = Table({"a": str})
        for number in range(900):
            table.add_row(f"row {number} {number * number}")
        run.log({"rows": table})
        run.log_artifact(tmp_path / "x", name="m")
        nobodys = Blobs.of(run.location).put(b"nobody's").digest
        listed = Blobs.of(run.location).put(b"mask").digest
        run.record("table", name="t", columns_json="[]", created=0.0, meta_json=f'["{listed}"]')
    with ato.run(store=tmp_path / "s", project="p", name="second") as run:
        run.use_artifact("m")
    with open_store(tmp_path / "s") as store:
        blobs = Blobs(store.location.blobs)
        for digest in blobs:
            path = blobs.path(digest)
            path.chmod(0o644)
            path.write_bytes(b"spoiled")
        told = sorted((fault.held_by, fault.runs) for fault in verify(store).faults)
        assert told == [
            ((), ()),
            (("p/first a medium of several files",), ("p/first",)),
            (("p/first part 0 of the table rows",), ("p/first",)),
            (("p/first text text at step 3",), ("p/first",)),
            (("p/m:v0 x",), ("p/first", "p/second")),
        ]
        for digest in blobs:
            blobs.path(digest).unlink()
        missing = {fault.digest for fault in verify(store).faults}
        assert len(missing) == 3
        assert not missing & {nobodys, listed}


def test_what_is_collected_while_others_are_hashed_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged(str(tmp_path / "s"), tmp_path)
    check = Blobs.check

    def late(blobs: Blobs, digest: str) -> str:
        with open_store(tmp_path / "s") as other:
            if other.versions("a"):
                delete_version(other, "a")
        blobs.path(digest).unlink()
        return check(blobs, digest)

    monkeypatch.setattr(Blobs, "check", late)
    monkeypatch.setattr(_verify, "AT_ONCE", 1)
    with open_store(tmp_path / "s") as store:
        assert [fault.held_by for fault in verify(store).faults] == [("p/b:v0 b",)]


def test_a_row_that_names_no_digest_is_a_fault_among_others(tmp_path: Path) -> None:
    logged(str(tmp_path / "s"), tmp_path)
    with open_store(tmp_path / "s") as store:
        with store.writing() as connection:
            connection.execute(text("UPDATE artifact_files SET blob = '../../etc/passwd' WHERE path = 'b'"))
        told = {(fault.digest, fault.state) for fault in verify(store).faults}
        assert ("../../etc/passwd", "missing") in told
