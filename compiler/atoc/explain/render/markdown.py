"""Answers as Markdown, for a page or a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from typing_extensions import assert_never

from ato.config._field import MISSING
from ato.config.explained._causality import Attempt, Explanation
from ato.config.explained._telling import value_text
from atoc.explain.doubts import sentence
from atoc.explain.ladder import Ladder
from atoc.explain.overview import Overview
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

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>#|"})


def markdown(answers: Sequence[Answer]) -> str:
    """The answers, each under a heading of the second level."""
    return "\n".join(line for answer in answers for line in _lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    match answer:
        case Ladder():
            yield from _ladder(answer)
        case Selected():
            yield from _explanation(answer.scope, answer.explanation)
            yield from (("", f"Note: {sentence(answer.doubts)}.") if answer.doubts else ())
        case Overview():
            yield from _overview(answer)
        case _:
            assert_never(answer)


def _ladder(ladder: Ladder) -> Iterator[str]:
    yield from _head(ladder.scope, ladder.key, kind(ladder), ladder.unit, ladder.place, ladder.doc)
    rows = (
        (
            _plain(who(rung)),
            _code(given(rung)),
            _plain(rank(rung)),
            _notes(reasons(rung)),
            _plain(victory(rung, ladder.key)),
            _code(rung.place),
        )
        for rung in ladder.rungs
    )
    yield from _table(("who", "value", "priority", "reason", "wins", "where"), rows)
    if ladder.readers:
        yield from ("Read by:", "")
        yield from (f"- {_plain(reading(reader))}" for reader in ladder.readers)
        yield ""
    if ladder.varied:
        yield from ("Varied by the searches:", "")
        yield from (f"- {_plain(varying(varied))}" for varied in ladder.varied)
        yield ""


def _explanation(scope: str, explanation: Explanation) -> Iterator[str]:
    if explanation.parts:
        for part in explanation.parts:
            yield from _explanation(scope, part)
        return
    key = explanation.key
    named = key if explanation.value is MISSING else f"{key} = {value_text(explanation.value)}"
    yield from _head(scope, named, explanation.type, explanation.unit, explanation.place, explanation.doc)
    rows = [
        _attempt(attempt, f"lost to {attempt.lost_to}" if attempt.lost_to else "wins")
        for attempt in explanation.writes
    ]
    rows += [_attempt(attempt, "condition does not hold") for attempt in explanation.skipped]
    rows += [_attempt(attempt, "not asked for") for attempt in explanation.inactive]
    yield from _table(("who", "value", "outcome", "reason", "where"), rows)


def _attempt(attempt: Attempt, outcome: str) -> tuple[str, ...]:
    value = "" if attempt.value is MISSING else value_text(attempt.value)
    reasons = (
        f"is {attempt.expression}" if attempt.expression else "",
        f"when {attempt.when}" if attempt.when else "",
        attempt.why,
    )
    return (
        _plain(attempt.who),
        _code(value),
        _plain(outcome),
        _notes(filter(None, reasons)),
        _code(attempt.place),
    )


def _overview(overview: Overview) -> Iterator[str]:
    yield from (f"## {_plain(overview.scope)}", "")
    if overview.doc:
        yield from (_plain(overview.doc), "")
    rows = (
        (
            _code(line.key),
            _code(line.type),
            _code(by_default(line)),
            _plain(", ".join(line.setters)),
            _plain(first_sentence(line.doc)),
        )
        for line in overview.lines
    )
    yield from _table(("key", "type", "by default", "set by", "doc"), rows)


def _head(scope: str, key: str, type: str, unit: str, place: str, doc: str) -> Iterator[str]:
    yield from (f"## {_code(key)} in {_plain(scope)}", "")
    facts = (
        _code(type),
        f"in {_plain(unit)}" if unit else "",
        f"declared at {_code(place)}" if place else "",
    )
    yield from (", ".join(filter(None, facts)), "")
    if doc:
        yield from (_plain(doc), "")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _notes(texts: Iterable[str]) -> str:
    return "; ".join(map(_plain, texts))


def _plain(text: str) -> str:
    """Text with the signs that Markdown would read taken literally, on one line."""
    return " ".join(text.split()).translate(_MARKS)


def _code(text: str) -> str:
    """Text in a code span, with a fence longer than any in it; pipes would end a cell."""
    if not text:
        return ""
    line = " ".join(text.split()).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}" if longest else f"{fence}{line}{fence}"
