"""PNG and its animated form, written and read by zlib alone.

Eight bits a channel: gray, gray with alpha, RGB, RGBA. Rows are written as differences to the row above. What
we read back may be filtered in any way, but has no palette and is not interlaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct, error
from typing import Any, NamedTuple
from zlib import compress, crc32, decompressobj
from zlib import error as zlib_error

from ato.track._errors import TrackError
from ato.track.media._medium import LARGEST

MAGIC = b"\x89PNG\r\n\x1a\n"
COLORS = {1: 0, 2: 4, 3: 2, 4: 6}
"""The kind of color in PNG by the number of channels."""
CHANNELS = {color: channels for channels, color in COLORS.items()}
LEVEL = 4
HEAD = Struct(">IIBBBBB")
ANIMATION = Struct(">II")
FRAME = Struct(">IIIIIHHBB")
LENGTH = Struct(">I")
UP = 2


class Header(NamedTuple):
    """What a PNG says of itself first."""

    width: int
    height: int
    depth: int
    color: int
    compression: int
    filter: int
    interlace: int


def chunk(name: bytes, data: bytes) -> bytes:
    """One part of a PNG."""
    return LENGTH.pack(len(data)) + name + data + LENGTH.pack(crc32(name + data))


def written(pixels: Any, extra: bytes = b"") -> bytes:
    """The PNG of an array height × width × channels of bytes; ``extra`` are further parts of the file."""
    return MAGIC + _head(pixels) + extra + chunk(b"IDAT", _packed(pixels)) + chunk(b"IEND", b"")


def animated(frames: Any, milliseconds: int) -> bytes:
    """The animated PNG of an array frames × height × width × channels of bytes, which repeats for ever."""
    height, width = frames.shape[1:3]
    parts = [MAGIC, _head(frames[0]), chunk(b"acTL", ANIMATION.pack(len(frames), 0))]
    number = 0
    for at, frame in enumerate(frames):
        control = FRAME.pack(number, width, height, 0, 0, milliseconds, 1000, 0, 0)
        parts.append(chunk(b"fcTL", control))
        number += 1
        if at == 0:
            parts.append(chunk(b"IDAT", _packed(frame)))
            continue
        parts.append(chunk(b"fdAT", LENGTH.pack(number) + _packed(frame)))
        number += 1
    return b"".join([*parts, chunk(b"IEND", b"")])


def _head(pixels: Any) -> bytes:
    height, width, channels = pixels.shape
    return chunk(b"IHDR", HEAD.pack(width, height, 8, COLORS[channels], 0, 0, 0))


def _packed(pixels: Any) -> bytes:
    from ato.track.media._arrays import numpy

    module = numpy()
    height, width, channels = pixels.shape
    rows = pixels.reshape(height, width * channels)
    lines = module.empty((height, width * channels + 1), module.uint8)
    lines[:, 0] = UP
    lines[0, 1:] = rows[0]
    lines[1:, 1:] = rows[1:] - rows[:-1]  # bytes wrap around, as the format says
    return compress(lines, LEVEL)


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG, by name. Raises ``TrackError`` for what is none, or is damaged."""
    if not content.startswith(MAGIC):
        raise TrackError("the image", "is no PNG")
    at = len(MAGIC)
    while at < len(content):
        try:
            (length,) = LENGTH.unpack_from(content, at)
            name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
            (seal,) = LENGTH.unpack_from(content, at + 8 + length)
        except error:
            raise TrackError("the image", "is a PNG that breaks off") from None
        if crc32(name + data) != seal:
            raise TrackError("the image", "is a damaged PNG")
        yield name, data
        at += 12 + length


def header(content: bytes) -> Header:
    """What a PNG says of itself."""
    name, data = next(chunks(content), (b"", b""))
    if name != b"IHDR" or len(data) != HEAD.size:
        raise TrackError("the image", "is a PNG without a header")
    return Header(*HEAD.unpack(data))


def read(content: bytes) -> list[Any]:
    """The frames of a PNG, each height × width × channels of bytes; a plain one has one."""
    head = header(content)
    if head.depth != 8 or head.interlace or head.color not in CHANNELS:
        raise TrackError("the image", "is a PNG of a kind that is kept but not read", _OTHERS)
    streams: list[list[bytes]] = []
    for name, data in chunks(content):
        if name == b"IDAT":
            if not streams:
                streams.append([])
            streams[0].append(data)
        elif name == b"fcTL" and streams:
            streams.append([])
        elif name == b"fdAT":
            streams[-1].append(data[4:])
    return [_unpacked(b"".join(stream), head) for stream in streams]


_OTHERS = ("open what .data holds with a library for images",)


def _unpacked(stream: bytes, head: Header) -> Any:
    from ato.track.media._arrays import numpy

    module = numpy()
    channels = CHANNELS[head.color]
    size = head.height * (head.width * channels + 1)
    if size > 4 * LARGEST:
        raise TrackError("the image", f"is a PNG of {size} bytes, which is too large to be read")
    try:
        raw = decompressobj().decompress(stream, size)
    except zlib_error:
        raise TrackError("the image", "is a damaged PNG") from None
    if len(raw) != size:
        raise TrackError("the image", "is a PNG that breaks off")
    lines = module.frombuffer(raw, module.uint8).reshape(head.height, head.width * channels + 1)
    if (lines[:, 0] == UP).all():
        rows = module.cumsum(lines[:, 1:], axis=0, dtype=module.uint8)
    else:
        rows = _unfiltered(module, lines, channels)
    return rows.reshape(head.height, head.width, channels)


def _unfiltered(module: Any, lines: Any, channels: int) -> Any:
    """Rows of a PNG that others have written."""
    rows = module.zeros((lines.shape[0] + 1, lines.shape[1] - 1), module.uint8)
    for at, line in enumerate(lines):
        kind, row, above = line[0], line[1:], rows[at]
        if kind == 0:
            rows[at + 1] = row
        elif kind == UP:
            rows[at + 1] = row + above
        else:
            rows[at + 1] = _from_the_left(kind, row.tolist(), above.tolist(), channels)
    return rows[1:]


def _from_the_left(kind: int, row: list[int], above: list[int], channels: int) -> list[int]:
    done = [0] * channels
    corner = [0] * channels + above
    for at, value in enumerate(row):
        left, up, diagonal = done[at], above[at], corner[at]
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + up) // 2
        elif kind == 4:
            guess = _paeth(left, up, diagonal)
        else:
            raise TrackError("the image", "is a damaged PNG")
        done.append((value + guess) & 255)
    return done[channels:]


def _paeth(left: int, up: int, diagonal: int) -> int:
    guess = left + up - diagonal
    near = (abs(guess - left), abs(guess - up), abs(guess - diagonal))
    if near[0] <= near[1] and near[0] <= near[2]:
        return left
    return up if near[1] <= near[2] else diagonal
