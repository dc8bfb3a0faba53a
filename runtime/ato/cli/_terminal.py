"""What a terminal is told: its width, colours where they are wanted, and tables that fit it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from ato.config.explained._telling import cells, visible

NARROWEST = 2
COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def say(text: str) -> None:
    """Write a text to standard output."""
    from ato.config._program import say as said

    said(sys.stdout, text)


def is_terminal() -> bool:
    """Whether people look at the output as it comes."""
    return sys.stdout is not None and sys.stdout.isatty()


def width() -> int | None:
    """Columns that there are: of the terminal, or as ``COLUMNS`` says; None in a pipe, which has no end."""
    from shutil import get_terminal_size

    if is_terminal() or os.environ.get("COLUMNS", "").isdigit():
        return max(20, get_terminal_size((80, 24)).columns)
    return None


def painted(text: str, colour: str) -> str:
    """A text in a colour, on a terminal, if ``NO_COLOR`` does not forbid it."""
    if not is_terminal() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m"


def cut_left(text: str, room: int) -> str:
    """The end of a text, in no more columns than there is room for."""
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[1:]
    return "…" + text


def cut(text: str, room: int) -> str:
    """A text in no more columns than there is room for."""
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[:-1]
    return text + "…"


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
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(cells(row[place]) for row in shown) for place in range(len(shown[0]))] if shown else []
    if room is not None:
        left = room - len(indent) - 2 * (len(widths) - 1)
        _shrink(widths, left, [place for place in range(len(widths)) if place not in firm])
        _shrink(widths, left, list(range(len(widths))))
    lines: list[str] = []
    for row in shown:
        parts = [_padded(cell, widths[place], is_right=place in right) for place, cell in enumerate(row)]
        lines.append((indent + "  ".join(parts)).rstrip())
    return lines


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
