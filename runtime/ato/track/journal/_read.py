"""Reading a journal back, from any offset, across what is torn or damaged.

A record that does not match its checksum is the torn end of a write, one still on its way, or damage. What
follows tells: where a whole record starts later on, the bytes before it are damage and are passed over; where
none does, reading stops ahead of them, and whoever knows that the owner is dead passes over the rest.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import Struct, error
from typing import cast
from zlib import crc32

from ato.track.journal._format import (
    CRC,
    DEFINITION,
    FACT,
    HEADER,
    HEADER_SIZE,
    MAGIC,
    PAIR_SIZE,
    POINT,
    POINT_SIZE,
    POINTS,
    VERSION,
    Definition,
    Point,
)

CHUNK = 1 << 20
"""Bytes read at a time; more where a single record is longer."""
TAGS = b"PDKJ"
POINT_TAG = TAGS[0]
KEY_AT = {b"P"[0]: 4, b"K"[0]: 4, b"D"[0]: POINTS.size + 3}
"""Where the highest byte of the first key is, which is zero: no journal defines 16 million names."""

# One column of points that follow each other.
KEYS = Struct("<xI28x")
POINT_STEPS = Struct("<5xq20x")
TIMES = Struct("<13xd12x")
VALUES = Struct("<21xd4x")
SEALS = Struct("<29xI")


@dataclass(slots=True)
class Batch:
    """What a part of a journal says; ``end`` is where the next one begins, ``damaged`` counts lost bytes.

    Points are held by the column, which is how they are read and stored fast.
    """

    start: int
    end: int
    keys: list[int] = field(default_factory=list[int])
    steps: list[int] = field(default_factory=list[int])
    times: list[float] = field(default_factory=list[float])
    values: list[float] = field(default_factory=list[float])
    facts: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    damaged: int = 0

    @property
    def points(self) -> list[Point]:
        """The points one by one."""
        return list(zip(self.keys, self.steps, self.times, self.values))


class Reader:
    """Reads the journal of a run in order; ``names`` are those of the keys that it has met so far.

    It holds the file open, and so goes on where the file is removed. Raises ``ValueError`` for a file that is
    no journal, or one of a version that is not known.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self.names: dict[int, str] = {}
        self.offset: int = HEADER_SIZE
        self._learned: int = HEADER_SIZE
        self._descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self.uid = _uid_of(self._at(0, HEADER_SIZE), self.path)

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        descriptor, self._descriptor = getattr(self, "_descriptor", -1), -1
        if descriptor >= 0:
            os.close(descriptor)

    @property
    def left(self) -> int:
        """How many bytes lie ahead, whole records or not."""
        return max(0, os.fstat(self._descriptor).st_size - self.offset)

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the file, whatever they are."""
        at = 0
        while piece := self._at(at, CHUNK):
            yield piece
            at += len(piece)

    def seek(self, offset: int) -> None:
        """Go to an offset, learning the names of the keys that are defined ahead of it."""
        self.offset = min(offset, self._learned)
        while self.offset < offset:
            if self._batch(offset) is None:
                break
        self.offset = max(offset, HEADER_SIZE)

    def read(self) -> Batch | None:
        """The next part, or None where there is no whole record left. Goes on behind it the next time."""
        return self._batch(None)

    def skip_torn(self) -> int:
        """Pass over what is left at the end of a dead process's journal; returns how many bytes that are."""
        torn = self.left
        self.offset += torn
        return torn

    def _at(self, offset: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._descriptor, size, offset)
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        return os.read(self._descriptor, size)

    def _batch(self, until: int | None) -> Batch | None:
        size = CHUNK
        while True:
            data = self._at(self.offset, size if until is None else min(size, until - self.offset))
            is_all = len(data) < size
            batch = self._parsed(data, is_all=is_all)
            if batch.end > batch.start:
                self.offset = batch.end
                self._learned = max(self._learned, batch.end)
                return batch
            if is_all:
                return None
            size *= 4  # one record is longer than a chunk

    def _parsed(self, data: bytes, *, is_all: bool) -> Batch:
        batch = Batch(self.offset, self.offset)
        at = 0
        while at < len(data):
            taken = self._record(data, at, batch)
            if taken == at:  # torn, damaged or not all there
                if not is_all and _reaches_beyond(data, at):
                    break
                found = _next_record(data, at)
                if found is None:
                    break
                taken = found
                batch.damaged += taken - at
            at = taken
        batch.end = self.offset + at
        return batch

    def _record(self, data: bytes, at: int, batch: Batch) -> int:
        """Take up the records from ``at`` on, one, or several points; returns where the next one begins.

        That is ``at`` where the record there is not whole.
        """
        if data[at] == POINT_TAG:  # by far the most
            return at + _points_from(data, at, batch) * POINT_SIZE
        end = _whole(data, at)
        if end is None:
            return at
        try:
            items = list(_items(data, at, end - 4))
        except (ValueError, RecursionError):  # whole, and yet no text or no JSON
            batch.damaged += end - at
            return end
        for item in items:
            if isinstance(item, dict):
                batch.facts.append(item)
            elif isinstance(item, Definition):
                self.names[item.key] = item.name
            else:
                key, step, time, value = item
                batch.keys.append(key)
                batch.steps.append(step)
                batch.times.append(time)
                batch.values.append(value)
        return end


def run_uid(path: str | os.PathLike[str]) -> str:
    """The uid of the run whose journal a file is. Raises ``ValueError`` for what is none."""
    with Path(path).open("rb") as file:
        return _uid_of(file.read(HEADER_SIZE), os.fspath(path))


def is_nothing(path: str | os.PathLike[str]) -> bool:
    """Whether a journal ends within its header, as a power cut may leave it."""
    with Path(path).open("rb") as file:
        data = file.read(HEADER_SIZE + 1)
    return len(data) <= HEADER_SIZE and (data.startswith(MAGIC) or not data.strip(b"\0"))


def _uid_of(data: bytes, path: str) -> str:
    """The uid that a header tells; where it is damaged, the one in the name of the file."""
    if len(data) < HEADER_SIZE or crc32(data[:-4]) != CRC.unpack_from(data, HEADER.size)[0]:
        named = re.match("([0-9a-f]{32})[.]", Path(path).name)
        if named is None or len(data) < HEADER_SIZE:
            raise ValueError(f"{path} is no journal of a run, or is torn at its first bytes")
        return named[1]
    magic, version, uid = HEADER.unpack_from(data)
    if magic != MAGIC or version != VERSION:
        raise ValueError(f"{path} is a journal of version {version}; this ato reads {VERSION}")
    return bytes(uid).hex()


def _points_from(data: bytes, at: int, batch: Batch) -> int:
    """Take up the single points that follow each other from ``at`` on; returns how many are whole."""
    tags = data[at::POINT_SIZE]  # what begins where records of this length would
    count = len(tags) - len(tags.lstrip(TAGS[:1]))
    end = at + min(count, (len(data) - at) // POINT_SIZE) * POINT_SIZE
    if end == at:
        return 0
    size = POINT.size
    found = [crc32(data[start : start + size]) for start in range(at, end, POINT_SIZE)]
    seals = [seal for (seal,) in SEALS.iter_unpack(data[at:end])]
    count = len(seals)
    if found != seals:
        count = next(number for number, seal in enumerate(seals) if found[number] != seal)
    part = data[at : at + count * POINT_SIZE]
    batch.keys += [key for (key,) in KEYS.iter_unpack(part)]
    batch.steps += [step for (step,) in POINT_STEPS.iter_unpack(part)]
    batch.times += [time for (time,) in TIMES.iter_unpack(part)]
    batch.values += [value for (value,) in VALUES.iter_unpack(part)]
    return count


def _end_of(data: bytes, at: int) -> int | None:
    """Where the record at ``at`` ends by what its head says; None where no record begins."""
    tag = data[at : at + 1]
    size: int
    try:
        if tag == b"P":
            size = POINT.size
        elif tag == b"D":
            size = POINTS.size + POINTS.unpack_from(data, at)[1] * PAIR_SIZE
        elif tag == b"K":
            size = DEFINITION.size + DEFINITION.unpack_from(data, at)[2]
        elif tag == b"J":
            size = FACT.size + FACT.unpack_from(data, at)[1]
        else:
            return None
    except error:  # the head itself is not all there
        return len(data) + 1
    return at + size + CRC.size


def _whole(data: bytes, at: int) -> int | None:
    """Where the record at ``at`` ends, if it is all there and undamaged."""
    end = _end_of(data, at)
    if end is None or end > len(data):
        return None
    return end if crc32(data[at : end - 4]) == CRC.unpack_from(data, end - 4)[0] else None


def _reaches_beyond(data: bytes, at: int) -> bool:
    end = _end_of(data, at)
    return end is not None and end > len(data)


def _next_record(data: bytes, at: int) -> int | None:
    """Where a whole record starts behind ``at``; None if none does."""
    starts = (start for start in range(at + 1, len(data)) if data[start] in TAGS and _is_likely(data, start))
    return next((start for start in starts if _whole(data, start) is not None), None)


def _is_likely(data: bytes, at: int) -> bool:
    """Whether a record may start at a tag, which texts have many of: its key is no number beyond reason."""
    place = KEY_AT.get(data[at])
    return place is None or data[at + place : at + place + 1] in (b"", b"\0")


def _items(data: bytes, at: int, end: int) -> Iterator[Point | Definition | dict[str, object]]:
    """What a whole record of several points, of a name or of a fact says."""
    tag = data[at : at + 1]
    if tag == b"D":
        _, count, step, time = POINTS.unpack_from(data, at)
        values = Struct("<" + "Id" * count).unpack_from(data, at + POINTS.size)
        for key, value in zip(values[::2], values[1::2]):
            yield (key, step, time, value)
    elif tag == b"K":
        _, key, _ = DEFINITION.unpack_from(data, at)
        yield Definition(key, data[at + DEFINITION.size : end].decode())
    else:
        fact = json.loads(data[at + FACT.size : end])
        if not isinstance(fact, dict):
            raise ValueError("a fact is a mapping")
        yield cast("dict[str, object]", fact)
