"""The column of line numbers left of a snippet, and what is aligned with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from atoc.findings.render.palette import Palette
from atoc.findings.render.width import visible


@dataclass(frozen=True, slots=True)
class Gutter:
    """Lays out the lines below the title of a finding; ``width`` is that of the longest line number."""

    width: int
    palette: Palette

    def line(self, number: str, text: str = "") -> str:
        """A line with what stands in the gutter before it."""
        bar = self.palette.paint(self.palette.gutter, f"{number:>{self.width}} |")
        return f"{bar} {text}" if text else bar

    def gap(self) -> str:
        """Stands for the lines between two that are shown."""
        return self.palette.paint(self.palette.gutter, "...")

    def heading(self, sign: str, place: str, label: str = "") -> str:
        """The line above the snippets of a file, or a place alone with what is to be said to it."""
        text = f"{' ' * self.width}{self.palette.paint(self.palette.gutter, sign)} {place}"
        return f"{text}: {label}" if label else text

    def remark(self, word: str, text: str) -> Iterator[str]:
        """What is said below the snippets; its further lines are set below its first."""
        first, *others = text.split("\n")
        sign = self.palette.paint(self.palette.gutter, "=")
        title = self.palette.paint(self.palette.strong, f"{word}:")
        yield f"{' ' * self.width} {sign} {title} {visible(first)}"
        for other in others:
            yield f"{' ' * (self.width + len(word) + 5)}{visible(other)}".rstrip()
