"""What a terminal is told: its width, colours where they are wanted, and tables that fit it.

Whatever a run is named by, no sign of it steers the terminal: ``shown`` spells those that would.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from ato.config.explained._telling import cells, visible

NARROWEST = 2
COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
SIGNS = 8
"""So many signs for each column of a terminal are looked at: some take no room, as accents."""


def say(text: str) -> None:
    """Write a text to standard output; leaves quietly if nobody reads."""
    from ato.config._program import say as said

    said(sys.stdout, text)


def say_data(text: str) -> None:
    """Write what programs read as it is; to a terminal as one may look at it."""
    say(shown(text) if is_terminal() else text)


def complain(problem: object) -> None:
    """Write what is wrong to standard error."""
    from ato.config._program import say as said

    said(sys.stderr, f"error: {shown(str(problem))}\n")


def shown(text: str) -> str:
    """A text of several lines, without signs that would steer a terminal."""
    return "\n".join(visible(line) for line in text.split("\n"))


def is_terminal() -> bool:
    """Whether people look at the output as it comes."""
    return sys.stdout is not None and sys.stdout.isatty()


def width() -> int | None:
    """Columns that there are: of the terminal, or as ``COLUMNS`` says; None in a pipe, which has no end."""
    from shutil import get_terminal_size

    if is_terminal() or os.environ.get("COLUMNS", "").isdigit():
        return max(20, get_terminal_size((80, 24)).columns)
    return None


def is_coloured(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal that shows colours; ``NO_COLOR`` goes before ``FORCE_COLOR``."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.environ.get("TERM") != "dumb" and stream is not None and stream.isatty()


def painted(text: str, colour: str) -> str:
    """A text in a colour, where colours are shown."""
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if is_coloured(sys.stdout) else text


def cut(text: str, room: int) -> str:
    """A text in no more columns than there is room for."""
    if len(text) <= room * SIGNS and cells(text) <= room:
        return text
    return "".join(_fitting(text, room - 1)) + "…"


def cut_left(text: str, room: int) -> str:
    """The end of a text, in no more columns than there is room for."""
    if len(text) <= room * SIGNS and cells(text) <= room:
        return text
    return "…" + "".join(_fitting(reversed(text), room - 1))[::-1]


def _fitting(signs: Iterable[str], room: int) -> list[str]:
    found: list[str] = []
    most = room * SIGNS
    for sign in signs:
        room -= cells(sign)
        if room < 0 or len(found) == most:
            break
        found.append(sign)
    return found


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns, each as wide as it needs to be."""
    return "".join(f"{line}\n" for line in aligned(rows))


def aligned(
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    firm: Sequence[int] = (),
    indent: str = "",
    room: int | None = None,
) -> list[str]:
    """Rows in columns; those named in ``right`` end at one line.

    Where there is no room, the widest are cut until all fit, those named in ``firm`` last.
    """
    most = None if room is None else room * SIGNS
    lines = [[visible(cell[:most]) for cell in row] for row in rows]
    widths = [max(cells(row[place]) for row in lines) for place in range(len(lines[0]))] if lines else []
    if room is not None:
        left = room - len(indent) - 2 * (len(widths) - 1)
        _shrink(widths, left, [place for place in range(len(widths)) if place not in firm])
        _shrink(widths, left, list(range(len(widths))))
    found: list[str] = []
    for row in lines:
        parts = [_padded(cell, widths[place], is_right=place in right) for place, cell in enumerate(row)]
        line = indent + "  ".join(parts)
        found.append((line if room is None else cut(line, room)).rstrip())
    return found


def _padded(text: str, width: int, *, is_right: bool) -> str:
    text = cut(text, width)
    space = " " * (width - cells(text))
    return space + text if is_right else text + space


def _shrink(widths: list[int], room: int, places: Sequence[int]) -> None:
    while sum(widths) > room:
        widest = max(places, key=lambda place: widths[place], default=None)
        if widest is None or widths[widest] <= NARROWEST:
            return
        widths[widest] -= 1
