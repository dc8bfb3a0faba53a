"""An answer as Markdown, for a comment on a change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ato.why.words._phrases import ended, named, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.why.conclusions._answer import Answer, Cause, Line

DIFF_LINES = 60
"""How many lines of a diff are shown."""
SIGNS = re.compile(r"([\\`*_{}\[\]<>|#~&$]|:(?=//))")
CALL = "@<!-- -->"
"""A sign that calls nobody: what stands behind it is no name any more."""


def markdown_of(answer: Answer) -> str:
    """The verdict, the causes with their evidence, and what is no cause."""
    comparison = answer.comparison
    lines = [f"**{escaped(answer.verdict)}**", "", "| | run | |", "| --- | --- | --- |"]
    for side, run in zip("AB", (comparison.a, comparison.b)):
        lines.append(f"| {side} | {escaped(named(run))} | {escaped(ended(run))} |")
    for number, cause in enumerate(answer.told, 1):
        lines += ["", *_cause(number, cause)]
    lines += ["", f"... {escaped(answer.untold)}"] if answer.untold else []
    for title, section in (
        ("What came of it", answer.results),
        ("Ruled out", answer.ruled_out),
        ("Not recorded", answer.unrecorded),
    ):
        if section:
            lines += ["", f"### {title}", "", *_list(section)]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """A text in which nothing means anything to Markdown; code between backticks of ours stays code."""
    return SIGNS.sub(r"\\\1", text).replace("@", CALL).replace("\n", " ")


def _cause(number: int, cause: Cause) -> list[str]:
    unlikely = " (unlikely)" if cause.standing == "unlikely" else ""
    lines = [f"### {number}. {escaped(cause.title)}{unlikely}", "", *_list(cause.evidence)]
    if cause.diff:
        diff = shortened(cause.diff, DIFF_LINES)
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", diff)), default=0))
        lines += ["", f"{fence}diff", diff, fence]
    return lines


def _list(lines: Sequence[Line]) -> list[str]:
    return [
        f"- {f'**{escaped(line.label)}**: ' if line.label else ''}{escaped(' '.join(line.text.split()))}"
        for line in lines
    ]
