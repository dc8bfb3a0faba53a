"""An answer as text: the verdict first, the causes with their evidence, then what is no cause.

Eighty columns and no colours, but where others are asked for. Every text of a user is shown without signs
that could steer a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ato.config.explained._telling import cells, visible
from ato.why.words._fit import cut, wrapped
from ato.why.words._phrases import ended, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.why.conclusions._answer import Answer, Cause, Line

WIDTH = 80
LABEL = 14
"""Columns that a label takes at most, before its text goes below it."""
DIFF_LINES = 16
"""How many lines of a diff are shown."""


class Look(NamedTuple):
    """How many columns a text takes, and the codes that begin a colour; empty ones colour nothing."""

    width: int = WIDTH
    strong: str = ""
    faint: str = ""
    added: str = ""
    removed: str = ""
    first: str = ""

    def paint(self, code: str, text: str) -> str:
        """A text in a colour."""
        return f"{code}{text}\x1b[0m" if code and text else text


PLAIN = Look()
COLOURED = Look(WIDTH, "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m", "\x1b[1;33m")


def text_of(answer: Answer, look: Look = PLAIN) -> str:
    """The whole answer, with a line break at its end."""
    lines = [*_paragraph(answer.verdict, look), "", *_runs(answer, look)]
    for number, cause in enumerate(answer.told, 1):
        lines += ["", *_cause(number, cause, look)]
    lines += ["", f"... {answer.untold}"] if answer.untold else []
    for title, section in (
        ("What came of it", answer.results),
        ("Ruled out", answer.ruled_out),
        ("Not recorded", answer.unrecorded),
    ):
        if section:
            lines += ["", look.paint(look.strong, title), *_table(section, "  ", look.width)]
    return "\n".join(lines) + "\n"


def _paragraph(text: str, look: Look) -> list[str]:
    return [look.paint(look.strong, line) for line in wrapped(text, look.width)]


def _runs(answer: Answer, look: Look) -> list[str]:
    names = [cut(named(run), look.width // 2) for run in (answer.comparison.a, answer.comparison.b)]
    width = max(map(cells, names))
    return [
        cut(f"  {side}  {name}{' ' * (width - cells(name))}  {ended(run)}", look.width)
        for side, name, run in zip("AB", names, (answer.comparison.a, answer.comparison.b))
    ]


def _cause(number: int, cause: Cause, look: Look) -> list[str]:
    head = f"{number:2}. "
    room = look.width - len(head)
    mark = look.first if number == 1 and cause.standing != "unlikely" else look.strong
    title = f"{cause.title}{' (unlikely)' if cause.standing == 'unlikely' else ''}"
    first, *rest = wrapped(title, room) or [""]
    lines = [head + look.paint(mark, first), *(" " * len(head) + line for line in rest)]
    lines += _table(cause.evidence, " " * len(head), look.width)
    return [*lines, *_diff(cause.diff, " " * len(head), look)]


def _diff(text: str, indent: str, look: Look) -> list[str]:
    if not text:
        return []
    lines = [visible(line) for line in text.split("\n")]
    shown = lines[:DIFF_LINES]
    codes = {"+": look.added, "-": look.removed, "@": look.faint}
    painted = [
        indent + look.paint(codes.get(line[:1], ""), cut(line, look.width - len(indent))) for line in shown
    ]
    if len(lines) > DIFF_LINES:
        painted.append(
            f"{indent}... {len(lines) - DIFF_LINES} more lines, which `ato diff --only code` shows"
        )
    return painted


def _table(lines: Sequence[Line], indent: str, width: int) -> list[str]:
    """Labels and texts in two columns; a text that is too long goes on below itself."""
    labels = [cells(line.label) for line in lines if cells(line.label) <= LABEL]
    label_width = max(labels, default=0)
    found: list[str] = []
    for line in lines:
        gap = f"{' ' * label_width}  " if label_width else ""
        room = width - len(indent) - len(gap)
        first, *rest = wrapped(line.text, room) or [""]
        if cells(line.label) > LABEL:
            found.append(indent + cut(line.label, width - len(indent)))
            found.append(indent + gap + first)
        else:
            label = line.label + " " * (label_width - cells(line.label)) + "  " if label_width else ""
            found.append(indent + label + first)
        found += [indent + gap + each for each in rest]
    return [line.rstrip() for line in found]
