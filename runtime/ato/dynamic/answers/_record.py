"""What was written to a config while its scope was applied: by whom, from which line, in which order.

The config tells of every write (``_watch``); reads pay nothing. Each step holds the value as plain data, so
that what changes later does not change the story. Of a list that is changed in place nobody tells: lists are
looked at where the writer changes, and what has changed by then was the one before.
"""

from __future__ import annotations

from sys import _getframe

from ato.config import MISSING
from ato.config.types._values import in_fixed_order, is_set
from ato.dynamic.answers._kept import Kept, kept
from ato.dynamic.trees._dict import Dict, is_mapping, is_sequence
from ato.dynamic.trees._watch import DELETED, OPENED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType, FrameType
    from typing import Any

IN_PLACE = "it was changed in place"
OURS = __file__.rpartition("answers")[0]
"""Where code of ours lies: lines there are never whose write it was."""


class Writer:
    """Who writes: ``phase`` and ``by`` as an explanation tells them, and the ``place`` if it is known.

    ``function`` is the view, and ``code`` what runs of it, for those who look for a place in them.
    """

    __slots__ = ("by", "code", "function", "phase", "place", "priority", "text")

    def __init__(
        self,
        phase: str,
        by: str = "",
        *,
        priority: int = 0,
        text: str = "",
        place: tuple[str, int] = ("", 0),
        function: Callable[..., object] | None = None,
        code: CodeType | None = None,
    ) -> None:
        self.phase = phase
        self.by = by
        self.priority = priority
        self.text = text
        self.place = place
        self.function = function
        self.code = code


class Written:
    """One write: ``leaves`` are the plain values at and below ``path`` by their paths; none if deleted.

    Of a value that was changed in place ``how`` says so.
    """

    __slots__ = ("how", "leaves", "path", "place", "writer")

    def __init__(
        self, path: str, leaves: dict[str, object], writer: Writer, place: tuple[str, int], how: str = ""
    ) -> None:
        self.path = path
        self.leaves = leaves
        self.writer = writer
        self.place = place
        self.how = how

    def value_at(self, key: str) -> object:
        """What the write made of a key; MISSING where it took it away."""
        return self.leaves.get(key, MISSING)


class Record:
    """The writes to one config, in order; ``active`` are the names of the views that were asked for."""

    __slots__ = ("_above", "_kept", "active", "writer", "writes")

    def __init__(self) -> None:
        self.active: frozenset[str] = frozenset()
        self.writes: list[Written] = []
        self.writer = Writer("default")
        self._kept: dict[str, tuple[Kept, object]] = {}
        self._above: set[str] = set()

    def hear(self, path: tuple[str, ...], value: object, kind: str) -> None:
        """Note a write, as a watched config tells of it."""
        if kind == OPENED and isinstance(value, Dict):
            return
        place = self.writer.place
        if not place[1] and self.writer.phase != "outside":
            place = calling_line(_getframe(1))
        key = self._inside(path)
        if key:  # of a config in a list it is the list that is told
            value, kind = self._kept[key][0].value, OPENED
        else:
            key = ".".join(path)
            self._forget(key, MISSING if kind == DELETED else value)
        written = {} if kind == DELETED else dict(_leaves(key, value))
        leaves = {leaf: plain(item) for leaf, item in written.items()}
        self.writes.append(Written(key, leaves, self.writer, place))
        for leaf, item in written.items():
            self._keep(leaf, item, leaves[leaf])

    def begin(self, config: Dict) -> None:
        """Note what a config holds to begin with, unless it is known who wrote it."""
        writer = Writer("default")
        known = {key for write in self.writes for key in write.leaves}
        self._kept = {}
        for key, value in _leaves("", config):
            told = plain(value)
            self._keep(key, value, told)
            if key not in known:
                self.writes.append(Written(key, {key: told}, writer, ("", 0)))

    def turn_to(self, writer: Writer) -> None:
        """Let somebody else write from now on."""
        for key in list(self._kept):
            self._look_at(key)
        self.writer = writer

    def end(self) -> None:
        """Note what is left to be noted; nobody writes any more."""
        self.turn_to(Writer("default"))
        self._kept = {}

    def _inside(self, path: tuple[str, ...]) -> str:
        """The key of the list that a path leads into, if it does."""
        if self._kept:
            for end in range(1, len(path)):
                key = ".".join(path[:end])
                if key in self._kept:
                    return key
        return ""

    def _forget(self, key: str, value: object) -> None:
        """Look at what stood at and below a key for the last time; a value that stays there is told anew."""
        below = f"{key}."
        found = [each for each in self._kept if each.startswith(below)] if key in self._above else []
        for each in (*found, key) if key in self._kept else found:
            if self._kept[each][0].value is not value:
                self._look_at(each)
            del self._kept[each]

    def _keep(self, key: str, value: object, told: object) -> None:
        now = kept(value)
        if now is not None:
            self._kept[key] = (now, told)
            steps = key.split(".")
            self._above.update(".".join(steps[:end]) for end in range(1, len(steps)))

    def _look_at(self, key: str) -> None:
        """Note it where a value was changed in place."""
        before, told = self._kept[key]
        if before.is_unchanged():
            return
        value = plain(before.value)
        self._keep(key, before.value, value)
        if not alike(value, told):
            place, how = changing_line(self.writer, key)
            self.writes.append(Written(key, {key: value}, self.writer, place, how))

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
    for key, item in _leaves(prefix, value):
        yield key, plain(item)


def _leaves(prefix: str, value: object) -> Iterator[tuple[str, object]]:
    if not isinstance(value, Dict) or (prefix and not value._data):
        yield prefix, value
        return
    for name, item in value._data.items():
        yield from _leaves(f"{prefix}.{name}" if prefix else name, item)


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
    if is_set(value):
        return [plain(item, depth + 1) for item in in_fixed_order(value)]
    name = getattr(value, "__qualname__", "")
    return f"<{name}>" if name else f"<{type(value).__qualname__}>"


def alike(left: Any, right: Any) -> bool:
    """Whether two plain values are the same: ``1``, ``1.0`` and ``True`` differ, ``nan`` is itself."""
    if type(left) is not type(right):
        return False
    if is_sequence(left):
        return len(left) == len(right) and all(map(alike, left, right))
    if is_mapping(left):
        return list(left) == list(right) and all(map(alike, left.values(), right.values()))
    return left is right or left == right or (left != left and right != right)


def code_of(function: Callable[..., object] | None) -> CodeType | None:
    """What a function runs, if it is one of Python's; of one that wraps another, that of the other."""
    from inspect import unwrap

    inner: Any = None if function is None else unwrap(function)
    found: CodeType | None = getattr(getattr(inner, "__func__", inner), "__code__", None)
    return found


def changing_line(writer: Writer, key: str) -> tuple[tuple[str, int], str]:
    """Where a writer changed a value in place, and how that is said: the line if only one can be it."""
    if writer.function is None or writer.code is None:
        return writer.place, IN_PLACE
    from ato.dynamic.answers._changes import line_of_change

    name, line = writer.code.co_filename, line_of_change(writer.function, writer.code, key)
    if line:
        return (name, line), IN_PLACE
    return (name, writer.code.co_firstlineno), f"{IN_PLACE}, somewhere in what begins there"


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
