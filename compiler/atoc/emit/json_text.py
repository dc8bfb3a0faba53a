"""JSON as a file holds it: one line for what is small, so that a difference is a line, and always the same
bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from json import JSONEncoder
from typing import cast

WIDTH = 110
"""Columns into which an entry must fit to stand on one line."""

_OPEN = 4
_encode = JSONEncoder(ensure_ascii=False).encode
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Written:
    """A part of JSON data that is text already, as ``json_part`` made it for the depth at which it stands."""

    text: str


def json_part(data: object, depth: int, whole: int) -> Written:
    """A part of JSON data as it stands at this depth of the whole."""
    text = _text(data, depth, whole)
    return Written(text if text.isascii() else _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def json_text(data: object, whole: int) -> str:
    """The text of JSON data, with a line break at its end.

    The first levels are always open, further ones where a line would not hold them; entries that lie
    ``whole`` levels deep stand on one line however long. Cost: linear in the text times the levels between.
    """
    return json_part(data, 0, whole).text + "\n"


def _text(data: object, depth: int, whole: int) -> str:
    """The data as it stands at this depth; what is open is longer than what is closed, so that it opens all
    around it.
    """
    if isinstance(data, Written):
        return data.text
    entries = () if depth >= whole else _entries(data)
    if not entries:
        return _encode(data)
    items = [key + _text(value, depth + 1, whole) for key, value in entries]
    opening, closing = ("{", "}") if isinstance(data, dict) else ("[", "]")
    if depth >= _OPEN and 2 * depth + sum(map(len, items)) + 2 * len(items) <= WIDTH:
        return f"{opening}{', '.join(items)}{closing}"
    inner = "\n" + "  " * (depth + 1)
    return f"{opening}{inner}{f',{inner}'.join(items)}\n{'  ' * depth}{closing}"


def _entries(data: object) -> Sequence[tuple[str, object]]:
    """What a container holds, each with the text before it."""
    if isinstance(data, dict):
        pairs = cast("dict[str, object]", data).items()
        return [(f"{_encode(key)}: ", value) for key, value in pairs]
    return [("", item) for item in cast("list[object]", data)] if isinstance(data, list) else ()
