"""Conditions of several views on one field, as a ``match`` in pieces, and the runs that meet none of them."""

from __future__ import annotations

from dataclasses import dataclass

from tests import oracle
from tests.programs import ViewSketch
from tests.runs import Run, names_of
from tests.small import Small


@dataclass(frozen=True)
class Match:
    """The views of one phase that set a field on conditions which read one other field alone."""

    views: tuple[str, ...]
    field: str
    decider: str


def matches(program: Small) -> list[Match]:
    """Every one of two views or more."""
    found: dict[tuple[str, str, bool], list[str]] = {}
    for view in program.views:
        reads = names_of(view.when or "0")
        if len(reads) == 1:
            (decider,) = reads
            for name in view.writes:
                if name != decider:
                    found.setdefault((name, decider, view.lazy), []).append(view.name)
    return [Match(tuple(names), name, by) for (name, by, _), names in found.items() if len(names) > 1]


def is_missed(program: Small, match: Match, run: Run) -> bool:
    """Whether all of its views are looked at, none holds, and what an earlier view has set is the value."""
    looked_at = [run.conditions.get((name, "when")) for name in match.views]
    writer = run.writer.get(match.field)
    if run.failure is not None or not writer or any(holds is not False for holds in looked_at):
        return False
    always = oracle.always_active(program)
    first = min(_rank(program.view(name), always) for name in match.views)
    return _rank(program.view(writer), always) < first


def _rank(view: ViewSketch, always: set[str]) -> tuple[bool, int, bool]:
    """What decides before all ties where a view is applied."""
    return view.lazy, view.priority, view.name not in always
