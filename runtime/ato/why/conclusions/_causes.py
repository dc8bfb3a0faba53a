"""From what is known of two runs to why they differ.

Causes are ordered by how they stand to the first difference, then by kind, then by weight:

1. *upstream*: a function was changed that the first function to differ calls (or is), or a config key
   differs that the program is known to have read; and where the runs agree as far as both go, that one of
   them ended before its time.
2. *possible*: nothing tells them apart from the first difference. In order: config, code, data, command line,
   resumption, sources, environment by weight (see ``_weights``), seeds.
3. *unlikely*: what is known speaks against it, as a changed function that gave back the same in each call.

What cannot be the cause is no cause: what is the same, and keys that differ but were never read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ato.why.conclusions._answer import EXPLAINED, SAME, UNEXPLAINED, Answer, Cause
from ato.why.conclusions._code import code_causes
from ato.why.conclusions._config import config_causes, unread
from ato.why.conclusions._course import command_causes, data_causes, ended_causes, resumed_causes
from ato.why.conclusions._results import (
    has_results,
    how_different,
    is_different,
    one_sided,
    results_of,
    same_results,
)
from ato.why.conclusions._ruled_out import ruled_out, unrecorded
from ato.why.conclusions._surroundings import environment_causes, seed_causes, source_causes
from ato.why.words._phrases import counted, listed

if TYPE_CHECKING:
    from ato.why.facts._values import Comparison


def causes(comparison: Comparison) -> Answer:
    """Why two runs differ: the causes in order, what came of them, and what is no cause."""
    parting = comparison.parting
    found = [
        *ended_causes(comparison),
        *config_causes(comparison.config, parting.trace if parting is not None else ""),
        *code_causes(comparison),
        *data_causes(comparison),
        *command_causes(comparison),
        *resumed_causes(comparison),
        *source_causes(comparison),
        *environment_causes(comparison),
        *seed_causes(comparison),
    ]
    ranked = tuple(sorted(found, key=lambda cause: cause.rank))
    results = tuple(results_of(comparison))
    status, verdict = _judged(comparison, ranked)
    return Answer(
        comparison,
        status,
        verdict,
        ranked,
        results,
        tuple(ruled_out(comparison)),
        tuple(unrecorded(comparison)),
    )


def _judged(comparison: Comparison, ranked: tuple[Cause, ...]) -> tuple[int, str]:
    likely = [cause for cause in ranked if cause.standing != "unlikely"]
    if comparison.a.id == comparison.b.id:
        return SAME, "They are one and the same run."
    if not is_different(comparison):
        return _of_same_results(comparison, ranked)
    since = how_different(comparison)
    if not likely:
        but = ", and what is recorded does not explain it" if ranked else ", and nothing recorded explains it"
        return UNEXPLAINED, f"{since}{but}."
    more = len(likely) - 1
    tail = f" ({counted(more, 'more possible cause')})" if more else ""
    return EXPLAINED, f"{since}, most likely because {likely[0].because}{tail}."


def _of_same_results(comparison: Comparison, ranked: tuple[Cause, ...]) -> tuple[int, str]:
    same, sided = same_results(comparison), one_sided(comparison)
    beside = f"; {sided}" if sided else ""
    if ranked and has_results(comparison):
        return SAME, f"The results are the same ({same}), although {ranked[0].because}{beside}."
    if ranked:
        first = ranked[0].because
        return EXPLAINED, f"{first[0].upper()}{first[1:]}; no results tell whether it matters."
    never = unread(comparison.config)
    if never:
        verb = "differs, but was" if len(never) == 1 else "differ, but were"
        told = f"; {listed([each.path for each in never])} {verb} never read"
        return SAME, f"Nothing differs that counts: {same or 'no results'}{told}{beside}."
    if sided:
        return SAME, f"Nothing differs of what both runs have: {same}{beside}."
    if has_results(comparison):
        return SAME, f"Nothing that is recorded differs: {same}."
    return SAME, "Nothing that is recorded differs, and no results are recorded in both."
