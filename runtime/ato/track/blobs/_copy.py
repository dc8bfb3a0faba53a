"""Bytes from one open file to another, hashed on the way."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import Protocol

PIECE = 1 << 20


class Readable(Protocol):
    """What bytes are read from, piece by piece."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


def pour(source: Readable, descriptor: int) -> tuple[str, int]:
    """Write all that a stream holds to an open file; returns digest and size of what was written."""
    digest, size = sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
        write_all(descriptor, piece)
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
