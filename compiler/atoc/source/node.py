"""The one tree that every format is read into: text with places, and no types yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from atoc.span import Span

Style = Literal["plain", "quoted", "block"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A leaf, as text. Its type is decided later, by the field that it is written to.

    ``style`` is ``plain`` for bare text (also numbers, ``true`` and ``null`` of TOML and JSON),
    ``quoted`` for quoted strings (all strings of TOML and JSON), ``block`` for YAML's ``|`` and ``>``.
    ``exact`` tells that the characters of ``text`` stand in the file as they are, on one line, so that
    each has a place of its own: false for scalars with escapes or of several lines.
    """

    span: Span
    text: str
    style: Style = "plain"
    exact: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether the text is bare, so that it may be read as something other than a string."""
        return self.style == "plain"

    def part(self, start: int, end: int) -> Span:
        """Where characters ``start`` to ``end`` of the text stand; the whole span where unknown."""
        if not self.exact:
            return self.span
        shift = 1 if self.style == "quoted" else 0
        return self.span.within(start + shift, end + shift)


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
