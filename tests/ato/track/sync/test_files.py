"""Files by content: hashed as they come in, told while they are missing, and never given up."""

from __future__ import annotations

import os
from pathlib import Path
from time import time
from typing import Any

import pytest

from ato.track import TrackError, open_store
from ato.track.artifacts import _collect, collect, verify
from ato.track.blobs import users
from ato.track.sync import _artifacts, _sync, sync
from tests.ato.track.sync import made

HERE = "here/runs.db"


def _file(folder: str) -> Path:
    """The one file in a folder."""
    (found,) = [path for path in Path(folder).rglob("*") if path.is_file()]
    found.chmod(0o644)
    return found


def test_a_file_that_is_missing_or_damaged_is_told_until_it_can_be_sent(url: str) -> None:
    made.full(HERE)
    blob = _file("here/blobs")
    content = blob.read_bytes()
    blob.write_bytes(b"other")
    report = sync(HERE, url)
    assert (report.counts["media"], len(report.missing)) == (3, 1)
    assert "is damaged" in report.missing[0]
    blob.unlink()
    for _ in range(2):
        (told,) = sync(HERE, url).missing
        assert "is not in" in told
    blob.write_bytes(content)
    healed = sync(HERE, url)
    assert (healed.counts, healed.missing) == ({"files": 1}, [])
    assert sync(HERE, url).is_empty
    with open_store(url) as store:
        assert store.location.blobs.joinpath(blob.parent.name, blob.name).read_bytes() == content


def test_a_file_that_the_target_found_damaged_is_sent_again(url: str) -> None:
    made.full(HERE)
    with open_store(HERE) as here:
        made.version(here, 0, b"weights")
    sync(HERE, url)
    with open_store(url) as store:
        for path in [path for path in store.location.blobs.rglob("*") if path.is_file()]:
            path.chmod(0o644)
            path.write_bytes(b"rotten")
        assert "damaged" in {fault.state for fault in verify(store).faults}
        assert sync(HERE, store).counts["files"] == 2
        assert "damaged" not in {fault.state for fault in verify(store).faults}


def test_a_file_that_is_in_neither_folder_is_told_where_both_are_the_same(url: str, tmp_path: Path) -> None:
    made.full(HERE)
    _file("here/blobs").unlink()
    shared = tmp_path / "here" / "blobs"
    (told,) = sync(HERE, url, target_blobs=shared).missing
    assert "is not in" in told


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_holds_nothing_else_back(url: str) -> None:
    made.full(HERE)
    _file("here/blobs").chmod(0)
    report = sync(HERE, url)
    assert (report.counts["runs"], len(report.missing)) == (1, 1)


def test_a_folder_of_files_that_cannot_be_written_is_told(url: str, tmp_path: Path) -> None:
    made.full(HERE)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(TrackError, match=r"file/blobs: cannot be written: Not a directory"):
        sync(HERE, url, target_blobs=tmp_path / "file" / "blobs")
    assert sync(HERE, url).counts["files"] == 1


def test_a_version_that_was_deleted_in_the_target_brings_no_files_back(url: str) -> None:
    from ato.track.artifacts import delete_version

    made.run(HERE)
    with open_store(HERE) as here, open_store(url) as there:
        made.version(here, 0, b"one")
        sync(here, there)
        delete_version(there, "p/model:v0", author="me", reason="room")
        for path in [path for path in there.location.blobs.rglob("*") if path.is_file()]:
            path.unlink()
        assert sync(here, there).is_empty
        assert [path for path in there.location.blobs.rglob("*") if path.is_file()] == []


def test_no_collection_takes_files_of_a_run_that_is_on_its_way(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.full(HERE)
    with open_store(HERE) as here:
        made.version(here, 0, b"weights")

    def collected(patch: pytest.MonkeyPatch, module: object) -> None:
        send_files: Any = module.send_files  # type: ignore[attr-defined]

        def collecting(*given: object) -> None:
            send_files(*given)
            with open_store(url) as store:
                collect(store, 0)

        patch.setattr(module, "send_files", collecting)

    with monkeypatch.context() as patch:
        patch.setattr(_collect, "time", lambda: time() + 10)  # so that they have been there for long
        collected(patch, _sync)
        collected(patch, _artifacts)
        assert sync(HERE, url).counts["files"] == 2
    with open_store(url) as store:
        assert "missing" not in {fault.state for fault in verify(store).faults}


def test_a_store_that_finds_all_files_in_the_folder_is_marked_there(url: str) -> None:
    made.full(HERE)
    for place in (url, "third/runs.db"):
        sync(HERE, place, target_blobs="shared")
    assert len([*users(Path("shared"))]) == 2
