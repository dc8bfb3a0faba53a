"""Comments of a YAML file as docs: what stands behind a value on its line, or alone right above its key.

    # Training                      a heading: a blank line follows, so it is about no key

    # Step size of the optimizer    the doc of `lr`
    lr: 0.1
    epochs: 30  # passes over all   the doc of `epochs`

A line that looks like an entry that was taken out (``# lr: 0.2``) says nothing about the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from atoc.source.comments import comments
from atoc.span import SourceFile, Span

_ENTRY = re.compile(r"[-\w.]+:(?:\s|$)|- ")
_RULER = re.compile(r"[-=#*~_\s]*")


@dataclass(frozen=True, slots=True)
class Remarks:
    """The comments of a file: behind something by line, and alone by line with their column."""

    behind: dict[int, str]
    alone: dict[int, tuple[int, str]]

    def about(self, key: Span, value: Span) -> str:
        """What is said about an entry, as a doc; nothing if nothing is."""
        above = self._above(key)
        line = value.line if value.line == value.end_line else key.line
        parts = [*above, *([self.behind[line]] if line in self.behind else [])]
        return " ".join(filter(None, parts))

    def on_top(self, first: int) -> str:
        """What is said about the whole file: comments from its first line on, before a blank one."""
        lines: list[str] = []
        line = 1
        while line in self.alone and line < first:
            lines.append(self.alone[line][1])
            line += 1
        return " ".join(filter(None, lines)) if line < first else ""

    def _above(self, key: Span) -> list[str]:
        lines: list[str] = []
        line = key.line - 1
        while line in self.alone and self.alone[line][0] == key.column:
            lines.insert(0, self.alone[line][1])
            line -= 1
        return [] if any(_ENTRY.match(each) for each in lines) else lines


def remarks(file: SourceFile) -> Remarks:
    """The comments of a YAML file that can be read."""
    behind: dict[int, str] = {}
    alone: dict[int, tuple[int, str]] = {}
    for comment in comments(file):
        text = comment.text.lstrip("#").strip()
        text = "" if _RULER.fullmatch(text) else text
        if comment.is_alone:
            alone[comment.span.line] = (comment.span.column, text)
        elif text and not _ENTRY.match(text):
            behind[comment.span.line] = text
    return Remarks(behind, alone)
