"""Files of a version come out where they belong, and nowhere else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import text

import ato
from ato.track import TrackError, open_store
from ato.track.artifacts import Artifact, collect
from ato.track.blobs import Blobs


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store with a version of two files, one of them in a folder."""
    (tmp_path / "x").write_text("x")
    artifact = Artifact("m")
    artifact.add_file(tmp_path / "x", "sub/deep/x")
    artifact.add_file(tmp_path / "x", "top")
    with ato.run(store=tmp_path / "s", project="p") as run:
        run.log_artifact(artifact)
    return tmp_path


def test_nothing_is_made_through_a_link_that_leads_out(place: Path) -> None:
    (place / "outside").mkdir()
    (place / "out").mkdir()
    (place / "out" / "sub").symlink_to(place / "outside")
    with open_store(place / "s") as store, pytest.raises(TrackError, match="leads out of the folder"):
        store.artifact("m").download(place / "out")
    assert list((place / "outside").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [("out", "top: Is a directory"), ("file", "cannot be written"), ("a\0b", "embedded null byte")],
)
def test_what_is_in_the_way_is_told_with_its_place(place: Path, name: str, told: str) -> None:
    (place / "out" / "top").mkdir(parents=True)
    (place / "file").touch()
    with open_store(place / "s") as store, pytest.raises(TrackError, match=told):
        store.artifact("m").download(place / name)
    assert not list(place.glob(".*"))


def test_a_folder_may_have_the_longest_of_names(place: Path) -> None:
    with open_store(place / "s") as store:
        folder = store.artifact("m").download(place / ("\U0001f600" * 63))
    assert sorted(path.name for path in folder.iterdir()) == ["sub", "top"]


def test_files_that_are_one_on_a_disk_do_not_take_each_others_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifact = Artifact("m")
    for name in ("a", "A"):
        (tmp_path / f"of {name}").write_text(name)
        artifact.add_file(tmp_path / f"of {name}", name)
    with ato.run(store=tmp_path / "s", project="p") as run:
        run.log_artifact(artifact)
    exists, link = os.path.lexists, Blobs.link
    small = lambda path: Path(path).with_name(Path(path).name.lower())  # noqa: E731
    monkeypatch.setattr(os.path, "lexists", lambda path: exists(small(path)))
    monkeypatch.setattr(Blobs, "link", lambda self, digest, to, **kw: link(self, digest, small(to), **kw))
    with open_store(tmp_path / "s") as store, pytest.raises(TrackError, match="tells no a from A"):
        store.artifact("m").download(tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("change", ["blob = '../../../etc/passwd'", "path = '../x'", "path = '/x'"])
def test_rows_that_somebody_has_changed_lead_nowhere(place: Path, change: str) -> None:
    with open_store(place / "s") as store:
        with store.writing() as connection:
            connection.execute(text(f"UPDATE artifact_files SET {change} WHERE path = 'top'"))  # noqa: S608
        with pytest.raises(TrackError, match=r"^p/m:v0: .*\n?.*tampered with"):
            store.artifact("m").download(place / "out")
        assert not (place / "out").exists()


def test_what_an_interrupted_download_left_in_the_store_goes_with_the_next_collection(place: Path) -> None:
    with open_store(place / "s") as store:
        folder = store.artifact("m").download()
        for name, age in ((".old.part", 2 * 86_400), (".new.part", 60)):
            (folder.parent / name / "sub").mkdir(parents=True)
            os.utime(folder.parent / name, (time.time() - age,) * 2)
        assert (collect(store, dry=True).parts, collect(store).parts, collect(store).parts) == (1, 1, 0)
        assert sorted(path.name for path in folder.parent.iterdir()) == [".new.part", folder.name]
