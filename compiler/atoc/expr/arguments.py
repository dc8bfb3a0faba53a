"""The places of things in ``${name:argument,argument}``: where it ends, and where its arguments stand.

Braces and commas in quotes do not count, nor commas in braces. Spaces around an argument are not part of it.
"""

from __future__ import annotations

import re

import ato.config as ato
from atoc.types import Misread

MAX_SHOWN = 40
"""Characters of an argument that a message shows."""

_SPECIAL = re.compile(r"""['"{},]""")
_QUOTED = {"'": re.compile(r"'(?:[^'\\]|\\.)*'", re.DOTALL), '"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)}


def end_of(text: str, position: int) -> int:
    """The place behind the ``}`` that closes what is open at ``position``; beyond the text if none does."""
    depth = 1
    while depth and (match := _SPECIAL.search(text, position)) is not None:
        position = _behind(text, match)
        if match.group() in "{}":
            depth += 1 if match.group() == "{" else -1
    return len(text) + 1 if depth else position


def unclosed_quote(text: str, position: int) -> int | None:
    """The place of the quote, from ``position`` on, that opens what is never closed."""
    while (match := _SPECIAL.search(text, position)) is not None:
        quoted = _QUOTED.get(match.group())
        if quoted is not None and quoted.match(text, match.start()) is None:
            return match.start()
        position = _behind(text, match)
    return None


def argument_places(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """From where to where each argument stands between two places; none where nothing is written."""
    if not text[start:end].strip():
        return ()
    depth, position, begin = 0, start, start
    places: list[tuple[int, int]] = []
    while (match := _SPECIAL.search(text, position, end)) is not None:
        position = _behind(text, match)
        if match.group() in "{}":
            depth += 1 if match.group() == "{" else -1
        elif match.group() == "," and depth == 0:
            places.append(_trimmed(text, begin, match.start()))
            begin = match.end()
    return (*places, _trimmed(text, begin, end))


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether one text in quotes is all that stands between two places."""
    quoted = _QUOTED.get(text[start : start + 1])
    match = None if quoted is None else quoted.match(text, start, end)
    return match is not None and match.end() == end


def plain_argument(text: str, place: tuple[int, int], type: ato.Type) -> str | int | float:
    """The value of an argument without quotes, read by the type; raises :class:`Misread`."""
    start, end = place
    if type == ato.STR:
        return text[start:end]
    try:
        value = type.read(text[start:end])
    except ato.BadValue:
        value = None
    if isinstance(value, (int, float)):
        return value
    raise Misread(f"'{text[start:end][:MAX_SHOWN]}' is not a number", start, max(end, start + 1))


def _behind(text: str, match: re.Match[str]) -> int:
    """The place behind a special character, or behind the text in quotes that it opens."""
    if match.group() not in _QUOTED:
        return match.end()
    quoted = _QUOTED[match.group()].match(text, match.start())
    return len(text) if quoted is None else quoted.end()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    own = text[start:end]
    left = len(own) - len(own.lstrip())
    return start + min(left, len(own)), start + max(len(own.rstrip()), left)
