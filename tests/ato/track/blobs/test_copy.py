"""Bytes are copied as they are, and nothing is written that need not be."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import pytest

from ato.track import TrackError
from ato.track.blobs import Blobs, _copy
from ato.track.blobs._copy import PIECE, write_all


@pytest.mark.parametrize(
    "content",
    [
        bytes(3 * PIECE),
        bytes(PIECE) + b"x" + bytes(2 * PIECE),
        b"x" * PIECE + bytes(PIECE),
        bytes(PIECE) + b"x" * PIECE,
        bytes(2 * PIECE) + bytes(7),
    ],
)
def test_long_stretches_of_zeros_come_back_and_take_no_room(tmp_path: Path, content: bytes) -> None:
    blobs = Blobs(tmp_path)
    digest, size = blobs.put(io.BytesIO(content))
    assert (digest, size) == (sha256(content).hexdigest(), len(content))
    assert blobs.check(digest) == "here"
    assert blobs.get(digest).stat().st_blocks * 512 < len(content)
    blobs.link(digest, tmp_path / "out", copy=True)
    assert (tmp_path / "out").read_bytes() == content


def test_of_a_file_that_grows_as_fast_as_it_is_read_is_kept_what_it_held_at_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "log"
    source.write_bytes(b"x" * (2 * PIECE))

    def grow(descriptor: int, piece: bytes) -> None:
        write_all(descriptor, piece)
        assert source.stat().st_size < 20 * PIECE, "it is read for ever"
        with source.open("ab") as file:
            file.write(piece)

    monkeypatch.setattr(_copy, "write_all", grow)
    assert Blobs(tmp_path / "blobs").put(source).size == 2 * PIECE


def test_a_file_that_cannot_be_read_is_told_as_such_and_not_as_a_store_that_cannot_be_written(
    tmp_path: Path,
) -> None:
    with pytest.raises(TrackError, match=r"^/proc/self/mem: cannot be read: "):
        Blobs(tmp_path).put("/proc/self/mem")
    assert Blobs(tmp_path).put("/proc/self/status").size > 0
