"""ATC502: does a view read a computed default that is another one in the end?

Idea. A view that reads a computed default gets it worked out by the state so far. Runs tell what that was;
where the field has another value in the end, by a write to it or to what it is worked out from, the view has
read something stale. Outside values come after every eager view, so that these count too, though nothing
else may read them there.

Example. ``warmup`` has the default ``${epochs // 10}``, and an eager view sets ``decay: ${warmup * 2}``: with
``epochs=100`` the view has read the ``warmup`` of before.

Cost. One question to the laboratory for each computed default that an expression of a view reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from atoc.program import Scope
from atoc.prove.activation.ladder import Survey, worked_out_from
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import StaleRead, Verdict
from atoc.prove.replaying.replay import Outcome
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.looks import reads_early
from atoc.prove.symbolic.terms import Formula, both, either, negation
from atoc.prove.values.evaluation import place_of
from atoc.prove.values.identity import identity
from atoc.prove.values.sites import Place, places_of

CODE = "ATC502"


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
    inquiry = _inquiry(laboratory.survey, place, path)
    try:
        trial = laboratory.witness(inquiry)
    except BoundReached:
        return None, Verdict(CODE, place.subject, "unproved", "unproved", place.site.path)
    method = laboratory.method_of(inquiry)
    if trial is None:
        return None, Verdict(CODE, place.subject, "proved", method, place.site.path)
    fact = StaleRead(place.site, field, place_of(place.expression, path), trial.words, method, trial.order)
    return fact, Verdict(CODE, place.subject, "refuted", method, place.site.path)


def _is_settled(survey: Survey, place: Place, path: str) -> bool:
    """Whether nothing can be written, after the view, to the field or to what it is worked out from."""
    if place.view is None:
        return False
    reader, fields = survey.activation.index[place.view.name], survey.scope.fields
    for other in worked_out_from(survey.scope, [path]):
        ladder = survey.ladders.get(other)
        writers = () if ladder is None else ladder.writes
        is_givable = not place.view.lazy and not fields[other].member.runtime.final
        if is_givable or not all(survey.is_after(reader, writer) for writer in writers):
            return False
    return True


def _inquiry(survey: Survey, place: Place, path: str) -> Inquiry:
    """The question whether the default that the view reads is ever another one in the end."""
    view = place.view
    return Inquiry(
        tuple(dict.fromkeys((path, *([] if place.field is None else [place.field.path])))),
        lambda stage, trial: _is_stale(stage.run(trial), place, path),
        required=0 if view is None else 1 << survey.activation.index[view.name],
        watched=() if view is None or view.when is None else (view,),
        varied=worked_out_from(survey.scope, [path]),
        asks=lambda encoding: _ends_otherwise(encoding, place, path),
    )


def _ends_otherwise(encoding: Encoding, place: Place, path: str) -> Formula:
    """That the view reads the default, and the field has another value in the end."""
    view, end = encoding.survey.activation.index[place.site.view or ""], encoding.state("end")
    found = (
        both(reads_early(encoding, site, path), negation(encoding.same(site.state, end, [path])))
        for site in encoding.sites_of(view, place.site.path)
        if path in site.state
    )
    return both(encoding.gives_config, end[path].is_set, either(*found))


def _is_stale(outcome: Outcome, place: Place, path: str) -> bool | None:
    if outcome.is_refused:
        return False if outcome.is_no_run else None
    last = {step.path: step.value for step in outcome.steps}
    return any(
        site == place.site and read == path and path in last and identity(last[path]) != value
        for site, read, value in outcome.early
    )
