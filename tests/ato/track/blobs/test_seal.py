"""A write to what the store holds is noticed, though the file is one with what the user has."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.blobs import Blobs


def test_a_write_to_a_file_that_was_linked_out_is_noticed_when_the_content_is_asked_for(
    tmp_path: Path,
) -> None:
    (tmp_path / "x").write_bytes(b"weights")
    with ato.run(store=tmp_path / "s", project="p") as run:
        run.log_artifact(tmp_path / "x", name="m")
    with open_store(tmp_path / "s") as store:
        version = store.artifact("m")
        out = version.download(tmp_path / "out") / "x"
        out.chmod(0o644)
        with out.open("r+b") as file:  # of the same size, so that only the content tells
            file.write(b"W")
        for copy in (False, True):
            with pytest.raises(TrackError, match="damaged"):
                version.download(tmp_path / "again", copy=copy)
        with pytest.raises(TrackError, match="was written to"):
            version.path("x")
        assert not (tmp_path / "again").exists()
    with ato.run(store=tmp_path / "s", project="p") as run:
        assert run.log_artifact(tmp_path / "x", name="m").version == "v0"  # heals it
        assert run.use_artifact("m").path("x").read_bytes() == b"weights"


def test_what_was_touched_and_is_what_it_was_goes_out_and_keeps_its_age(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest, _ = blobs.put(b"weights")
    os.utime(blobs.path(digest), (1000.5, 1000.5))
    assert blobs.get(digest).stat().st_mtime == 1001


def test_making_young_takes_nobody_s_write_for_sound(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest, _ = blobs.put(b"weights")
    path = blobs.path(digest)
    path.chmod(0o644)
    path.write_bytes(b"Weights")
    os.utime(path, (1000.5, 1000.5))
    assert blobs.renew(digest)
    assert path.stat().st_mtime > time.time() - 60
    with pytest.raises(TrackError, match="was written to"):
        blobs.get(digest)
    path.unlink()
    assert not blobs.renew(digest)


def test_what_another_user_of_a_team_has_put_is_put_again_where_its_time_cannot_be_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, _ = Blobs(tmp_path).put(b"weights")
    path = Blobs(tmp_path).path(digest)
    os.utime(path, (1000, 1000))
    utime = os.utime

    def owned(place: Path, times: tuple[float, float]) -> None:
        if place == path and place.stat().st_mtime == 1000:
            raise PermissionError(1, "Operation not permitted")
        utime(place, times)

    for again in (
        lambda: Blobs(tmp_path).put(b"weights").digest == digest,
        lambda: Blobs(tmp_path).renew(digest),
    ):
        utime(path, (1000, 1000))
        with monkeypatch.context() as patch:
            patch.setattr(os, "utime", owned)
            assert again()
        assert path.stat().st_mtime > time.time() - 60
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == [digest]
