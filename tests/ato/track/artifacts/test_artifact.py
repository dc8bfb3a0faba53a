"""An artifact takes files, folders and references, and refuses what cannot be kept."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ato.track import TrackError
from ato.track.artifacts import Artifact
from ato.track.artifacts._manifest import digest_of
from ato.track.blobs import Blobs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    (made / "sub").mkdir(parents=True)
    (made / "a.txt").write_text("a")
    (made / "sub" / "b.txt").write_text("b")
    return made


def test_files_and_folders_come_under_their_paths(folder: Path) -> None:
    artifact = Artifact("data")
    artifact.add_dir(folder)
    artifact.add_dir(folder / "sub", "again")
    artifact.add_file(folder / "a.txt", "x/y.txt")
    artifact.add_file(folder / "a.txt")
    artifact.add_reference("s3://bucket/weights.pt", size=3, checksum="etag:1")
    assert artifact.paths == ("a.txt", "again/b.txt", "sub/b.txt", "weights.pt", "x/y.txt")


def test_the_manifest_depends_on_content_path_and_mode_alone(folder: Path, tmp_path: Path) -> None:
    def digest(*, name: str = "a.txt", content: str = "a", mode: int = 0o644, time: int = 0) -> str:
        (folder / "a.txt").write_text(content)
        (folder / "a.txt").chmod(mode)
        os.utime(folder / "a.txt", (time, time))
        artifact = Artifact("data")
        artifact.add_file(folder / "a.txt", name)
        artifact.add_file(folder / "sub" / "b.txt")
        return digest_of(artifact.stored(Blobs(tmp_path / "blobs")))

    assert digest() == digest(mode=0o600) == digest(time=99)
    assert len({digest(), digest(name="c.txt"), digest(content="c"), digest(mode=0o755)}) == 4


@pytest.mark.parametrize("name", ["../x", "/x", "a/../b", "C:/x", "a\0", ""])
def test_a_path_out_of_the_artifact_is_refused(folder: Path, name: str) -> None:
    artifact = Artifact("data")
    with pytest.raises(TrackError, match="a path"):
        artifact.add_file(folder / "a.txt", name)
    with pytest.raises(TrackError, match="a path"):
        artifact.add_reference("s3://b/k", name)
    if name:
        with pytest.raises(TrackError, match="a path"):
            artifact.add_dir(folder, name)
    assert len(artifact) == 0


def test_what_is_no_file_or_not_there_is_refused(folder: Path) -> None:
    artifact = Artifact("data")
    for path, told in ((folder, "add_dir"), (folder / "none", "No such file"), ("a\0", "cannot be read")):
        with pytest.raises(TrackError, match=told):
            artifact.add_file(path)
    for path in (folder / "none", folder / "a.txt"):
        with pytest.raises(TrackError, match="cannot be"):
            artifact.add_dir(path)


def test_two_files_of_one_path_and_a_file_that_is_a_folder_are_refused(folder: Path) -> None:
    artifact = Artifact("data")
    artifact.add_dir(folder)
    artifact.add_file(folder / "a.txt")
    with pytest.raises(TrackError, match="another file of that path"):
        artifact.add_file(folder / "sub" / "b.txt", "a.txt")
    with pytest.raises(TrackError, match="a file and a folder at once"):
        artifact.add_file(folder / "a.txt", "a.txt/b")
    with pytest.raises(TrackError, match="a file and a folder at once"):
        artifact.add_file(folder / "a.txt", "sub")
    assert artifact.paths == ("a.txt", "sub/b.txt")


def test_paths_that_some_disks_take_for_one_are_told_once(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    artifact = Artifact("data")
    artifact.add_dir(folder)
    artifact.add_file(folder / "a.txt", "A.txt")
    artifact.add_file(folder / "a.txt", "b.txt")
    assert [record.getMessage() for record in caplog.records] == [
        "data: a.txt and A.txt are one file on disks that do not tell upper from lower case"
    ]


def test_links_inside_are_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "link.txt").symlink_to("a.txt")
    (folder / "sub" / "up.txt").symlink_to("../a.txt")
    (folder / "alias").symlink_to("sub")
    (tmp_path / "outer").symlink_to(folder)
    artifact = Artifact("data")
    artifact.add_dir(tmp_path / "outer")
    assert artifact.paths == ("a.txt", "alias/b.txt", "alias/up.txt", "link.txt", "sub/b.txt", "sub/up.txt")
    assert {file.size for file in artifact.stored(Blobs(tmp_path / "blobs"))} == {1}


def test_links_that_lead_out_nowhere_or_round_and_what_is_no_file_are_told_all_at_once(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("secret")
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "passwd").symlink_to("/etc/passwd")
    (folder / "sub" / "round").symlink_to("..")
    (folder / "self").symlink_to("self")
    (folder / "gone").symlink_to("none")
    (folder / "a\\b").write_text("x")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        place = os.open(folder, os.O_RDONLY)
        try:
            listening.bind(f"/proc/self/fd/{place}/socket")
        finally:
            os.close(place)
        artifact = Artifact("data")
        with pytest.raises(TrackError, match="nothing of it was added") as raised:
            artifact.add_dir(folder)
    told = "\n".join(raised.value.problem.help)
    for line in (
        "out: is a link that leads out", "passwd: is a link that leads out", "no backslash",
        "sub/round: is a link to a folder", "self: is a link that leads nowhere",
        "gone: is a link that leads nowhere", "pipe: is neither", "socket: is neither",
    ):  # fmt: skip
        assert line in told
    assert len(artifact) == 0


def test_a_name_of_a_file_that_is_no_text_is_told(folder: Path) -> None:
    (folder / os.fsdecode(b"bad\xff")).write_text("x")
    with pytest.raises(TrackError) as raised:
        Artifact("data").add_dir(folder)
    assert "nothing that is no text" in str(raised.value)
    str(raised.value).encode()


@pytest.mark.parametrize("uri", ["", "weights.pt", "a b", "://x", None, "s3://a\nb", "http://[bad"])
def test_what_is_no_uri_is_no_reference(uri: str) -> None:
    with pytest.raises(TrackError, match="no URI"):
        Artifact("data").add_reference(uri, "x")


def test_a_reference_with_a_password_is_refused_and_the_password_not_repeated() -> None:
    with pytest.raises(TrackError) as raised:
        Artifact("data").add_reference("https://me:hunter2@host/x.pt")
    assert "hunter2" not in str(raised.value)


def test_metadata_are_values_of_json_with_secrets_covered() -> None:
    import numpy

    artifact = Artifact("data", metadata={"api_key": "hunter2", "n": 3, "shape": numpy.array([1, 2])})
    assert artifact.metadata == {"api_key": "***", "n": 3, "shape": [1, 2]}
    for wrong in ({"x": object()}, {"x": {1j}}, [1]):
        with pytest.raises(TrackError, match="metadata"):
            Artifact("data", metadata=wrong)  # type: ignore[arg-type]
