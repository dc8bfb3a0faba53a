"""The bytes of a journal, little-endian.

    header      "ATOJ", version u8, run uid (16 bytes), crc32
    POINT       "P", key u32, step i64, time f64, value f64, crc32
    POINTS      "D", count u16, step i64, time f64, count × (key u32, value f64), crc32
    DEFINITION  "K", key u32, length u32, name in UTF-8, crc32
    FACT        "J", length u32, JSON in UTF-8, crc32

The checksum is that of the record before it. A key is a number for a metric's name, valid within one journal,
which defines it ahead of its first point. Everything else that a run has to say is a fact: a JSON object with
a ``kind``.
"""

from __future__ import annotations

from struct import Struct
from typing import NamedTuple
from zlib import crc32

MAGIC = b"ATOJ"
VERSION = 1
HEADER = Struct("<4sB16s")
POINT = Struct("<cIqdd")
POINTS = Struct("<cHqd")
PAIR_SIZE = Struct("<Id").size
DEFINITION = Struct("<cII")
FACT = Struct("<cI")
CRC = Struct("<I")
HEADER_SIZE = HEADER.size + CRC.size
POINT_SIZE = POINT.size + CRC.size

EXACT = 2**53
"""Up to here every whole number is a float; beyond it only some are."""
MAX_NAME = 500
"""How many characters a metric's name may have."""
MAX_POINTS = 0xFFFF
STEPS = (-(2**63), 2**63 - 1)


Point = tuple[int, int, float, float]
"""One value of one metric: the journal's number for its name, the step, the time, the value."""


class Definition(NamedTuple):
    """The name that a key of the journal stands for."""

    key: int
    name: str


def sealed(record: bytes) -> bytes:
    """A record with its checksum."""
    return record + CRC.pack(crc32(record))


def header(uid: str) -> bytes:
    """What a journal of a run begins with; ``uid`` is 32 hexadecimal digits."""
    return sealed(HEADER.pack(MAGIC, VERSION, bytes.fromhex(uid)))


def definition(key: int, name: str) -> bytes:
    """The record that gives a key its name."""
    text = name.encode()
    return sealed(DEFINITION.pack(b"K", key, len(text)) + text)


def fact(text: bytes) -> bytes:
    """The record of a fact, given as JSON."""
    return sealed(FACT.pack(b"J", len(text)) + text)


def points(step: int, time: float, pairs: list[tuple[int, float]]) -> bytes:
    """The records of several values at one step, in as few as it takes."""
    records: list[bytes] = []
    for start in range(0, len(pairs), MAX_POINTS):
        part = pairs[start : start + MAX_POINTS]
        body = Struct("<" + "Id" * len(part)).pack(*(item for pair in part for item in pair))
        records.append(sealed(POINTS.pack(b"D", len(part), step, time) + body))
    return b"".join(records)
