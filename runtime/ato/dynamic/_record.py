"""What was written to a config while its scope was applied: by whom, from which line, in which order.

The config tells of every write (``_watch``); reads pay nothing. Each step holds the value as plain data, so
that what changes later does not change the story.
"""

from __future__ import annotations

from sys import _getframe

from ato.config import MISSING
from ato.dynamic._dict import Dict, is_mapping, is_sequence
from ato.dynamic._watch import DELETED, OPENED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import Any

OURS = __file__.rpartition("_record")[0]
"""Where code of ours lies: lines there are never whose write it was."""


class Writer:
    """Who writes: ``phase`` and ``by`` as an explanation tells them, and the ``place`` if it is known."""

    __slots__ = ("by", "phase", "place", "priority", "text")

    def __init__(
        self, phase: str, by: str = "", *, priority: int = 0, text: str = "", place: tuple[str, int] = ("", 0)
    ) -> None:
        self.phase = phase
        self.by = by
        self.priority = priority
        self.text = text
        self.place = place


class Written:
    """One write: ``leaves`` are the plain values at and below ``path`` by their paths; none if deleted."""

    __slots__ = ("leaves", "path", "place", "writer")

    def __init__(self, path: str, leaves: dict[str, object], writer: Writer, place: tuple[str, int]) -> None:
        self.path = path
        self.leaves = leaves
        self.writer = writer
        self.place = place

    def value_at(self, key: str) -> object:
        """What the write made of a key; MISSING where it took it away."""
        return self.leaves.get(key, MISSING)


class Record:
    """The writes to one config, in order."""

    __slots__ = ("writer", "writes")

    def __init__(self) -> None:
        self.writes: list[Written] = []
        self.writer = Writer("default")

    def hear(self, path: tuple[str, ...], value: object, kind: str) -> None:
        """Note a write, as a watched config tells of it."""
        if kind == OPENED:
            return
        key = ".".join(path)
        leaves = {} if kind == DELETED else dict(leaves_of(key, value))
        place = self.writer.place
        if not place[1] and self.writer.phase != "outside":
            place = calling_line(_getframe(1))
        self.writes.append(Written(key, leaves, self.writer, place))

    def begin(self, config: Dict) -> None:
        """Note what a config holds to begin with, unless it is known who wrote it."""
        writer = Writer("default")
        known = {key for write in self.writes for key in write.leaves}
        for key, value in leaves_of("", config):
            if key not in known:
                self.writes.append(Written(key, {key: value}, writer, ("", 0)))

    def touching(self, key: str) -> list[Written]:
        """The writes that set a key or took it away, in order."""
        found: list[Written] = []
        is_there = False
        for write in self.writes:
            is_set = key in write.leaves
            is_above = key == write.path or key.startswith(f"{write.path}.")
            if is_set or (is_there and is_above):
                found.append(write)
                is_there = is_set
        return found


def leaves_of(prefix: str, value: object) -> Iterator[tuple[str, object]]:
    """The dotted paths at which values stand, from ``prefix`` on; a config without keys is one itself."""
    if not isinstance(value, Dict) or (prefix and not value._data):
        yield prefix, plain(value)
        return
    for name, item in value._data.items():
        yield from leaves_of(f"{prefix}.{name}" if prefix else name, item)


def plain(value: object, depth: int = 0) -> Any:
    """A value as it can be told and compared: containers as new ones, foreign objects by a short name."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if depth > 50:
        return "..."
    if is_sequence(value):
        return [plain(item, depth + 1) for item in value]
    if is_mapping(value):
        pairs = value._data if isinstance(value, Dict) else value
        return {str(key): plain(item, depth + 1) for key, item in pairs.items()}
    name = getattr(value, "__qualname__", "")
    return f"<{name}>" if name else f"<{type(value).__qualname__}>"


def calling_line(frame: FrameType | None) -> tuple[str, int]:
    """The file and line of the nearest code that is not ours."""
    while frame is not None and frame.f_code.co_filename.startswith(OURS):
        frame = frame.f_back
    return ("", 0) if frame is None else (frame.f_code.co_filename, frame.f_lineno)


def spelled(place: tuple[str, int]) -> str:
    """A place as people read it: relative to where the program runs, if it lies there."""
    from os.path import abspath, relpath

    name, line = place
    if not line:
        return ""
    if name.startswith("<"):
        return f"{name}:{line}"
    path = relpath(abspath(name)).replace("\\", "/")
    return f"{name if path.startswith('..') else path}:{line}"
