"""JSON as a file holds it: one line for what is small, so that a difference is a line, and always the same
bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONEncoder
from typing import cast

WIDTH = 110
"""Columns into which an entry must fit to stand on one line."""

_OPEN = 4
_encode = JSONEncoder(ensure_ascii=False).encode
_SURROGATE = re.compile("[\ud800-\udfff]")


def json_text(data: object, whole: int) -> str:
    """The text of JSON data, with a line break at its end.

    The first levels are always open, further ones where a line would not hold them; entries that lie
    ``whole`` levels deep stand on one line however long. Cost: linear in the text times the levels between.
    """
    text = "".join(_lines(data, 0, whole)) + "\n"
    return text if text.isascii() else _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _lines(data: object, depth: int, whole: int) -> Iterator[str]:
    entries = _entries(data)
    line = _encode(data) if depth >= _OPEN or not entries else ""
    if line and (not entries or depth >= whole or len(line) + 2 * depth <= WIDTH):
        yield line
        return
    opening, closing = ("{", "}") if isinstance(data, dict) else ("[", "]")
    yield opening
    for number, (key, value) in enumerate(entries):
        yield f"{',' if number else ''}\n{'  ' * (depth + 1)}{key}"
        yield from _lines(value, depth + 1, whole)
    yield f"\n{'  ' * depth}{closing}"


def _entries(data: object) -> list[tuple[str, object]]:
    """What a container holds, each with the text before it."""
    if isinstance(data, dict):
        pairs = cast("dict[str, object]", data).items()
        return [(f"{_encode(key)}: ", value) for key, value in pairs]
    return [("", item) for item in cast("list[object]", data)] if isinstance(data, list) else []
