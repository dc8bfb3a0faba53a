"""What ``'...'.format(...)`` says: text with places, each for one argument and with a way to write it.

Every argument is used once, so that the result is no longer than the text, the arguments and the widths
together. Left out are attributes, indices, conversions, nested places, and the forms ``n``, which depends on
the machine, and ``c``.

Example. ``'{:>8} {:.2f}'`` has the places ``>8`` and ``.2f``, the second for a number only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import ato.config as ato
from atoc.expr.functions import TEXTUAL, is_of
from atoc.types import NEVER, bases

MAX_WIDTH = 1_000
"""The largest width and precision of a place."""

_PIECE = re.compile(
    r"(?P<twice>\{\{|\}\})|\{(?P<number>[0-9]*)(?::(?P<spec>[^{}]*))?\}|(?P<brace>[{}])|[^{}]+"
)
_SPEC = re.compile(
    r"(?:.?[<>=^])?[-+ ]?#?0?(?P<width>[0-9]*)[,_]?(?:\.(?P<precision>[0-9]+))?[bdeEfFgGosxX%]?"
)
_SAMPLES: dict[ato.Type, object] = {ato.INT: 1, ato.FLOAT: 0.5, ato.STR: "a"}


class UnformattableError(Exception):
    """A format text that is not of the language: what is wrong, and what to write."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


@dataclass(frozen=True, slots=True)
class Place:
    """Where an argument, by its index, stands in the text, and how it is written."""

    index: int
    spec: str


def pieces_of(text: str) -> tuple[str | Place, ...]:
    """The text and the places in it, in order; raises :class:`UnformattableError`."""
    found: list[str | Place] = []
    automatic = 0
    numbered: set[bool] = set()
    for match in _PIECE.finditer(text):
        if match["brace"]:
            message = f"'{text[match.start() : match.start() + 12]}' begins no place of a format text"
            raise UnformattableError(message, "write {}, {0} or {:.3f}; {{ and }} are the braces themselves")
        if match["number"] is None:
            found.append(match["twice"][0] if match["twice"] else match[0])
            continue
        numbered.add(match["number"] != "")
        index = min(int(match["number"]), 1_000) if match["number"] else automatic
        found.append(Place(index, _checked(match["spec"] or "")))
        automatic += 1
    if len(numbered) == 2:
        raise UnformattableError(
            "some places of the format text are numbered and some are not", "number all or none"
        )
    return tuple(found)


def _checked(spec: str) -> str:
    match = _SPEC.fullmatch(spec)
    if match is None:
        message = f"':{spec}' is no way to write a value"
        raise UnformattableError(
            message, "write a width, a precision and a form, such as {:>8}, {:.3f} or {:05d}"
        )
    for name in ("width", "precision"):
        if len(match[name] or "") > 4 or int(match[name] or 0) > MAX_WIDTH:
            raise UnformattableError(
                f"the {name} in ':{spec}' is more than {MAX_WIDTH:,}", f"use a smaller {name}"
            )
    return spec


def refuse_miscounted(pieces: Sequence[str | Place], arguments: int) -> None:
    """Raises :class:`UnformattableError` unless every argument is used once."""
    used = sorted(piece.index for piece in pieces if isinstance(piece, Place))
    if used == list(range(arguments)):
        return
    if len(set(used)) < len(used):
        raise UnformattableError("the format text uses an argument twice", "give the argument twice")
    places = f"{len(used) or 'no'} place{'s' if len(used) != 1 else ''}"
    given = f"{arguments or 'no'} argument{'s' if arguments != 1 else ''}"
    raise UnformattableError(f"the format text has {places} for {given}", "give one argument for each {}")


def wanted(place: Place, type: ato.Type) -> str | None:
    """What the place takes, if it does not take values of this type."""
    if not is_of(type, *TEXTUAL):
        return "a number, a bool, text or a path"
    if place.spec and not all(_is_written(place.spec, base) for base in bases(type)):
        return f"what ':{place.spec}' can write"
    return None


def _is_written(spec: str, base: ato.Type) -> bool:
    if base == NEVER:
        return True
    if base not in _SAMPLES:
        return False
    try:
        format(_SAMPLES[base], spec)
    except ValueError:
        return False
    return True
