"""Walking a folder ends, and tells what is in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from ato.track import TrackError
from ato.track.artifacts import Artifact, _folder


def test_links_that_multiply_have_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_folder, "MOST", 1000)
    for number in range(30):  # two ways from each to the next: more ways than anybody can go, and no file
        (tmp_path / f"d{number:02}").mkdir()
        for name in ("left", "right"):
            (tmp_path / f"d{number:02}" / name).symlink_to(tmp_path / f"d{number + 1:02}")
    (tmp_path / "d30").mkdir()
    with pytest.raises(TrackError, match="more than 1000 files and folders"):
        Artifact("x").add_dir(tmp_path)


def test_a_file_that_goes_away_meanwhile_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    looked = _folder.fault_of

    def late(path: object) -> str:
        (tmp_path / "b").unlink(missing_ok=True)
        return looked(path)

    monkeypatch.setattr(_folder, "fault_of", late)
    artifact = Artifact("x")
    with pytest.raises(TrackError, match="b: cannot be read: No such file"):
        artifact.add_dir(tmp_path)
    assert len(artifact) == 0


@pytest.mark.parametrize("name", ["none", "file", "a\0b"])
def test_what_is_no_folder_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TrackError, match=r"cannot be"):
        Artifact("x").add_dir(tmp_path / name)
