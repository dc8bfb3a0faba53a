"""The files of a version come out whole, as links or copies, and only where they belong."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

import ato
from ato.track import TrackError, open_store
from ato.track.artifacts import Artifact, Version
from ato.track.blobs import Blobs


@pytest.fixture
def version(tmp_path: Path) -> Version:
    folder = tmp_path / "data"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    (folder / "sub" / "b.txt").write_text("b")
    artifact = Artifact("data")
    artifact.add_dir(folder)
    artifact.add_reference("s3://bucket/c.txt", size=7, checksum="etag:1")
    with ato.run(store=tmp_path / "runs.db", project="p") as run:
        return run.log_artifact(artifact).wait()


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_files_come_out_as_links_that_are_read_only(version: Version, tmp_path: Path) -> None:
    out = version.download(tmp_path / "deep" / "out")
    assert names(out) == ["a.txt", "sub", "sub/b.txt"]
    assert (out / "a.txt").samefile(version.path("a.txt"))
    assert (out / "a.txt").stat().st_mode & 0o222 == 0
    assert version.download(out) == out
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]


def test_copies_are_the_callers_own(version: Version, tmp_path: Path) -> None:
    out = version.download(tmp_path / "out", copy=True)
    (out / "a.txt").write_text("changed")
    assert version.path("a.txt").read_text() == "a"


def test_without_a_folder_they_come_to_one_of_the_store(version: Version, tmp_path: Path) -> None:
    assert (
        version.download() == version.download() == tmp_path / "artifacts" / f"data-v0-{version.digest[:8]}"
    )


def test_what_else_is_in_the_folder_stays(version: Version, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    (tmp_path / "out" / "a.txt").write_text("old")
    out = version.download(tmp_path / "out")
    assert names(out) == ["a.txt", "mine", "sub", "sub/b.txt"]
    assert (out / "a.txt").read_text() == "a"


def test_nothing_is_written_through_a_link_that_leads_out(version: Version, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "sub").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TrackError, match="leads out of the folder"):
        version.download(tmp_path / "out")
    assert names(tmp_path / "elsewhere") == []


def test_a_folder_that_cannot_be_written_is_told(version: Version, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    for folder in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(TrackError, match="cannot be written"):
            version.download(folder)
    (tmp_path / "partly").mkdir()
    (tmp_path / "partly" / "sub").write_text("in the way")
    with pytest.raises(TrackError, match="cannot be written"):
        version.download(tmp_path / "partly")
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_what_is_missing_or_cut_off_is_told_before_anything_is_written(
    version: Version, tmp_path: Path
) -> None:
    version.path("a.txt").unlink()
    path = version.path("sub/b.txt")
    path.chmod(0o644)
    path.write_text("longer")
    with pytest.raises(TrackError) as raised:
        version.download(tmp_path / "out")
    told = str(raised.value)
    assert "2 of its 2 files" in told
    assert "a.txt: its content is missing" in told
    assert "sub/b.txt: its content is damaged" in told
    assert not (tmp_path / "out").exists()


def test_one_file_is_found_by_its_path(version: Version) -> None:
    assert version.path("sub/b.txt").read_text() == "b"
    with pytest.raises(TrackError, match=r"did you mean 'a\.txt'"):
        version.path("b.txt")
    with pytest.raises(TrackError, match="is a reference"):
        version.path("c.txt")


@pytest.mark.parametrize("path", ["../evil", "/evil", "sub"])
def test_a_path_that_someone_wrote_into_the_database_leads_nowhere(
    version: Version, tmp_path: Path, path: str
) -> None:
    with open_store(tmp_path) as store, store.writing() as connection:
        connection.execute(
            text("UPDATE artifact_files SET path = :path WHERE path = 'a.txt'"), {"path": path}
        )
    with open_store(tmp_path) as store:
        version = store.artifact("data")
    with pytest.raises(TrackError, match="tampered"):
        version.download(tmp_path / "a" / "b" / "out")
    assert not (tmp_path / "a").exists()


def test_a_digest_that_someone_wrote_into_the_database_leads_nowhere(
    version: Version, tmp_path: Path
) -> None:
    with open_store(tmp_path) as store, store.writing() as connection:
        connection.execute(
            text("UPDATE artifact_files SET blob = '../../../etc/passwd' WHERE path = 'a.txt'")
        )
    with open_store(tmp_path) as store, pytest.raises(TrackError, match="no digest"):
        store.artifact("data").download(tmp_path / "out")


def test_a_store_that_was_moved_still_has_its_files(version: Version, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in ("runs.db", "blobs"):
        (tmp_path / name).rename(moved / name)
    with open_store(moved) as store:
        assert store.artifact("data:latest").path("a.txt").read_text() == "a"
        assert len(list(Blobs(store.location.blobs))) == 2
