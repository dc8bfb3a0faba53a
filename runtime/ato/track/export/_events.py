"""TensorBoard's event files, by the byte: records with checksums, and the few messages in them.

A record is its length, a masked checksum of that, the message, and a masked checksum of it. Messages are in
the wire format of protocol buffers: fields in order, each a number with a wire type, and a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack

VERSION = "brain.Event:2"
POLYNOMIAL = 0x82F63B78  # of CRC-32C, its bits turned around
MASK_DELTA = 0xA282EAD8
STRING_TENSOR = 7  # DT_STRING


def _table() -> tuple[int, ...]:
    found: list[int] = []
    for number in range(256):
        value = number
        for _ in range(8):
            value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
        found.append(value)
    return tuple(found)


TABLE = _table()


def crc32c(content: bytes) -> int:
    """The checksum of Castagnoli."""
    value = 0xFFFFFFFF
    for byte in content:
        value = TABLE[(value ^ byte) & 0xFF] ^ value >> 8
    return value ^ 0xFFFFFFFF


def record(message: bytes) -> bytes:
    """A message as it stands in the file."""
    length = pack("<Q", len(message))
    return length + _masked(length) + message + _masked(message)


def _masked(content: bytes) -> bytes:
    value = crc32c(content)
    return pack("<I", ((value >> 15 | value << 17) + MASK_DELTA) & 0xFFFFFFFF)


def version(time: float) -> bytes:
    """The event that a file begins with."""
    return _double(1, time) + _bytes(3, VERSION.encode())


def event(time: float, step: int, value: bytes) -> bytes:
    """An event with one value of a summary."""
    return _double(1, time) + _number(2, step) + _bytes(5, _bytes(1, value))


def scalar(tag: str, value: float) -> bytes:
    """A number, which TensorBoard keeps in 32 bits."""
    return _tag(tag) + _float(2, value)


def image(tag: str, size: tuple[int, int], channels: int, png: bytes) -> bytes:
    """A picture; ``size`` is its height and width."""
    inner = _number(1, size[0]) + _number(2, size[1]) + _number(3, channels) + _bytes(4, png)
    return _tag(tag) + _bytes(4, inner)


def audio(tag: str, rate: float, channels: int, frames: int, wav: bytes) -> bytes:
    """Sound."""
    inner = _float(1, rate) + _number(2, channels) + _number(3, frames)
    return _tag(tag) + _bytes(6, inner + _bytes(4, wav) + _bytes(5, b"audio/wav"))


def histogram(tag: str, edges: Sequence[float], counts: Sequence[float], about: Sequence[float]) -> bytes:
    """Counts between edges; ``about`` are least, greatest, number, sum and squares' sum of the values."""
    inner = b"".join(_double(number, value) for number, value in enumerate(about, 1))
    limits, heights = list(edges), [0.0, *counts]  # a bucket ends at its limit; the first one is below all
    inner += _bytes(6, pack(f"<{len(limits)}d", *limits)) + _bytes(7, pack(f"<{len(heights)}d", *heights))
    return _tag(tag) + _bytes(5, inner)


def text(tag: str, content: str) -> bytes:
    """A text, of which TensorBoard shows the Markdown."""
    shape = _bytes(2, _bytes(2, _number(1, 1)))
    tensor = _number(1, STRING_TENSOR) + shape + _bytes(8, content.encode("utf-8", "replace"))
    plugin = _bytes(9, _bytes(1, _bytes(1, b"text")))
    return _tag(tag) + _bytes(8, tensor) + plugin


def _tag(tag: str) -> bytes:
    return _bytes(1, tag.encode("utf-8", "replace"))


def _varint(value: int) -> bytes:
    value &= 0xFFFFFFFFFFFFFFFF
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _double(field: int, value: float) -> bytes:
    return _varint(field << 3 | 1) + pack("<d", value)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _float(field: int, value: float) -> bytes:
    try:
        packed = pack("<f", value)
    except OverflowError:  # beyond what 32 bits hold
        packed = pack("<f", float("inf") if value > 0 else float("-inf"))
    return _varint(field << 3 | 5) + packed
