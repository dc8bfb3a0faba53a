"""ATC103, ATC403, ATC404, ATC405: does an expression ever give no value that fits?

Idea. What may go wrong at all is seen in the text and the declarations (``hazards.py``), and a field that is
read is surely set where an always active view, or one that comes along, sets it before. For what is left,
runs are tried. Only the first failure of a run counts: whatever fails after it may be its doing.

Example. ``steps: ${total // batch}`` with ``batch: {type: int, default: 1}`` and a view ``none`` that sets
``batch`` to 0 before: the run ``none`` divides by zero.

Cost. One look at each expression, and one question to the laboratory for each hazard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from atoc.expr import Expression
from atoc.findings import Method
from atoc.program import Field, Known
from atoc.prove.activation.closure import ones
from atoc.prove.activation.ladder import Survey, worked_out_from
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import Decision, Failing, Unproved, Verdict
from atoc.prove.replaying.replay import DefectError, Stage, Trial
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.runs import Site as EncodedSite
from atoc.prove.symbolic.terms import Formula, both, either, negation
from atoc.prove.values.evaluation import Failure, Kind
from atoc.prove.values.hazards import always_fits, hazards, is_rounded, is_widened
from atoc.prove.values.intervals import Knowledge
from atoc.prove.values.sites import Place, places_of

CODES: dict[Kind, str] = {"range": "ATC103", "unset": "ATC403", "division": "ATC404", "index": "ATC405"}
"""The rule that each kind of failure breaks."""
PARTIAL: tuple[Kind, ...] = ("division", "index")
"""How an operation can fail by itself."""


def failing_expressions(laboratory: Laboratory) -> tuple[list[Failing | Unproved], list[Verdict]]:
    """The expressions that fail in some run, those of which it is not known, and a verdict on each hazard."""
    facts: list[Failing | Unproved] = []
    verdicts: list[Verdict] = []
    for place in places_of(laboratory.survey.scope):
        for kind in _kinds(place):
            fact, verdict = _settled(laboratory, place, kind)
            verdicts.append(verdict)
            if fact is not None:
                facts.append(fact)
    return facts, verdicts


def _kinds(place: Place) -> Iterator[Kind]:
    """What is to be asked of an expression, whether or not its text gives the answer."""
    found = hazards(place.expression.tree, Knowledge({}, {}))
    if place.view is not None and any(not _has_default(place, path) for path in place.expression.reads):
        yield "unset"
    for kind in PARTIAL:
        if kind in found:
            yield kind
    if place.field is None:
        return
    tree, known = place.expression.tree, place.known
    if place.field.member.runtime.is_constrained or is_widened(tree, known, place.field):
        yield "range"


def _settled(laboratory: Laboratory, place: Place, kind: Kind) -> tuple[Failing | Unproved | None, Verdict]:
    """The verdict on one hazard, and the fact that there is to tell."""
    is_bound = kind == "range" and is_rounded(place.expression, place.known.fields)
    if _is_excluded(laboratory.survey, place, kind):
        return None, _verdict(place, kind, "proved", "closure")
    inquiry = _inquiry(laboratory.survey, place, kind)
    try:
        found = laboratory.witness(inquiry)
    except BoundReached:
        pass
    else:
        method = laboratory.method_of(inquiry)
        if found is None and not is_bound:
            return None, _verdict(place, kind, "proved", method)
        if found is not None:
            fact = _failing(laboratory, place, kind, found)
            return fact, _verdict(place, kind, "refuted", method)
    given = place.expression
    left = Unproved(place.site, kind, given.span, is_rounded=is_bound, asks=given.impure)
    return left, _verdict(place, kind, "unproved", "unproved")


def _verdict(place: Place, kind: Kind, outcome: Decision, method: Method) -> Verdict:
    path = place.site.path if place.view is not None else None
    return Verdict(CODES[kind], place.subject, outcome, method, path)


# What needs no run


def _is_excluded(survey: Survey, place: Place, kind: Kind) -> bool:
    """Whether the text and the declarations alone rule it out."""
    if kind == "range":
        return place.field is not None and always_fits(place.expression.tree, place.known, place.field)
    if kind == "unset":
        return all(_is_surely_set(survey, place, path) for path in place.expression.reads)
    return kind not in hazards(place.expression.tree, place.known)


def _has_default(place: Place, path: str) -> bool:
    """Whether a field has a value from the very beginning, or is none of this scope's."""
    field = place.known.fields.get(path)
    return field is None or isinstance(field.default, Known)


def _is_surely_set(survey: Survey, place: Place, path: str) -> bool:
    """Whether a field always has a value by the time that a view reads it.

    An input has one once the outside values are there, or there is no run.
    """
    view, field = place.view, place.known.fields.get(path)
    if view is None or field is None or _has_default(place, path):
        return True
    if field.member.runtime.input and view.lazy:
        return True
    if place.site.path not in (None, path) and view.write_to(path) is not None:
        return True
    if isinstance(field.default, Expression):
        return _surely_has_value(survey, place, field, field.default)
    reader = survey.activation.index[view.name]
    ladder = survey.ladders.get(path)
    writers = 0 if ladder is None else ladder.certain & survey.surely(reader)
    return any(survey.is_after(reader, writer) for writer in ones(writers))


def _surely_has_value(survey: Survey, place: Place, field: Field, default: Expression) -> bool:
    """Whether a computed default can always be worked out by the time that a view reads it."""
    known = Knowledge(place.known.fields, {})
    if hazards(default.tree, known) or not always_fits(default.tree, known, field):
        return False
    return all(_is_surely_set(survey, place, path) for path in default.reads)


# What runs decide


def _inquiry(survey: Survey, place: Place, kind: Kind) -> Inquiry:
    """The question whether the expression is ever the first to fail, and in this way."""
    view, fields = place.view, survey.scope.fields

    def shows(stage: Stage, trial: Trial) -> bool | None:
        outcome = stage.run(trial)
        cause = outcome.cause
        if outcome.is_absent:
            return False
        if cause is None:
            return None if outcome.is_refused else False
        if cause.kind == "unknown" or (cause.path is not None and cause.path not in fields):
            return None
        return cause.site == place.site and cause.kind == kind and not _lacks_input(cause, place, fields)

    return Inquiry(
        () if place.field is None else (place.field.path,),
        shows,
        required=0 if view is None else 1 << survey.activation.index[view.name],
        watched=() if view is None or view.when is None else (view,),
        ungiven=worked_out_from(survey.scope, place.expression.reads) if kind == "unset" else (),
        asks=lambda encoding: _is_first_failure(encoding, place, kind),
        soon=0 if view is None else 1 << survey.activation.index[view.name],
    )


def _is_first_failure(encoding: Encoding, place: Place, kind: Kind) -> Formula:
    """That the expression fails in this way, and nothing has failed before it."""
    view = None if place.view is None else encoding.survey.activation.index[place.view.name]
    found: list[Formula] = []
    before: list[Formula] = []
    for site in encoding.sites:
        if (site.view, site.path) == (view, place.site.path):
            found.append(both(_fails(site, kind), negation(either(*before))))
        if view is None or _counts(encoding, site, view):
            before.append(site.fails)
    return both(either(*found), *(inputs_given(encoding) if place.is_late else ()))


def _counts(encoding: Encoding, site: EncodedSite, view: int) -> bool:
    """Whether an expression that stands before a view is worked out before it; what is free may be later."""
    other = view if site.view is None else site.view
    is_placed = encoding.knot_of(view) & ~encoding.run.knots.ranked
    is_ordered = encoding.survey.is_after(view, other) or is_placed >> other & 1
    return other == view or bool(is_ordered)


def _fails(site: EncodedSite, kind: Kind) -> Formula:
    if kind == "range":
        return both(site.reached, negation(site.translated.fails), site.refused)
    return both(site.reached, either(*(each.when for each in site.translated.failures if each.kind == kind)))


def inputs_given(encoding: Encoding) -> Iterator[Formula]:
    """That every input without a default is given, as it is in each run that gets as far as lazy views."""
    for path in encoding.cone.fields:
        field = encoding.survey.scope.fields[path]
        if field.member.runtime.input and field.default is None:
            yield encoding.given(path)


def _lacks_input(cause: Failure, place: Place, fields: Mapping[str, Field]) -> bool:
    """Whether there is no such run, since an input that it lacks has to be given."""
    return place.is_late and cause.kind == "unset" and fields[cause.path or ""].member.runtime.input


def _failing(laboratory: Laboratory, place: Place, kind: Kind, trial: Trial) -> Failing:
    """The fact, with what the run of the witness says of the failure."""
    inquiry = _inquiry(laboratory.survey, place, kind)
    cause = laboratory.outcome(inquiry, trial).cause
    if cause is None or cause.site != place.site:
        raise DefectError(f"{' '.join(trial.words) or 'no words'} shows no failure of {place.site}")
    method = laboratory.method_of(inquiry)
    return Failing(place.site, kind, cause.span, cause.path, cause.reason, trial.words, method, trial.order)
