"""For each write the smallest selection in which it is the value, or that there is none.

Idea. A write is the value where its view is active and no later writer of the field is. Where conditions have
no say, that is a question about activation alone, which ``atoc.prove`` answers exactly. Where they have, its
laboratory tries the selections and outside values that can make a difference.

Example. ``low`` and ``high`` write ``lr``, ``high`` is applied later and holds ``when: size == 'big'``::

    low wins with ("low",)      high wins with ("high", "size=big")      the default wins with ()

Cost. A look-up a write; a bounded search where the default of a group stands in the way; and for all writes
that conditions decide together as much trying as ``MOST_WORK`` allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from atoc.program import Scope
from atoc.prove.activation.cone import cone_of
from atoc.prove.activation.ladder import Survey, survey_of, with_fields_of
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import Witness
from atoc.prove.joint import join
from atoc.prove.questions.variants import Kinds, is_there, kinds_of, reading_kinds
from atoc.prove.replaying.replay import Stage, Trial, stage_of

MOST_WORK = 300_000
"""How many views and fields the trials about one scope may compose."""

DEFAULT = ""
"""Stands for the default of a field where a view would."""

Answer = tuple[tuple[str, str], Witness | None]


@dataclass(frozen=True, slots=True)
class Wins:
    """The smallest selections, by path and view, for the writes of which it is known.

    ``None`` says that no selection makes the write win; a write that is not there is undecided.
    """

    found: Mapping[tuple[str, str], Witness | None]

    def knows(self, path: str, view: str) -> bool:
        """Whether it is decided."""
        return (path, view) in self.found

    def of(self, path: str, view: str) -> Witness | None:
        """The smallest selection in which this view, or the default, gives the field its value."""
        return self.found.get((path, view))


def wins_by_scope(group: Sequence[Scope]) -> Mapping[str, Wins]:
    """The smallest selections for all writes of scopes that read each other, which count as one."""
    if len(group) == 1:
        return {group[0].name: wins_of(group[0])}
    together = wins_of(join(group).scope).found
    return {part.name: _within(f"{part.name}.", together) for part in group}


def _within(own: str, found: Mapping[tuple[str, str], Witness | None]) -> Wins:
    """Of what is found of several scopes that of the one whose names have this in front."""
    return Wins(
        {
            (path.removeprefix(own), view.removeprefix(own)): words
            for (path, view), words in found.items()
            if path.startswith(own)
        }
    )


def wins_of(scope: Scope) -> Wins:
    """The smallest selections for all writes of a scope."""
    laboratory = Laboratory(survey_of(scope))
    laboratory.work = MOST_WORK
    return Wins(dict(_answers(laboratory.survey, laboratory, _bench(laboratory.survey))))


def _bench(survey: Survey) -> Laboratory | None:
    """Where it is tried for fields of variants."""
    if not any(field.guards for field in survey.scope.fields.values()):
        return None
    bench = Laboratory(with_fields_of(survey, reading_kinds(survey.scope)))
    bench.work = MOST_WORK
    return bench


def _answers(survey: Survey, laboratory: Laboratory, bench: Laboratory | None) -> Iterator[Answer]:
    """Every write that can be decided."""
    for path, field in survey.scope.fields.items():
        ladder = survey.ladders.get(path)
        place = bench if bench is not None and field.guards else laboratory
        for view in () if ladder is None else ladder.writes:
            yield from _decided(place, path, view)
        if field.default is not None:
            yield from _decided(place, path, None)


def _decided(laboratory: Laboratory, path: str, view: int | None) -> Iterator[Answer]:
    """The answer for one writer of a field, or for its default; nothing where it is not known."""
    survey = laboratory.survey
    name = DEFAULT if view is None else survey.views[view].name
    ladder = survey.ladders.get(path)
    later, certain = 0, 0
    if ladder is not None:
        later = ladder.all if view is None else survey.later(ladder, view)
        certain = ladder.certain
    wanted = 0 if view is None else 1 << view
    try:
        names = _names(survey, view, later & certain)
        is_exact = not (later | wanted) & ~certain and not survey.scope.fields[path].guards
        yield (path, name), names if names is None or is_exact else _tried(laboratory, path, view, names)
    except BoundReached:
        return


def _tried(
    laboratory: Laboratory, path: str, view: int | None, names: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The smallest selection that is seen to do it; these names if they do and none are fewer."""
    survey = laboratory.survey
    winner = DEFAULT if view is None else survey.views[view].name
    kinds = kinds_of(survey.scope.fields[path])
    if len(names) <= 1:
        stage = stage_of(survey.scope, cone_of(survey, [path]).fields, survey.reachable(names))
        if _is_won(stage, Trial(names), path, winner, kinds):
            return names
    wanted = 0 if view is None else 1 << view
    inquiry = Inquiry((path,), lambda stage, trial: _is_won(stage, trial, path, winner, kinds), wanted)
    shown = laboratory.witness(inquiry)
    if shown is not None and shown.order:
        raise BoundReached  # no command line gives that order
    return None if shown is None else shown.words


def _names(survey: Survey, view: int | None, hiding: int) -> tuple[str, ...] | None:
    """The names that activate the view and none of those that hide it. Raises ``BoundReached``."""
    wanted = 0 if view is None else 1 << view
    if survey.empty is not None and survey.empty & wanted == wanted and not survey.empty & hiding:
        return ()
    alone = None if view is None else survey.alone[view]
    if view is not None and alone is not None and not alone & hiding:
        return (survey.views[survey.activation.namers[view]].name,)
    return survey.search.smallest(wanted, hiding)


def _is_won(stage: Stage, trial: Trial, path: str, name: str, kinds: Kinds) -> bool | None:
    outcome = stage.run(trial)
    if outcome.is_refused:
        return None
    steps = [step for step in outcome.steps if step.path == path]
    is_last = bool(steps) and steps[-1].by == name and steps[-1].phase != "outside"
    return is_last and is_there(kinds, outcome)
