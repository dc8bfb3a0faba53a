"""Texts in columns of a terminal, counted as it shows them: signs of East Asia take two."""

from __future__ import annotations

import re
from textwrap import wrap

from ato.config.explained._telling import cells, visible

NARROWEST = 12
PIECES = re.compile(r"(\s+)")


def wrapped(text: str, room: int) -> list[str]:
    """A text in lines of at most that many columns, without signs that could steer a terminal.

    Lines break at spaces, and within a word only where it is longer than a line. Spaces in a row stay.
    """
    shown, room = visible(text), max(room, NARROWEST)
    if shown.isascii():
        return wrap(shown, room, break_on_hyphens=False, replace_whitespace=False)
    lines: list[str] = []
    line = ""
    for piece in PIECES.split(shown):
        word = piece
        if line.strip() and cells(line + word) > room:
            lines.append(line.rstrip())
            line, word = "", word.lstrip()
        while cells(line + word) > room:
            head = _head(word, room - cells(line))
            lines.append(line + head)
            line, word = "", word[len(head) :]
        line += word
    return [*lines, line.rstrip()] if line.strip() else lines


def cut(text: str, room: int) -> str:
    """A text in at most that many columns; one that is longer ends with dots."""
    shown = visible(text)
    return shown if cells(shown) <= room else f"{_head(shown, room - 1)}…"


def _head(text: str, room: int) -> str:
    """As many signs of a text as fit, and at least one."""
    end = min(len(text), max(room, 1))
    while end > 1 and cells(text[:end]) > room:
        end -= 1
    return text[:end]
