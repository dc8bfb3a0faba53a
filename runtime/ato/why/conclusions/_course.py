"""Causes in how runs went: how they ended, what they used, their command lines, that they were resumed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ato.config.explained._telling import cells, visible
from ato.why.conclusions._answer import Cause, Line
from ato.why.facts._command import words_apart
from ato.why.facts._values import SIDES
from ato.why.words._fit import cut
from ato.why.words._phrases import LONGEST, counted, ended, listed, versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.track.store import StoredRun
    from ato.why.facts._values import Comparison, Used

WORDS = 20
"""How many words of a command line are shown."""
FOLDERS = re.compile(r"[/\\]")
DIGITS = 8


def ended_causes(comparison: Comparison) -> list[Cause]:
    """A run that ended before its time, or has not ended yet, where both agree as far as they go."""
    runs = comparison.a, comparison.b
    if runs[0].status == runs[1].status and runs[0].last_step == runs[1].last_step:
        return []
    found: list[Cause] = []
    for side, run in zip(SIDES, runs):
        is_first, is_running = comparison.first_step is None, run.status == "running"
        if run.status == "completed" or (is_running and not is_first):
            continue
        title = f"{side} {'is still running' if is_running else ended(run)}"
        standing = "upstream" if is_first else "unlikely"
        why = "as far as both go they are the same" if is_first else "the results had parted before"
        clause = title if is_running else f"{side} {_ended_early(run)}"
        weight = -(run.last_step or 0)  # of two, the one that came less far
        found.append(Cause("ended", title, clause, (Line("", why),), "", standing, why, weight))
    return found


def _ended_early(run: StoredRun) -> str:
    return f"{'was killed' if run.status == 'killed' else run.status} before its end"


def data_causes(comparison: Comparison) -> list[Cause]:
    """Artifacts of which the runs used different versions."""
    found: list[Cause] = []
    for each in comparison.artifacts.differences:
        name = visible(each.name)
        pair = _versions(each.a, each.b)
        files = (
            f"{counted(each.file_count, 'file')} differ{'s' if each.file_count == 1 else ''}: "
            f"{listed(each.files)}"
        )
        evidence = (Line("files", files),) if each.files else ()
        because = f"A used {name} {pair[0]} and B {pair[1]}"
        found.append(Cause("data", f"artifact {name}: {' → '.join(pair)}", because, evidence))
    return found


def _versions(a: Sequence[Used], b: Sequence[Used]) -> tuple[str, str]:
    """The versions that either run used, with digests where their numbers are equal."""
    if versions(a) != versions(b):
        return versions(a), versions(b)
    one, other = (listed([f"v{each.version} ({each.digest[:DIGITS]})" for each in used]) for used in (a, b))
    return one, other


def command_causes(comparison: Comparison) -> list[Cause]:
    """Words of the command lines that differ and that the configs did not take."""
    taken = comparison.config.words
    program, *left = _beside(comparison.a, taken)
    other, *right = _beside(comparison.b, taken)
    causes = _program_causes(program, other)
    a, b = words_apart(left, right)
    if not a and not b:
        return causes
    evidence = [Line(side, _told(words)) for side, words in zip(SIDES, (a, b))]
    return [
        Cause("command", "the command lines differ", _given(a, b), tuple(evidence)),
        *causes,
    ]


def _beside(run: StoredRun, taken: frozenset[str]) -> list[str]:
    """The program, and the words of its command line that the config did not take."""
    program, *words = run.command or ("",)
    return [program, *(word for word in words if word not in taken)]


def _program_causes(a: str, b: str) -> list[Cause]:
    if a == b or not a or not b:
        return []
    one, other = visible(a), visible(b)
    if FOLDERS.split(a)[-1] == FOLDERS.split(b)[-1]:
        title = f"the program lay elsewhere: {one} → {other}"
        return [Cause("command", title, f"A ran {one} and B {other}", (), "", "unlikely")]
    return [Cause("command", f"another program: {one} → {other}", f"A ran {one} and B {other}")]


def _given(a: Sequence[str], b: Sequence[str]) -> str:
    """What either run was given, as a clause; that the lines differ, where that is long."""
    one, other = (" ".join(map(visible, words)) for words in (a, b))
    if max(cells(one), cells(other)) > LONGEST:
        return "their command lines differ"
    if not (a and b):
        return f"only A was given {one}" if a else f"only B was given {other}"
    return f"A was given {one} and B {other}"


def _told(words: Sequence[str]) -> str:
    """The words of a command line, as many as tell."""
    shown = " ".join(cut(word, LONGEST) for word in words[:WORDS])
    more = f" and {len(words) - WORDS} more" if len(words) > WORDS else ""
    return f"{shown}{more}" or "nothing instead"


def resumed_causes(comparison: Comparison) -> list[Cause]:
    """A run that was resumed, where the other was not in the same way."""
    if comparison.resumed[0] == comparison.resumed[1]:
        return []
    found: list[Cause] = []
    first = comparison.first_step
    for side, steps in zip(SIDES, comparison.resumed):
        if not steps:
            continue
        known = [step for step in steps if step is not None]
        where = f" from step {listed([f'{step:,}' for step in known])}" if known else ""
        is_after = bool(known) and len(known) == len(steps) and first is not None and first < min(known)
        standing = "unlikely" if is_after else "possible"
        why = f"yet they differ from step {first:,} on" if is_after and first is not None else ""
        evidence = (Line("", why),) if why else ()
        title = f"{side} was resumed{where}"
        found.append(Cause("resumed", title, title, evidence, "", standing, why))
    return found
