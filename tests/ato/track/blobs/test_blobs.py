"""Bytes are kept by their content, wholly or not at all."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.track import TrackError
from ato.track.blobs import Blobs, is_digest
from tests.ato.track.run.programs import crowd, ran, started


def files_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("content", [b"", b"hello", os.urandom(3 << 20)], ids=["none", "few", "many"])
def test_bytes_streams_and_files_of_the_same_content_are_one_blob(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    blobs = Blobs(tmp_path / "blobs")
    put = {blobs.put(content), blobs.put(io.BytesIO(content)), blobs.put(tmp_path / "file")}
    digest = sha256(content).hexdigest()
    assert put == {(digest, len(content))}
    assert files_below(tmp_path / "blobs") == [f"{digest[:2]}/{digest}"]
    assert blobs.get(digest).read_bytes() == content
    assert list(blobs) == [digest]
    assert blobs.check(digest) == "here"
    assert blobs.get(digest).stat().st_mode & 0o777 == 0o444


@given(st.binary(max_size=40))
@settings(max_examples=20)
def test_what_comes_out_is_what_went_in(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    blobs = Blobs(tmp_path_factory.getbasetemp() / "all-blobs")
    assert blobs.get(blobs.put(content).digest).read_bytes() == content


def test_a_blob_goes_out_as_a_link_that_is_read_only(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    digest, _ = blobs.put(b"weights")
    (tmp_path / "out").write_bytes(b"what was there")
    blobs.link(digest, tmp_path / "out")
    assert (tmp_path / "out").samefile(blobs.get(digest))
    blobs.link(digest, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blobs", "out"]


@pytest.mark.parametrize(
    ("options", "mode"),
    [({"copy": True}, 0o644), ({"executable": True}, 0o555), ({"copy": True, "executable": True}, 0o755)],
)
def test_a_copy_is_a_file_of_its_own(tmp_path: Path, options: dict[str, bool], mode: int) -> None:
    blobs = Blobs(tmp_path / "blobs")
    digest, _ = blobs.put(b"#!/bin/sh\n")
    blobs.link(digest, tmp_path / "out", **options)
    assert not (tmp_path / "out").samefile(blobs.get(digest))
    assert (tmp_path / "out").stat().st_mode & 0o777 == mode


def test_where_links_are_refused_a_copy_goes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    blobs = Blobs(tmp_path / "blobs")
    digest, _ = blobs.put(b"weights")
    monkeypatch.setattr(os, "link", refused)
    blobs.link(digest, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"weights"
    assert not (tmp_path / "out").samefile(blobs.get(digest))


def spoil(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def test_what_was_damaged_is_told_never_copied_out_and_healed_by_putting_it_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest, _ = blobs.put(b"weights")
    spoil(blobs.get(digest), b"wEights")
    assert blobs.check(digest) == "damaged"
    with pytest.raises(TrackError, match="damaged"):
        blobs.link(digest, tmp_path / "out", copy=True)
    assert not (tmp_path / "out").exists()
    blobs.put(b"weights")
    assert blobs.check(digest) == "here"
    spoil(blobs.get(digest), b"wEights")
    blobs.put(io.BytesIO(b"weights"))
    assert blobs.check(digest) == "here"


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest, _ = blobs.put(b"weights")
    blobs.get(digest).unlink()
    assert blobs.check(digest) == "missing"
    with pytest.raises(TrackError, match="not in this store"):
        blobs.get(digest)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, "\0" * 64])
def test_what_is_no_digest_names_nothing(tmp_path: Path, name: str) -> None:
    assert not is_digest(name)
    with pytest.raises(TrackError, match="no digest"):
        Blobs(tmp_path).get(name)


def test_what_is_no_file_of_bytes_is_refused_and_blocks_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for source in (tmp_path, tmp_path / "pipe", tmp_path / "none", "a\0b", "/dev/zero"):
        with pytest.raises(TrackError, match=r"no file of bytes|cannot be read"):
            Blobs(tmp_path / "blobs").put(source)
    assert not (tmp_path / "blobs").exists()


def test_a_source_that_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    class Failing:
        def read(self, size: int, /) -> bytes:
            if (tmp_path / "blobs").exists() and any(
                path.stat().st_size for path in (tmp_path / "blobs").iterdir()
            ):
                raise OSError(5, "Input/output error")
            return b"x" * size

    with pytest.raises(OSError, match="Input/output"):
        Blobs(tmp_path / "blobs").put(Failing())
    assert files_below(tmp_path / "blobs") == []


def test_a_file_that_changes_while_it_is_copied_is_kept_as_it_was_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source = tmp_path / "growing"
    source.write_bytes(b"x" * (8 << 20))
    stop = threading.Event()

    def change() -> None:
        with source.open("r+b") as file:
            while not stop.is_set():
                file.seek(0, os.SEEK_END if file.tell() % 2 else os.SEEK_SET)
                file.write(os.urandom(1001))
                file.flush()

    changing = threading.Thread(target=change)
    changing.start()
    try:
        blobs = Blobs(tmp_path / "blobs")
        put = [blobs.put(source) for _ in range(3)]
    finally:
        stop.set()
        changing.join()
    for digest, size in put:
        assert (blobs.check(digest), blobs.size(digest)) == ("here", size)
    assert "changed while it was copied" in caplog.text


FULL = """
import resource, signal
from ato.track.blobs import Blobs
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
blobs = Blobs(sys.argv[1])
try:
    blobs.put(sys.argv[2])
except OSError as error:
    print(error.strerror)
print(blobs.put(b"small").size)
"""


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * (5 << 20))
    assert ran(FULL, tmp_path / "blobs", tmp_path / "large") == ("File too large\n5\n", "", 0)
    assert len(files_below(tmp_path / "blobs")) == 1


KILLED = """
from ato.track.blobs import Blobs
class Endless:
    def read(self, size):
        print("reading", flush=True)
        return b"x" * size
Blobs(sys.argv[1]).put(Endless())
"""


def test_a_kill_in_the_middle_of_a_copy_leaves_nothing_that_can_be_seen(tmp_path: Path) -> None:
    process = started(KILLED, tmp_path)
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert list(Blobs(tmp_path)) == []
    (left,) = files_below(tmp_path)
    assert left.endswith(".part")


MANY = """
from ato.track.blobs import Blobs
blobs = Blobs(sys.argv[1])
for each in range(20):
    blobs.put(bytes([each]) * 100_000)
"""


def test_processes_that_put_the_same_at_the_same_moment_keep_it_once(tmp_path: Path) -> None:
    out, err, status = ran(crowd(MANY, 6), tmp_path)
    assert (out, err, status) == ("", "", 0)
    blobs = Blobs(tmp_path)
    assert [blobs.check(digest) for digest in blobs] == ["here"] * 20
    assert len(files_below(tmp_path)) == 20


def test_putting_again_makes_a_blob_young(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest, _ = blobs.put(b"weights")
    os.utime(blobs.get(digest), (0, 0))
    blobs.put(b"weights")
    assert blobs.get(digest).stat().st_mtime > time.time() - 60
