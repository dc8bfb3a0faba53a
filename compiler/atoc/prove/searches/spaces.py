"""ATC801: does every point of a search space come to a config that keeps its asserts?

Idea. A point is a run: it names the views of the search and those of ``view``, and gives the values of the
dimensions that take part, as a command line would. So points are composed by the runtime itself, the telling
ones first (``points.py``, ``rehearsal.py``). Where they stand for all, none that fails is a proof; otherwise
they can only refute (``bad_points.py``).

Example. ``batch_size`` among 16 and 64, ``epochs`` from 1 to 100, and ``that: batch_size * epochs <= 5000``:
of ``batch_size=16 epochs=1``, ``batch_size=64 epochs=1``, ``batch_size=16 epochs=100`` and ``batch_size=64
epochs=100`` the last fails.

Cost. At most ``MOST_WORK`` fields and writes composed for a scope, shared by its searches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, product

import ato.config as ato
from ato.config import _search as runtime
from ato.config.composing._selection import closure
from atoc.program import Scope, Search
from atoc.prove.facts import (
    AssertFails,
    Decision,
    Fact,
    Failing,
    GroupClash,
    Leaving,
    NeverActive,
    SearchFact,
    Unset,
    Verdict,
)
from atoc.prove.replaying.replay import schema_of
from atoc.prove.searches.bad_points import bad_points
from atoc.prove.searches.cuts import Uses
from atoc.prove.searches.points import MOST_POINTS, points_of
from atoc.prove.searches.ranges import leavings
from atoc.prove.searches.rehearsal import Rehearsal, as_runtime, choices_of

CODE = "ATC801"
MOST_WORK = 2_000_000
"""How many fields and writes are composed for the searches of one scope."""
MOST_STARTS = 16
"""In how many ways a search is started, where other scopes require that something is named."""
LEAST_POINTS = 64
"""How many points of a space are tried however large its scope is."""


def search_facts(scope: Scope, known: Sequence[Fact]) -> tuple[list[SearchFact], list[Verdict]]:
    """What is wrong with the searches of a scope but for the values of dimensions, and a verdict on each.

    ``known`` are the other facts of the scope: what follows from them is not told again.
    """
    facts: list[SearchFact] = []
    verdicts: list[Verdict] = []
    whole = [search for search in scope.searches if search.is_whole]
    for search in whole:
        found, outcome = _asked(scope, search, known, _points_for(scope, len(whole)))
        facts += found
        verdicts.append(_verdict(search, outcome))
    return facts, verdicts


def _verdict(search: Search, outcome: Decision) -> Verdict:
    return Verdict(CODE, subject_of(search), outcome, "unproved" if outcome == "unproved" else "finite")


def subject_of(search: Search) -> str:
    """How verdicts call a search: by a name that no field and no view has."""
    return f"{search.prefix}search {search.name.removeprefix(search.prefix)}"


def values_left(search: Search) -> tuple[Leaving, ...]:
    """What is wrong with the values of the dimensions, whatever becomes of the rest of the program."""
    return tuple(leaving for dimension in search.space.values() for leaving in leavings(search, dimension))


def _points_for(scope: Scope, searches: int) -> int:
    """How many points of each space may be tried."""
    size = len(scope.fields) + sum(len(view.writes) + 1 for view in scope.views.values())
    return max(LEAST_POINTS, min(MOST_POINTS, MOST_WORK // (searches * max(size, 1))))


def _asked(
    scope: Scope, search: Search, known: Sequence[Fact], most: int
) -> tuple[Sequence[SearchFact], Decision]:
    """What is wrong with a search, whatever the command that starts it names beside it."""
    decided: Decision = "proved"
    beside = list(islice(_beside(scope, search), MOST_STARTS + 1))
    for names in beside[:MOST_STARTS]:
        started = replace(search, views=(*names, *search.views))
        facts, outcome = _started(scope, started, known, max(1, most // len(beside)))
        if outcome == "refuted":
            return [replace(fact, search=search) for fact in facts], outcome
        decided = "unproved" if outcome == "unproved" or len(beside) > MOST_STARTS else decided
    return (), decided


def _started(
    scope: Scope, search: Search, known: Sequence[Fact], most: int
) -> tuple[Sequence[SearchFact], Decision]:
    schema = schema_of(scope)
    clashes = tuple(_clashes(schema, search))
    if clashes or values_left(search):
        return tuple(clash for clash in clashes if not _follows(schema, clash, known)), "refuted"
    idle, is_sure = _idle(search)
    broken = [fact.assertion for fact in known if isinstance(fact, AssertFails)]
    rest = replace(scope, asserts=tuple(each for each in scope.asserts if each not in broken))
    bad, outcome = bad_points(Rehearsal(rest, search, frozenset(_subjects(known))), most)
    if idle:
        outcome = "refuted"
    elif outcome == "proved" and (broken or not is_sure):
        outcome = "unproved"
    return (*idle, *bad), outcome


def _beside(scope: Scope, search: Search) -> Iterator[tuple[str, ...]]:
    """What has to be named of other scopes, in every way: of each required group a member."""
    required = (group.members for group in scope.groups.values() if group.required)
    return product(
        *(names for names in required if not all(name.startswith(search.prefix) for name in names))
    )


def _subjects(known: Sequence[Fact]) -> Iterator[str]:
    """What the runtime names as the subject of the problems that are told already."""
    for fact in known:
        if isinstance(fact, Unset):
            yield fact.field.path
        elif isinstance(fact, Failing):
            yield fact.site.path or ""


def _clashes(schema: ato.Schema, search: Search) -> Iterator[Leaving]:
    """The views that no run can name together; what those of every run do is told of them, once."""
    dimension = search.space.get(runtime.VIEW)
    place = search.span if search.views_span is None else search.views_span
    places = (place,) if dimension is None else dimension.places
    choices = choices_of(search)
    if len(choices) > len(places):
        places = (place, *places)
    common = _refusal(schema, search.views)
    is_common = False
    for names, span in zip(choices, places, strict=True):
        named = tuple(dict.fromkeys((*search.views, *names)))
        why = _refusal(schema, named)
        is_common = is_common or (why == common and why != "")
        if why not in ("", common):
            yield Leaving(search, dimension, span, "views", why=why, views=named)
    if is_common:
        yield Leaving(search, None, place, "views", why=common, views=search.views)


def _refusal(schema: ato.Schema, named: tuple[str, ...]) -> str:
    """Why no run can name these views; nothing where one can."""
    try:
        schema.select(named)
    except ato.ConfigError as error:
        return "; ".join(problem.message for problem in error.problems)
    return ""


def _follows(schema: ato.Schema, clash: Leaving, known: Sequence[Fact]) -> bool:
    """Whether a clash of views is already told of the views themselves."""
    named = {
        brought
        for name in clash.views
        for brought in closure({view.name: view for view in schema.views}, name)
    }
    told = [fact for fact in known if isinstance(fact, GroupClash)]
    return any(fact.beside is not None or fact.view.name in named for fact in told)


def _idle(search: Search) -> tuple[Sequence[NeverActive], bool]:
    """The dimensions that take part in no point, and whether it is known of all others that they do."""
    found: list[NeverActive] = []
    is_sure = True
    for path, dimension in search.space.items():
        if dimension.when is None:
            continue
        above = _above(search, path)
        readers = [
            each.when for each in (search.space[other] for other in (*above, path)) if each.when is not None
        ]
        points = points_of(search, above, Uses(readers, loose=frozenset(search.space)), MOST_POINTS)
        part = as_runtime(search, (*above, path))
        if any(_takes_part(part, path, point) for point in points.points):
            continue
        is_sure = is_sure and points.is_whole
        found += [NeverActive(search, dimension)] if points.is_whole else []
    return found, is_sure


def _above(search: Search, path: str) -> tuple[str, ...]:
    """The dimensions that decide whether one takes part, in the order of the space."""
    needed = {path}
    for other in reversed(tuple(search.space)):
        when = search.space[other].when
        if other in needed and when is not None:
            needed.update(when.reads)
    return tuple(other for other in search.space if other in needed and other != path)


def _takes_part(part: ato.Search, path: str, point: dict[str, object]) -> bool:
    try:
        return path in part.active({**point, path: None})
    except ato.ConfigError:
        return True
