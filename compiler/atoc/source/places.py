"""From offsets in a text to lines and columns.

Lines end at a line feed, as in editors; a carriage return before it belongs to the line's end. Other
characters that some formats take for line breaks do not count, so that all formats agree.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from atoc.span import SourceFile, Span

WORD = re.compile(r"[^\s,:=\[\]{}#\"]+|\S")
LONGEST_WORD = 40


class Places:
    """The lines of one source file, for turning offsets (in code points, from 0) into spans."""

    __slots__ = ("_path", "_starts", "text")

    def __init__(self, file: SourceFile) -> None:
        self._path = file.path
        self.text = file.text
        self._starts = _line_starts(file.text)

    def span(self, start: int, end: int) -> Span:
        """The stretch between two offsets; what lies beyond the text is drawn to its end."""
        starts = self._starts
        length = len(self.text)
        start, end = min(start, length), min(max(start, end), length)
        line = bisect_right(starts, start)
        start_of_line = starts[line - 1]
        column = start - start_of_line + 1
        if line == len(starts) or end < starts[line]:
            return Span(self._path, line, column, line, end - start_of_line + 1)
        end_line = bisect_right(starts, end)
        return Span(self._path, line, column, end_line, end - starts[end_line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1; the end of the text for places beyond it."""
        if not 1 <= line <= len(self._starts):
            return len(self.text)
        return min(self._starts[line - 1] + column - 1, len(self.text))

    def word(self, offset: int) -> str:
        """The word that stands at an offset, printable and of bounded length; empty on white space."""
        found = WORD.match(self.text, offset, offset + LONGEST_WORD)
        word = found.group() if found else ""
        return word if word.isprintable() else repr(word)[1:-1]

    def character(self, offset: int) -> Span:
        """The character at an offset; the last one of the text where nothing but white space follows."""
        if not self.text[offset:].strip():
            return self.last_character()
        return self.span(offset, offset if self.text[offset] == "\n" else offset + 1)

    def last_character(self) -> Span:
        """The last character that is not white space: where a text that ends too early is pointed at."""
        end = len(self.text.rstrip())
        return self.span(max(end - 1, 0), end)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    find = text.find
    at = find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = find("\n", at + 1)
    return starts
