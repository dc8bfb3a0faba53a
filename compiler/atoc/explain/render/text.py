"""Answers for a terminal: aligned, at most 100 columns wide where names and values allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from typing_extensions import assert_never

from ato.config.explained._telling import LONGEST, WIDTH, Row, about, cells, table
from atoc.explain.doubts import sentence
from atoc.explain.ladder import Ladder, Rung
from atoc.explain.overview import Line, Overview
from atoc.explain.render.answer import (
    Answer,
    by_default,
    first_sentence,
    given,
    kind,
    rank,
    reading,
    reasons,
    varying,
    victory,
    who,
)
from atoc.explain.selection import Selected
from atoc.findings.render import PLAIN, Palette

_NARROW = 24
"""Columns of a type or default in the table of all keys."""


def text(answers: Sequence[Answer], palette: Palette = PLAIN) -> str:
    """The answers, one below the other; each says its scope where there are several."""
    scopes = {answer.scope for answer in answers}
    parts = ["\n".join(_lines(answer, len(scopes) > 1, palette)) for answer in answers]
    return "\n\n".join(parts) + "\n"


def _lines(answer: Answer, is_one_of_many: bool, palette: Palette) -> Iterator[str]:
    match answer:
        case Ladder():
            yield from _ladder(answer, is_one_of_many, palette)
        case Selected():
            head, *rest = str(answer.explanation).split("\n")
            yield palette.paint(palette.strong, _named(head, answer.scope, is_one_of_many))
            yield from rest
            yield from (("", f"  {sentence(answer.doubts)}") if answer.doubts else ())
        case Overview():
            yield from _overview(answer, palette)
        case _:
            assert_never(answer)


def _named(head: str, scope: str, is_one_of_many: bool) -> str:
    return f"[{scope}] {head}" if is_one_of_many else head


def _ladder(ladder: Ladder, is_one_of_many: bool, palette: Palette) -> Iterator[str]:
    yield palette.paint(palette.strong, _named(ladder.key, ladder.scope, is_one_of_many))
    yield from about(kind(ladder), ladder.doc, ladder.unit, ladder.place)
    yield from ("", "  Who can set it, the last to be applied first:", "")
    rows = [_rung(rung, ladder.key) for rung in ladder.rungs]
    yield from table(rows, "    ", ("who", "value", "wins", "priority", "where"))
    if ladder.readers:
        yield from ("", "  Who reads it:", "")
        yield from (f"    {reading(reader)}" for reader in ladder.readers)
    if ladder.varied:
        yield from ("", "  Which searches vary it:", "")
        yield from (f"    {varying(varied)}" for varied in ladder.varied)


def _rung(rung: Rung, key: str) -> Row:
    """A rung with its value in a column; an expression that is too long for that goes below."""
    value = given(rung)
    is_long = rung.expression and cells(value) > LONGEST
    below = (f"is {value}", *reasons(rung)) if is_long else reasons(rung)
    column = _cut(value, LONGEST)
    return Row("", (who(rung), column, victory(rung, key), rank(rung), rung.place), below)


def _overview(overview: Overview, palette: Palette) -> Iterator[str]:
    yield palette.paint(palette.strong, f"[{overview.scope}]") + (f" {first_sentence(overview.doc)}".rstrip())
    yield ""
    rows = [("key", "type", "by default", "set by"), *map(_columns, overview.lines)]
    widths = [max(cells(row[0]) for row in rows)]
    widths += [min(max(cells(row[i]) for row in rows), _NARROW) for i in (1, 2)]
    for number, row in enumerate(rows):
        line = _row(row, widths)
        yield palette.paint(palette.strong, line) if number == 0 else line


def _columns(line: Line) -> tuple[str, str, str, str]:
    return line.key, line.type, by_default(line), ", ".join(line.setters)


def _row(row: tuple[str, ...], widths: list[int]) -> str:
    cut = [_cut(column, width) for column, width in zip(row, widths)]
    padded = "  ".join(column + " " * (width - cells(column)) for column, width in zip(cut, widths))
    return f"  {padded}  {_cut(row[3], max(WIDTH - cells(padded) - 4, 12))}".rstrip()


def _cut(column: str, width: int) -> str:
    """The text, cut to this many columns."""
    if cells(column) <= width:
        return column
    while cells(column) > width - 1:
        column = column[:-1]
    return f"{column}…"
