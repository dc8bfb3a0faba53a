"""How text stands on a terminal: which characters may be shown, and how many cells each takes.

Wide and full-width characters take two cells and combining ones none (Unicode annex 11, as
``unicodedata`` knows it). A tab is shown as four blanks wherever it stands, so that what lies below it
can be lined up without knowing the terminal's stops. Control characters, also those that reverse the
direction of text, are shown as symbols: a document must not be able to steer the terminal that
shows it, nor to look other than it is.
"""

from __future__ import annotations

import unicodedata

TAB = "    "


def shown(character: str) -> str:
    """What is printed for one character of a source text."""
    if character == "\t":
        return TAB
    if character.isprintable():
        return character
    point = ord(character)
    if point < 0x20:
        return chr(0x2400 + point)
    if point == 0x7F:
        return "\u2421"
    if unicodedata.category(character) == "Zs":
        return " "
    return "\ufffd"


def visible(text: str) -> str:
    """The text on one line, as it may safely be printed."""
    return text if text.isprintable() else "".join(map(shown, text))


def cells(text: str) -> int:
    """How many cells of a terminal the text takes, once it is :func:`visible`."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
