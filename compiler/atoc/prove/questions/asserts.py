"""ATC601: does an assert hold of every config?

Idea. An assert is looked at when everything else is done, so each run either shows it to fail or not. What
views alone break is a defect of the program, and is refuted. An assert that only outside values break does
what it is there for: it is left to the run, which tells whoever gave them; the proof says so.

Example. ``batch * steps <= 1000`` holds whatever views are named, but not with ``batch=1001``.

Cost. Two questions to the laboratory for each assert.
"""

from __future__ import annotations

from collections.abc import Callable

from atoc.expr import EvaluationError, Expression, UnforeseenError, evaluate
from atoc.program import Assert
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import AssertFails, Failing, Unproved, Verdict
from atoc.prove.questions.failing import CODES, PARTIAL, inputs_given
from atoc.prove.replaying.replay import DefectError, Outcome, Stage, Trial
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.prover import Asks
from atoc.prove.symbolic.terms import Formula, both, either, negation
from atoc.prove.values.evaluation import Kind, Site
from atoc.prove.values.hazards import hazards, is_rounded
from atoc.prove.values.intervals import Knowledge

CODE = "ATC601"


def failing_asserts(laboratory: Laboratory) -> tuple[list[AssertFails | Failing | Unproved], list[Verdict]]:
    """The asserts that fail, those of which it is not known, and a verdict on each.

    The subject of a verdict is the condition as it is written.
    """
    facts: list[AssertFails | Failing | Unproved] = []
    verdicts: list[Verdict] = []
    for assertion in laboratory.survey.scope.asserts:
        found = _looked_at(laboratory, assertion)
        facts.extend(fact for fact, _ in found if fact is not None)
        verdicts.extend(verdict for _, verdict in found)
    return facts, verdicts


Answer = tuple[AssertFails | Failing | Unproved | None, Verdict]


def _looked_at(laboratory: Laboratory, assertion: Assert) -> list[Answer]:
    """What is found of an assert: whether it can be worked out at all, and whether it holds."""
    known = Knowledge(laboratory.survey.scope.fields, {})
    asked = hazards(assertion.that.tree, Knowledge({}, {}))
    left = hazards(assertion.that.tree, known)
    answers: list[Answer] = []
    for kind in PARTIAL:
        if kind in asked and kind not in left:
            answers.append((None, Verdict(CODES[kind], assertion.that.text, "proved", "closure")))
        elif kind in asked:
            answers.append(_valueless(laboratory, assertion, kind))
    return [*answers, _settled(laboratory, assertion)]


def _valueless(laboratory: Laboratory, assertion: Assert, kind: Kind) -> Answer:
    """Whether the condition ever has no value."""

    def fails(came_to: Judged) -> bool | None:
        return None if came_to is None else isinstance(came_to, EvaluationError) and came_to.kind == kind

    inquiry = _inquiry(assertion, fails, lambda encoding: _without_value(encoding, assertion, kind))
    text, span = assertion.that.text, assertion.that.span
    try:
        trial = laboratory.witness(inquiry)
    except BoundReached:
        fact = Unproved(Site(None), kind, span, assertion, asks=assertion.that.impure)
        return fact, Verdict(CODES[kind], text, "unproved", "unproved")
    method = laboratory.method_of(inquiry)
    if trial is None:
        return None, Verdict(CODES[kind], text, "proved", method)
    failed = judged(assertion, laboratory.outcome(inquiry, trial))
    if not isinstance(failed, EvaluationError):
        raise DefectError(f"{' '.join(trial.words) or 'no words'} shows no failure of `{text}`")
    told = Failing(Site(None), kind, failed.span, None, failed.message, trial.words, method, trial.order)
    return told, Verdict(CODES[kind], text, "refuted", method)


def _settled(laboratory: Laboratory, assertion: Assert) -> Answer:
    text = assertion.that.text
    is_rough = is_rounded(assertion.that, laboratory.survey.scope.fields)
    inquiry = _inquiry(assertion, _breaks, lambda encoding: _broken(encoding, assertion))
    if not is_rough and _is_lasting(laboratory, assertion.that):
        method = laboratory.method_of(inquiry)
        return None, Verdict(CODE, text, "proved", method, is_lasting=True)
    try:
        broken = laboratory.witness(inquiry)
        if broken is None and not is_rough:
            return None, Verdict(CODE, text, "proved", laboratory.method_of(inquiry))
    except BoundReached:
        broken = None
    by_views = broken if broken is None or not broken.outside else _by_views_alone(laboratory, assertion)
    if by_views is not None:
        method = laboratory.method_of(inquiry)
        return AssertFails(assertion, by_views.words, method, by_views.order), Verdict(
            CODE, text, "refuted", method
        )
    words = None if broken is None else broken.words
    that = assertion.that
    fact = Unproved(Site(None), "assert", that.span, assertion, words, is_rough, that.impure)
    return fact, Verdict(CODE, text, "unproved", "unproved")


def _is_lasting(laboratory: Laboratory, that: Expression) -> bool:
    """Whether a condition holds for any values that the fields admit, however they came by them."""
    fields = laboratory.survey.scope.fields
    if that.impure or any(path not in fields or fields[path].guards for path in that.reads):
        return False
    try:
        return laboratory.prover.always_holds(that)
    except BoundReached:
        return False


def _by_views_alone(laboratory: Laboratory, assertion: Assert) -> Trial | None:
    """The smallest run without outside values in which it fails, as far as one is found."""

    def shows(stage: Stage, trial: Trial) -> bool | None:
        return False if trial.outside else _breaks(judged(assertion, stage.run(trial)))

    try:
        return laboratory.witness(
            Inquiry(
                assertion.that.reads,
                shows,
                ungiven=tuple(laboratory.survey.scope.fields),
                asks=lambda encoding: _broken_by_views(encoding, assertion),
                last=(assertion.that,),
            )
        )
    except BoundReached:
        return None


Judged = bool | EvaluationError | None
"""What an assert comes to: whether it holds, or why it has no value; None where there is nothing to judge."""


def judged(assertion: Assert, outcome: Outcome) -> Judged:
    """What an assert comes to after a run; None where only the run itself can tell, or a value is missing.

    Where there is no config, no assert is broken.
    """
    if outcome.is_refused:
        return outcome.is_no_run
    values = {step.path: step.value for step in outcome.steps}
    try:
        return evaluate(assertion.that, values.__getitem__) is True
    except EvaluationError as error:
        return error
    except (KeyError, UnforeseenError):
        return None


def _breaks(came_to: Judged) -> bool | None:
    return None if came_to is None else came_to is False


def _broken(encoding: Encoding, assertion: Assert) -> Formula:
    """That there is a config, and the assert does not hold of it."""
    claim = encoding.value_of(assertion.that, encoding.state("end"))
    told = both(negation(claim.fails), negation(claim.condition))
    return both(encoding.gives_config, *inputs_given(encoding), told)


def _broken_by_views(encoding: Encoding, assertion: Assert) -> Formula:
    """The same without any outside value."""
    return both(
        _broken(encoding, assertion), *(negation(encoding.given(path)) for path in encoding.cone.fields)
    )


def _without_value(encoding: Encoding, assertion: Assert, kind: Kind) -> Formula:
    """That the condition cannot be worked out, for this reason."""
    claim = encoding.value_of(assertion.that, encoding.state("end"))
    return both(
        encoding.gives_config,
        *inputs_given(encoding),
        either(*(each.when for each in claim.failures if each.kind == kind)),
    )


def _inquiry(assertion: Assert, shown: Callable[[Judged], bool | None], asks: Asks) -> Inquiry:
    """The question whether an assert ever comes to this."""

    def shows(stage: Stage, trial: Trial) -> bool | None:
        return shown(judged(assertion, stage.run(trial)))

    return Inquiry(assertion.that.reads, shows, asks=asks, last=(assertion.that,))
