"""One line of source text with marks below it, cut to a width that can be read.

Idea: the line is taken apart into characters, each with what is printed for it and the cells that
this takes; a mark is a range of characters, and its underline is as wide as their cells. A line
longer than ``WIDTH`` is cut to a window around its first mark, the only part that is measured
character by character for printing. Cost: linear in the line.

    12 |     lr: 学習率
       |         ^^^^^^   three characters, six cells
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from atoc.findings.render.width import cells, shown
from atoc.span import Span

WIDTH = 100
"""The most cells of a source line that are printed."""
_LEAD = 30
"""The cells that are kept before the first mark of a line that is cut."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of characters of one line, counted from 0, with its sign and what is said to it."""

    start: int
    end: int
    sign: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """What is printed for a line: its text, and an underline for each mark, in the order of the marks."""

    text: str
    underlines: tuple[str, ...]


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a source text, without what ends them."""
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def marks_of(span: Span, lines: Sequence[str], sign: str, label: str) -> tuple[tuple[int, Mark], ...]:
    """The marks of a span with their line numbers: one, or the first and the last of several lines.

    Empty where the file has no such line.
    """
    if not 1 <= span.line <= len(lines):
        return ()
    line = lines[span.line - 1]
    last_line = span.end_line if span.end_column > 1 else span.end_line - 1
    if last_line <= span.line:
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        return ((span.line, Mark(span.column - 1, end, sign, label)),)
    last = lines[min(last_line, len(lines)) - 1]
    end = span.end_column - 1 if span.end_line == last_line else len(last)
    indent = len(last) - len(last.lstrip())
    return (
        (span.line, Mark(span.column - 1, len(line), sign)),
        (min(last_line, len(lines)), Mark(min(indent, end), end, sign, label)),
    )


def snip(line: str, marks: Sequence[Mark]) -> Snippet:
    """The line with an underline for each mark.

    The first mark decides what is shown of a long line. An underline is at least one cell wide, and
    stands below the part that is shown or just after it.
    """
    printed = [shown(character) for character in line]
    edges = [0, *accumulate(map(cells, printed))]
    first, last = _window(edges, marks)
    lead, tail = ("…" if first else ""), ("…" if last < len(printed) else "")
    text = f"{lead}{''.join(printed[first:last])}{tail}".rstrip()
    shift = edges[first] - len(lead)
    return Snippet(text, tuple(_underline(mark, edges[: last + 1], first, shift) for mark in marks))


def _window(edges: Sequence[int], marks: Sequence[Mark]) -> tuple[int, int]:
    """The range of characters that is printed: a short line whole, else what is around the first mark."""
    count = len(edges) - 1
    if edges[-1] <= WIDTH:
        return 0, count
    start = min(marks[0].start, count) if marks else 0
    first = bisect_left(edges, min(edges[start] - _LEAD, edges[-1] - WIDTH)) if start else 0
    last = bisect_left(edges, edges[first] + WIDTH)
    return first, min(last, count)


def _underline(mark: Mark, edges: Sequence[int], first: int, shift: int) -> str:
    last = len(edges) - 1
    start = min(max(mark.start, first), last)
    end = min(max(mark.end, start), last)
    width = max(1, edges[end] - edges[start])
    label = f" {mark.label}" if mark.label else ""
    return " " * (edges[start] - shift) + mark.sign * width + label
