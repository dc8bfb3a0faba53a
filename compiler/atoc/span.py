"""Where a piece of text stands. The lowest room: it knows nothing of the others."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one source file.

    ``path`` is relative to the project's root and written with ``/``. Lines and columns count
    code points from 1; ``end_line``/``end_column`` name the first position after the stretch.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def start_of(cls, path: str) -> Span:
        """The first position of a file, for what concerns the file as a whole."""
        return cls(path, 1, 1, 1, 1)

    def to(self, other: Span) -> Span:
        """The stretch from the start of this span to the end of ``other``, in the same file."""
        return Span(self.path, self.line, self.column, other.end_line, other.end_column)

    def within(self, start: int, end: int) -> Span:
        """The part of a one-line span from its ``start``-th to its ``end``-th character."""
        if self.line != self.end_line:
            return self
        return Span(self.path, self.line, self.column + start, self.line, self.column + end)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One document as text: its path as in :class:`Span` and its decoded content without a BOM.

    ``named`` tells that it was asked for by its own name, and not found in a folder; ``followed`` that it is
    read because another file imports it.
    """

    path: str
    text: str
    named: bool = field(default=False, compare=False)
    followed: bool = field(default=False, compare=False)
