"""ATC502: does a view read a computed default that is another one in the end?

Idea. A view that reads a computed default gets it worked out by the state so far. Runs tell what that was;
where the field has another value in the end, by a write to it or to what it is worked out from, the view has
read something stale. Outside values come after every eager view, so that these have to be given too.

Example. ``warmup`` has the default ``${epochs // 10}``, and an eager view sets ``decay: ${warmup * 2}``: with
``epochs=100`` the view has read the ``warmup`` of before.

Cost. One question to the laboratory for each computed default that an expression of a view reads, and in
each run as many more as there are values to give.
"""

from __future__ import annotations

from collections.abc import Iterator

from atoc.expr import Expression, walk
from atoc.expr.tree import Name
from atoc.program import Scope
from atoc.prove.facts import StaleRead, Verdict
from atoc.prove.identity import identity
from atoc.prove.laboratory import Inquiry, Laboratory
from atoc.prove.ladder import Survey
from atoc.prove.overrides import can_be_given, given_values
from atoc.prove.replay import Given, Outcome, Stage, Trial
from atoc.prove.sites import Place, places_of
from atoc.prove.witness import BoundReached
from atoc.span import Span

CODE = "ATC502"

MOST_GIVEN = 24
"""How many outside values are tried beside those that the laboratory gives."""


def stale_reads(laboratory: Laboratory) -> tuple[list[StaleRead], list[Verdict]]:
    """The reads of computed defaults that change later, and a verdict on each read of one by a view."""
    facts: list[StaleRead] = []
    verdicts: list[Verdict] = []
    for place in places_of(laboratory.survey.scope):
        for path in _computed(laboratory.survey.scope, place):
            fact, verdict = _settled(laboratory, place, path)
            verdicts.append(verdict)
            facts.extend([fact] if fact is not None else [])
    return facts, verdicts


def _computed(scope: Scope, place: Place) -> Iterator[str]:
    """The computed defaults that an expression of a view reads from before the view."""
    if place.view is None:
        return
    for path in place.expression.reads:
        own = place.site.path not in (None, path) and place.view.write_to(path) is not None
        if path in scope.computed and not own:
            yield path


def _settled(laboratory: Laboratory, place: Place, path: str) -> tuple[StaleRead | None, Verdict]:
    field = laboratory.survey.scope.fields[path]
    if _is_settled(laboratory.survey, place, path):
        return None, Verdict(CODE, place.subject, "proved", "closure", place.site.path)
    inquiry, later = _inquiry(laboratory, place, path), tuple(_given_later(laboratory.survey.scope, path))

    def variations(trial: Trial) -> Iterator[Trial]:
        return _varied(trial, later)

    try:
        trial = laboratory.witness(inquiry)
    except BoundReached:
        return None, Verdict(CODE, place.subject, "unproved", "unproved", place.site.path)
    if trial is None:
        return None, Verdict(CODE, place.subject, "proved", "finite", place.site.path)
    words = laboratory.shown(inquiry, trial, variations).words
    fact = StaleRead(place.site, field, _place_of(place.expression, path), words, "finite")
    return fact, Verdict(CODE, place.subject, "refuted", "finite", place.site.path)


def _is_settled(survey: Survey, place: Place, path: str) -> bool:
    """Whether nothing can be written, after the view, to the field or to what it is worked out from."""
    if place.view is None:
        return False
    reader, fields = survey.activation.index[place.view.name], survey.scope.fields
    for other in _worked_out_from(survey.scope, path):
        ladder = survey.ladders.get(other)
        writers = () if ladder is None else ladder.writes
        is_givable = not place.view.lazy and not fields[other].member.runtime.final
        if is_givable or not all(survey.is_after(reader, writer) for writer in writers):
            return False
    return True


def _worked_out_from(scope: Scope, path: str) -> Iterator[str]:
    """A computed default and all that it is worked out from."""
    found, waiting = {path}, [path]
    while waiting:
        here = waiting.pop()
        yield here
        default = scope.fields[here].default
        reads = default.reads if isinstance(default, Expression) else ()
        further = [other for other in reads if other in scope.fields and other not in found]
        found.update(further)
        waiting.extend(further)


def _inquiry(laboratory: Laboratory, place: Place, path: str) -> Inquiry:
    """The question whether the default that the view reads is ever another one in the end."""
    survey, view = laboratory.survey, place.view
    later = tuple(_given_later(survey.scope, path))

    def shows(stage: Stage, trial: Trial) -> bool | None:
        found = [_is_stale(stage.run(varied), place, path) for varied in _varied(trial, later)]
        return True if True in found else None if found[0] is None else False

    return Inquiry(
        tuple(dict.fromkeys((path, *([] if place.field is None else [place.field.path])))),
        shows,
        required=0 if view is None else 1 << survey.activation.index[view.name],
        watched=() if view is None or view.when is None else (view,),
    )


def _varied(trial: Trial, later: tuple[Given, ...]) -> Iterator[Trial]:
    """The run itself, and with each further value."""
    yield trial
    given = {path for path, _, _ in trial.outside}
    for each in later:
        if each[0] not in given:
            yield Trial(trial.named, tuple(sorted((*trial.outside, each), key=lambda other: other[2])))


def _given_later(scope: Scope, path: str) -> Iterator[Given]:
    """Outside values of the field and of all that its default is worked out from, ordered by their words."""
    values = [
        given
        for other in _worked_out_from(scope, path)
        if can_be_given(scope.fields[other])
        for given in given_values(scope.fields[other])
    ]
    yield from sorted(values, key=lambda given: given[2])[:MOST_GIVEN]


def _is_stale(outcome: Outcome, place: Place, path: str) -> bool | None:
    if outcome.is_refused:
        return False if outcome.is_no_run else None
    last = {step.path: step.value for step in outcome.steps}
    return any(
        site == place.site and read == path and path in last and identity(last[path]) != value
        for site, read, value in outcome.early
    )


def _place_of(expression: Expression, path: str) -> Span:
    named = (node.span for node, _ in walk(expression.tree) if isinstance(node, Name) and node.path == path)
    return next(named, expression.span)
