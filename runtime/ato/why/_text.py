"""An answer as text: the verdict first, the causes with their evidence, then what is no cause.

Eighty columns, and colours only where they are asked for. Every text of a user is shown without signs that
could steer a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ato.config.explained._telling import cells, visible
from ato.why._fit import cut, wrapped
from ato.why._phrases import ended, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.why._answer import Answer, Cause, Line

WIDTH = 80
LABEL = 14
"""Columns that a label takes at most, before its text goes below it."""
NAME = 40
"""Columns of the name of a run."""
DIFF_LINES = 16
"""How many lines of a diff are shown."""


class Palette(NamedTuple):
    """The codes that begin a colour; empty ones colour nothing."""

    strong: str = ""
    faint: str = ""
    added: str = ""
    removed: str = ""
    first: str = ""

    def paint(self, code: str, text: str) -> str:
        """A text in a colour."""
        return f"{code}{text}\x1b[0m" if code and text else text


PLAIN = Palette()
COLOURED = Palette("\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m", "\x1b[1;33m")


def text_of(answer: Answer, palette: Palette = PLAIN) -> str:
    """The whole answer, with a line break at its end."""
    lines = [*_paragraph(answer.verdict, palette), "", *_runs(answer)]
    for number, cause in enumerate(answer.causes, 1):
        lines += ["", *_cause(number, cause, palette)]
    for title, section in (
        ("What came of it", answer.results),
        ("Ruled out", answer.ruled_out),
        ("Not recorded", answer.unrecorded),
    ):
        if section:
            lines += ["", palette.paint(palette.strong, title), *_table(section, "  ")]
    return "\n".join(lines) + "\n"


def _paragraph(text: str, palette: Palette) -> list[str]:
    return [palette.paint(palette.strong, line) for line in wrapped(text, WIDTH)]


def _runs(answer: Answer) -> list[str]:
    names = [cut(named(run), NAME) for run in (answer.comparison.a, answer.comparison.b)]
    width = max(map(cells, names))
    return [
        cut(f"  {side}  {name}{' ' * (width - cells(name))}  {ended(run)}", WIDTH)
        for side, name, run in zip("AB", names, (answer.comparison.a, answer.comparison.b))
    ]


def _cause(number: int, cause: Cause, palette: Palette) -> list[str]:
    head = f"{number:2}. "
    room = WIDTH - len(head)
    mark = palette.first if number == 1 and cause.standing != "unlikely" else palette.strong
    title = f"{cause.title}{' (unlikely)' if cause.standing == 'unlikely' else ''}"
    first, *rest = wrapped(title, room) or [""]
    lines = [head + palette.paint(mark, first), *(" " * len(head) + line for line in rest)]
    lines += _table(cause.evidence, " " * len(head))
    return [*lines, *_diff(cause.diff, " " * len(head), palette)]


def _diff(text: str, indent: str, palette: Palette) -> list[str]:
    if not text:
        return []
    lines = [visible(line) for line in text.split("\n")]
    shown = lines[:DIFF_LINES]
    codes = {"+": palette.added, "-": palette.removed, "@": palette.faint}
    painted = [
        indent + palette.paint(codes.get(line[:1], ""), cut(line, WIDTH - len(indent))) for line in shown
    ]
    if len(lines) > DIFF_LINES:
        painted.append(
            f"{indent}... {len(lines) - DIFF_LINES} more lines, which `ato diff --only code` shows"
        )
    return painted


def _table(lines: Sequence[Line], indent: str) -> list[str]:
    """Labels and texts in two columns; a text that is too long goes on below itself."""
    labels = [cells(line.label) for line in lines if cells(line.label) <= LABEL]
    width = max(labels, default=0)
    found: list[str] = []
    for line in lines:
        gap = f"{' ' * width}  " if width else ""
        room = WIDTH - len(indent) - len(gap)
        first, *rest = wrapped(line.text, room) or [""]
        if cells(line.label) > LABEL:
            found.append(indent + cut(line.label, WIDTH - len(indent)))
            found.append(indent + gap + first)
        else:
            label = line.label + " " * (width - cells(line.label)) + "  " if width else ""
            found.append(indent + label + first)
        found += [indent + gap + each for each in rest]
    return [line.rstrip() for line in found]
