"""The one tree that every format is read into: text with places, and no types yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from atoc.source.written import Written
from atoc.span import Span

Style = Literal["plain", "quoted", "block"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A leaf, as text. Its type is decided later, by the field that it is written to.

    ``style`` is ``plain`` for bare text (also numbers, ``true`` and ``null`` of TOML, JSON and SDN),
    ``quoted`` for quoted strings (all strings of TOML and JSON), ``block`` for YAML's ``|`` and ``>``.
    ``exact`` tells that the characters of ``text`` stand in the file as they are, on one line, so that
    each has a place of its own: false for scalars with escapes or of several lines. ``written`` are the
    characters that stand in the file for such a one.
    """

    span: Span
    text: str
    style: Style = "plain"
    exact: bool = True
    written: Written | None = field(default=None, compare=False, repr=False)

    @property
    def is_plain(self) -> bool:
        """Whether the text is bare, so that it may be read as something other than a string."""
        return self.style == "plain"

    def part(self, start: int, end: int) -> Span:
        """Where characters ``start`` to ``end`` of the text stand; the whole span where unknown."""
        if not self.exact:
            return self._written_part(start, end)
        shift = 1 if self.style == "quoted" else 0
        return self.span.within(start + shift, end + shift)

    def _written_part(self, start: int, end: int) -> Span:
        place = None if self.written is None else self.written.place(start, end)
        if place is None or self.written is None:
            return self.span
        (line, column), (end_line, end_column) = (
            _moved(self.span, self.written.characters, offset) for offset in place
        )
        return Span(self.span.path, line, column, end_line, end_column)


def _moved(span: Span, characters: str, offset: int) -> tuple[int, int]:
    """The line and column so many characters behind the start of a span."""
    lines = characters.count("\n", 0, offset)
    if lines == 0:
        return span.line, span.column + offset
    return span.line + lines, offset - characters.rfind("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a mapping with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order of the text; every key occurs once."""

    span: Span
    entries: tuple[Entry, ...]

    def get(self, key: str) -> Entry | None:
        """The entry with this key."""
        return next((entry for entry in self.entries if entry.key.text == key), None)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items in the order of the text."""

    span: Span
    items: tuple[Node, ...]


Node = Scalar | Mapping | Sequence
