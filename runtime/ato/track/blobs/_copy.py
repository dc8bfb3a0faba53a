"""Bytes from one open file to another, hashed on the way."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from typing import Protocol

from ato.track._errors import TrackError

PIECE = 1 << 20
_ZEROS = bytes(PIECE)


class Readable(Protocol):
    """What bytes are read from, piece by piece."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


class Source:
    """The first ``size`` bytes of a file: what it held when somebody looked, though it may grow for ever.

    Of a file that says to have none it is all there is: those of ``/proc`` do.
    """

    def __init__(self, file: Readable, name: str, size: int) -> None:
        self._file = file
        self._name = name
        self._left = size or sys.maxsize

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end. Raises ``TrackError`` where the file cannot be read."""
        try:
            piece = self._file.read(min(size, self._left))
        except OSError as error:
            raise TrackError(self._name, f"cannot be read: {error.strerror or error}") from error
        self._left -= len(piece)
        return piece


def pour(source: Readable, descriptor: int) -> tuple[str, int]:
    """Write all that a stream holds to an open file that is empty; returns digest and size of what was.

    Long stretches of zeros take no room on the disk, as in the source that they may come from.
    """
    digest, size, is_hole = sha256(), 0, False
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        is_hole = piece == _ZEROS
        if is_hole:
            os.lseek(descriptor, len(piece), os.SEEK_CUR)
        else:
            write_all(descriptor, piece)
    if is_hole:
        os.ftruncate(descriptor, size)
    return digest.hexdigest(), size


def write_all(descriptor: int, piece: bytes) -> None:
    """Write bytes, however many calls that takes."""
    view = memoryview(piece)
    while view:
        view = view[os.write(descriptor, view) :]


def digest_of(source: Readable) -> tuple[str, int]:
    """The digest and the size of what a stream holds."""
    digest, size = sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def is_same(one: Readable, other: Readable) -> bool:
    """Whether two streams hold the same bytes."""
    while True:
        mine, theirs = one.read(PIECE), other.read(PIECE)
        if mine != theirs:
            return False
        if not mine:
            return True
