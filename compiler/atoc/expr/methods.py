"""The methods of text: for each its typing, its value and its Python, in one entry.

Of ``format`` only the value is here; its typing depends on what is written, and stands in ``formats.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ato.config as ato
from atoc.expr.functions import Refused, Types, is_of, items_of
from atoc.types import bases


@dataclass(frozen=True, slots=True)
class TextMethod:
    """One method. ``least`` to ``most`` arguments; in ``python`` stand ``{0}`` for the text, ``{1}`` for
    the arguments.
    """

    usage: str
    least: int
    most: int
    type: Callable[[Types], ato.Type | Refused]
    value: Callable[..., object]
    python: str


def _texts(result: ato.Type) -> Callable[[Types], ato.Type | Refused]:
    """The typing of a method whose first two arguments are texts and whose third is a count."""

    def type_of(arguments: Types) -> ato.Type | Refused:
        for index, argument in enumerate(arguments[:2]):
            if not is_of(argument, ato.STR):
                return Refused(index, "text")
        if len(arguments) == 3 and not is_of(arguments[2], ato.INT):
            return Refused(2, "an int")
        return result

    return type_of


def _split(arguments: Types) -> ato.Type | Refused:
    if arguments and not is_of(arguments[0], ato.STR):
        return Refused(0, "text")
    if len(arguments) == 2 and not is_of(arguments[1], ato.INT):
        return Refused(1, "an int")
    return ato.List(ato.STR)


def _joined(arguments: Types) -> ato.Type | Refused:
    items = items_of(arguments[0])
    is_ordered = not any(isinstance(base, ato.Set) for base in bases(arguments[0]))
    if items is None or not is_of(items, ato.STR) or not is_ordered:
        return Refused(0, "a list of texts")
    return ato.STR


def _formatted(_: Types) -> ato.Type | Refused:
    return ato.STR


def _parts(text: str, *arguments: object) -> tuple[str, ...]:
    return tuple(text.split(*arguments))  # type: ignore[arg-type]


METHODS = {
    "lower": TextMethod("text.lower()", 0, 0, _texts(ato.STR), str.lower, "{0}.lower()"),
    "upper": TextMethod("text.upper()", 0, 0, _texts(ato.STR), str.upper, "{0}.upper()"),
    "strip": TextMethod(
        "text.strip() or text.strip(characters)",
        0,
        1,
        _texts(ato.STR),
        ato.bounded_strip,
        "ato.bounded_strip({0}, {1})",
    ),
    "replace": TextMethod(
        "text.replace(old, new) or text.replace(old, new, count)",
        2,
        3,
        _texts(ato.STR),
        ato.bounded_replace,
        "ato.bounded_replace({0}, {1})",
    ),
    "split": TextMethod(
        "text.split(), text.split(separator) or text.split(separator, most)",
        0,
        2,
        _split,
        _parts,
        "tuple({0}.split({1}))",
    ),
    "join": TextMethod("separator.join(list)", 1, 1, _joined, ato.bounded_join, "ato.bounded_join({0}, {1})"),
    "startswith": TextMethod(
        "text.startswith(prefix)", 1, 1, _texts(ato.BOOL), str.startswith, "{0}.startswith({1})"
    ),
    "endswith": TextMethod(
        "text.endswith(suffix)", 1, 1, _texts(ato.BOOL), str.endswith, "{0}.endswith({1})"
    ),
    "format": TextMethod("'{} of {}'.format(a, b)", 0, 100, _formatted, str.format, "{0}.format({1})"),
}
"""Every method of text by its name."""
