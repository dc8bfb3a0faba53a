"""What is wrong with a text, and how much of one is read."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from ato.config import ConfigError, Problem


@dataclass(frozen=True)
class Bounds:
    """The largest texts that are read.

    ``depth`` bounds how deep containers stand in each other, ``values`` the keys, values and containers,
    ``digits`` those of a number, ``faults`` what is told of one text.
    """

    depth: int = 100
    values: int = 2_000_000
    digits: int = 4_000
    faults: int = 100


DEFAULT = Bounds()


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, from one offset to another (code points from 0).

    ``related`` is the stretch of what it clashes with and what that is. ``repeats`` tells that a key is given
    twice, which leaves a tree with the first of them; ``key`` is that key.
    """

    start: int
    end: int
    message: str
    help: tuple[str, ...] = ()
    related: tuple[int, int, str] | None = None
    repeats: bool = False
    key: str = ""


class Broken(Exception):
    """Nothing more of a statement can be read."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class Full(Exception):
    """As many faults are noted as are told of one text."""


class Lines:
    """From offsets to lines and columns, both from 1."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        offset = min(offset, self._length)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def refused(text: str, faults: list[Fault], name: str) -> ConfigError:
    """All faults as one error, each with its file, line and column."""
    lines = Lines(text)
    return ConfigError(_problem(fault, lines, name) for fault in faults)


def _problem(fault: Fault, lines: Lines, name: str) -> Problem:
    line, column = lines.place(fault.start)
    help = fault.help
    if fault.related is not None:
        start, _, what = fault.related
        help = (f"{what} at line {lines.place(start)[0]}, column {lines.place(start)[1]}", *help)
    return Problem(f"{name}:{line}:{column}" if name else f"{line}:{column}", fault.message, help)
