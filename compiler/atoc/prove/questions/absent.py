"""ATC104 in variants: can a view write a field where the variant that has it is not the current one?

Idea. What counts is the discriminator when the view is applied. The view's own write of it decides; else a
condition that tests it; else all that may have written it before: where none of those values is another
kind's, nothing can go wrong. What is left over is tried in runs: the view counts as a reader of the
discriminator, so that all that decides its value is in the cone, and outside values too for a lazy view.

Example. ``heavy`` sets ``optimizer.momentum``, which ``sgd`` alone has, and the default is ``adam``. It is
legal with ``when: optimizer.kind == 'sgd'``; without, the run ``heavy`` shows that it is not.

Cost. One look at each write to a field of a variant; runs for those that conditions or expressions decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import ato.config as ato
from atoc.expr import NOTHING, Expression, facts_if
from atoc.expr.kinds import is_among, kinds_left
from atoc.expr.tree import Constant
from atoc.program import Guard, Known, View, Write
from atoc.prove.activation.ladder import Survey, survey_of
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import AbsentField, Verdict
from atoc.prove.replaying.replay import Outcome, Stage, Trial
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.terms import Formula, both, negation
from atoc.prove.values.identity import identity


@dataclass(frozen=True, slots=True)
class _Question:
    """Whether a view, by its bit, writes where a guard of the field does not hold."""

    survey: Survey
    view: int
    write: Write
    guard: Guard


Answer = AbsentField | Verdict

_GRAVEST = ("unproved", "smt", "finite", "closure")
"""The methods, the weakest claim first."""


def absent_fields(laboratory: Laboratory) -> tuple[list[AbsentField], list[Verdict]]:
    """The writes to fields that may not be there, and a verdict on each view that writes in a variant."""
    survey = laboratory.survey
    facts: list[AbsentField] = []
    verdicts: list[Verdict] = []
    for i, view in enumerate(survey.views):
        asked: dict[Guard, Answer] = {}
        for write, guard in guarded_writes(view):
            if guard not in asked:
                asked[guard] = _answer(laboratory, _Question(survey, i, write, guard))
        found = [answer for answer in asked.values() if isinstance(answer, AbsentField)]
        open_ones = [answer for answer in asked.values() if isinstance(answer, Verdict)]
        facts.extend(found)
        told = [Verdict("ATC104", view.name, "refuted", fact.method) for fact in found]
        told += sorted(open_ones, key=lambda verdict: _GRAVEST.index(verdict.method))
        verdicts.extend(told[:1])
    return facts, verdicts


def guarded_writes(view: View) -> Iterator[tuple[Write, Guard]]:
    """The writes of a view to fields of variants, with what it does not see to itself that they are there."""
    own = {write.path: write.value for write in view.writes}
    for write in view.writes:
        for guard in write.field.guards:
            if not isinstance(own.get(guard.path), Known):
                yield write, guard


def _answer(laboratory: Laboratory, question: _Question) -> Answer:
    view = question.survey.views[question.view]
    unproved = Verdict("ATC104", view.name, "unproved", "unproved")
    if view.write_to(question.guard.path) is not None:
        return unproved  # what it writes there is an expression
    if _is_tested(question) or _is_settled(question):
        return Verdict("ATC104", view.name, "proved", "closure")
    try:
        return _tried(laboratory, question)
    except BoundReached:
        return unproved


def _is_tested(question: _Question) -> bool:
    """Whether the condition of the view holds for these kinds alone."""
    when = question.survey.views[question.view].when
    fields = question.survey.scope.fields

    def type_of(path: str) -> ato.Type | None:
        return fields[path].type if path in fields else None

    told = NOTHING if when is None else facts_if(when.tree, outcome=True)
    kinds = kinds_left(question.guard.path, told, type_of)
    return all(is_among(kind, question.guard.values) for kind in kinds)


def _is_settled(question: _Question) -> bool:
    """Whether the discriminator never has another value, for all that is written out."""
    survey, guard = question.survey, question.guard
    field = survey.scope.fields[guard.path]
    if survey.views[question.view].lazy and not field.member.runtime.final:
        return False
    ladder = survey.ladders.get(guard.path)
    written = [] if ladder is None else [write.value for write in ladder.writes.values()]
    values = [field.default, *written]
    return all(isinstance(value, Known) and is_among(value.value, guard.values) for value in values)


def _tried(laboratory: Laboratory, question: _Question) -> Answer:
    """The answer of runs: whether in one of them the view is applied and the field is not there."""
    survey, guard = question.survey, question.guard
    view = survey.views[question.view]
    values = {identity(value) for value in guard.values}
    reader = _reading(view, guard)
    others = {**survey.scope.views, view.name: reader}
    bench = Laboratory(survey_of(replace(survey.scope, views=others)))
    bench.work = laboratory.work

    def shows(stage: Stage, trial: Trial) -> bool | None:
        outcome = stage.run(trial)
        if outcome.is_refused:
            return outcome.shown_if_refused
        is_applied = view.name in outcome.applied
        return is_applied and _kind_before(view, guard.path, outcome) not in values

    def asks(encoding: Encoding) -> Formula:
        is_there = encoding.has(guard.path, guard.values, encoding.before(question.view))
        return both(encoding.gives_config, encoding.applied(question.view), negation(is_there))

    inquiry = Inquiry((), shows, required=1 << question.view, watched=(reader,), asks=asks)
    try:
        trial, method = bench.witness(inquiry), bench.method_of(inquiry)
    finally:
        laboratory.work = bench.work
    if trial is None:
        return Verdict("ATC104", view.name, "proved", method)
    return AbsentField(view, question.write, guard, trial.words, method, trial.order)


def _reading(view: View, guard: Guard) -> View:
    """The same view as one whose condition reads the discriminator, whatever it comes to."""
    when = view.when
    if when is None:
        span = view.span
        when = Expression("", Constant(span, True), ato.BOOL, (), span)
    return replace(view, when=replace(when, reads=tuple(dict.fromkeys((*when.reads, guard.path)))))


def _kind_before(view: View, path: str, outcome: Outcome) -> object:
    """What stands for the value of a discriminator when the view is applied; None if it has none."""
    order = outcome.order
    before = {"", *order[: order.index(view.name)]}
    phases = ("default", "outside", "view", "lazy") if view.lazy else ("default", "view")
    found = [
        identity(step.value)
        for step in outcome.steps
        if step.path == path and step.phase in phases and (step.phase == "outside" or step.by in before)
    ]
    return found[-1] if found else None
