"""The points of a search space that fail, one for each way to do so, cut down to what matters.

Idea. A point has a value for every dimension, and most have nothing to do with why it fails. So parts of the
failing points are tried, those of fewer words first, then by the words; the first that fails in the same way
is the witness. Where these are too many, words of one point are left out one by one as long as that changes
nothing.

Example. ``lr=0.1 batch_size=64 epochs=100`` breaks ``batch_size * epochs <= 5000``; so does ``batch_size=64
epochs=100``, and no single word.

Cost. As many runs as there are points, and at most ``MOST_PARTS`` for a way to fail.
"""

from __future__ import annotations

from itertools import combinations, islice

import ato.config as ato
from ato.config._search import VIEW
from atoc.program import Dimension, Search
from atoc.prove.facts import BadPoint, Decision
from atoc.prove.replaying.replay import DefectError
from atoc.prove.searches.points import Point
from atoc.prove.searches.rehearsal import Reason, Rehearsal, Run, choices_of

MOST_PARTS = 512
"""How many parts of a point are tried for the smallest that fails."""
MOST_RUNS = 256
"""Of how many points that fail in one way parts are tried."""
MOST_TOLD = 5
"""How many ways to fail are told of one space."""


def bad_points(rehearsal: Rehearsal, most: int) -> tuple[list[BadPoint], Decision]:
    """The points that fail, and what is known of all: ``proved``, ``refuted`` or ``unproved``."""
    points = rehearsal.points(most)
    senseless: dict[object, BadPoint] = {}
    failing: dict[object, list[Run]] = {}
    outcome: Decision = "proved" if points.is_whole else "unproved"
    seen: set[tuple[str, ...]] = set()
    for point in points.points:
        try:
            run = rehearsal.run(point)
        except ato.ConfigError as error:
            outcome = "refuted"
            for each in error.problems:
                senseless.setdefault(each.subject, _senseless(rehearsal, point, each))
            continue
        if run.words in seen:
            continue
        seen.add(run.words)
        tried = rehearsal.outcome(run)
        if tried.is_refused:
            outcome = "refuted"
        elif tried.is_open and outcome == "proved":
            outcome = "unproved"
        for reason in tried.reasons:
            failing.setdefault(reason.kind, []).append(run)
    told = [_cut_down(rehearsal, runs[:MOST_RUNS], kind) for kind, runs in islice(failing.items(), MOST_TOLD)]
    return [*senseless.values(), *told], outcome


def _senseless(rehearsal: Rehearsal, point: Point, problem: ato.Problem) -> BadPoint:
    """A point for which the condition of a dimension has no value."""
    dimension = rehearsal.search.space[problem.subject]
    reads = () if dimension.when is None else dimension.when.reads
    words = tuple(sorted(rehearsal.word(path, point[path]) for path in reads if path != VIEW))
    return BadPoint(rehearsal.search, (dimension,), words, problem.message)


def _cut_down(rehearsal: Rehearsal, runs: list[Run], kind: object) -> BadPoint:
    """The smallest part of one of the runs that fails in the same way."""
    tried: set[tuple[str, ...]] = set()
    for size in range(max(len(run.words) for run in runs)):
        parts = {
            kept: run for run in runs for kept in islice(combinations(sorted(run.words), size), MOST_PARTS)
        }
        for kept in sorted(parts):
            if len(tried) >= MOST_PARTS:
                return _worn_down(rehearsal, runs[0], kind)
            tried.add(kept)
            part = parts[kept].only(kept)
            reason = _reason(rehearsal, part, kind)
            if reason is not None:
                return _told(rehearsal, part, kind, reason)
    run = min(runs, key=lambda run: (len(run.words), sorted(run.words)))
    return _worn_down(rehearsal, run, kind)


def _worn_down(rehearsal: Rehearsal, run: Run, kind: object) -> BadPoint:
    """What is left of a run when every word is left out that changes nothing."""
    for word in run.words:
        part = run.only(tuple(other for other in run.words if other != word))
        run = run if _reason(rehearsal, part, kind) is None else part
    reason = _reason(rehearsal, run, kind)
    if reason is None:
        raise DefectError(f"{' '.join(run.words)} fails in one run and not in the next")
    return _told(rehearsal, run, kind, reason)


def _reason(rehearsal: Rehearsal, part: Run, kind: object) -> Reason | None:
    """Why a part fails, if it does in this way."""
    return next((each for each in rehearsal.outcome(part).reasons if each.kind == kind), None)


def _told(rehearsal: Rehearsal, run: Run, kind: object, reason: Reason) -> BadPoint:
    """The fact, with its words in the order of all witnesses unless that of the views has a part in it."""
    sorted_run = run.by_alphabet()
    if sorted_run.words != run.words:
        found = _reason(rehearsal, sorted_run, kind)
        run, reason = (run, reason) if found is None else (sorted_run, found)
    search = rehearsal.search
    return BadPoint(search, tuple(_blamed(search, run)), run.words, reason.said, reason.broken)


def _blamed(search: Search, run: Run) -> list[Dimension]:
    """The dimensions of which a run has values."""
    given = {path for path, _, _ in run.given}
    views = {name for names in choices_of(search) for name in names}
    if not views.difference(search.views).isdisjoint(run.named):
        given.add(VIEW)
    return [dimension for path, dimension in search.space.items() if path in given]
