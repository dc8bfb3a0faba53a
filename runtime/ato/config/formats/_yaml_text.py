"""Plain values as YAML that every reader takes alike.

Text is quoted wherever YAML 1.1 or 1.2 would take it for something else (``no``, ``1e5``, ``12:30``), and
floats carry a point, without which YAML 1.1 takes ``1e-05`` for text. Lists of scalars stand on one line
while they fit.
"""

from __future__ import annotations

from ato.config.formats._plain import Bare, quoted
from ato.config.types._values import is_dict, is_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

WIDTH = 100
"""Columns that a list on one line may fill."""
LONG_KEY = 1000
"""Characters from which on a key needs YAML's ``?``; readers only look so far for a colon."""
WORDS = frozenset((
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf", "infinity",
))  # fmt: skip
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_/")
INSIDE = LETTERS | frozenset("0123456789.-")


def yaml_text(table: dict[str, object]) -> str:
    """A document of one mapping."""
    return "\n".join(_mapping(table) or ["{}"]) + "\n"


def inline(value: object) -> str:
    """A value on one line: scalars as in a document, containers in flow syntax."""
    if is_list(value):
        return "[" + ", ".join(inline(item) for item in value) + "]"
    if is_dict(value):
        return "{" + ", ".join(f"{_string(str(key))}: {inline(item)}" for key, item in value.items()) + "}"
    return _scalar(value)


def _mapping(table: Mapping[Any, object]) -> list[str]:
    lines: list[str] = []
    for name, value in table.items():
        key = _string(str(name))
        if len(key) > LONG_KEY:
            lines += [f"? {key}", *_hung(": ", _block(value))]
            continue
        rows = _block(value)
        if len(rows) == 1 and not _is_nested(value, rows[0], len(key)):
            lines.append(f"{key}: {rows[0]}")
        else:
            lines += [f"{key}:", *(f"  {row}" for row in rows)]
    return lines


def _block(value: object) -> list[str]:
    """The lines of a value, one if it fits on one."""
    if is_dict(value) and value:
        return _mapping(value)
    if is_list(value) and not _fits(value):
        return [row for item in value for row in _hung("- ", _block(item))]
    return [inline(value)]


def _is_nested(value: object, row: str, indent: int) -> bool:
    """Whether a block of one row still has to stand on a line of its own."""
    is_flow = is_list(value) and _fits(value) and len(row) + indent <= WIDTH
    return (is_list(value) or is_dict(value)) and bool(value) and not is_flow and not row.startswith("[")


def _fits(items: list[object]) -> bool:
    return not any(isinstance(item, (list, dict)) for item in items) and len(inline(items)) <= WIDTH


def _hung(mark: str, rows: list[str]) -> list[str]:
    return [mark + rows[0], *("  " + row for row in rows[1:])]


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, Bare):
        return str(value)
    return _string(value) if isinstance(value, str) else str(value)


def _float(value: float) -> str:
    text = repr(value)
    if text.endswith(("inf", "nan")):
        return text.replace("inf", ".inf").replace("nan", ".nan")
    digits, sign, exponent = text.partition("e")
    return f"{digits if '.' in digits or not sign else digits + '.0'}{sign}{exponent}"


def _string(text: str) -> str:
    """Text, in quotes where it might be misread without them."""
    if not text or text[0] not in LETTERS or text.lower() in WORDS:
        return quoted(text)
    is_plain = all(word and set(word) <= INSIDE for word in text.split(" "))
    return text if is_plain else quoted(text)
