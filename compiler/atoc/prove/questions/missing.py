"""ATC407: do the conditions of several views on one field leave out one of its values?

Idea. Views with conditions over a field of few values, which set the same other field, are a ``match`` in
several pieces. Each value of the field has to meet one of the conditions, or what an earlier view has set
shows through, which was hardly meant. A declared default of the field that is set counts as ``case _``. Where
nothing at all sets it, that is ATC201.

Example. ``classes`` is set ``when: data == 'cifar'`` and ``when: data == 'imagenet'``, and to 1 by a view
before both. If ``data`` can be ``mnist`` too, it is 1 with ``data=mnist``.

Cost. Each condition is evaluated for each value; only what is left out is a question to the laboratory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from atoc.expr import EvaluationError, UnforeseenError, evaluate
from atoc.program import Field, View
from atoc.prove.activation.ladder import Survey, may_write
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.facts import Fact, MissingCase, Unset, Verdict
from atoc.prove.questions.failing import inputs_given
from atoc.prove.questions.variants import is_there, kinds_of
from atoc.prove.replaying.replay import Outcome, Stage, Trial
from atoc.prove.symbolic.terms import both, negation
from atoc.prove.values.domains import values_of
from atoc.prove.values.identity import identity

CODE = "ATC407"


@dataclass(frozen=True, slots=True)
class Match:
    """Views of one phase with conditions on one field that set another one; what they leave out."""

    decider: Field
    views: tuple[View, ...]
    field: Field
    missing: tuple[object, ...]


def missing_cases(laboratory: Laboratory, known: Sequence[Fact]) -> tuple[list[MissingCase], list[Verdict]]:
    """The cases that are left out, and a verdict on each group of conditions over one closed set.

    Where the same views leave out the same case for several fields, that is one fact.
    """
    unset = {fact.field.path for fact in known if isinstance(fact, Unset)}
    found: dict[tuple[tuple[str, ...], str], MissingCase] = {}
    verdicts: list[Verdict] = []
    for match in _matches(laboratory.survey, unset):
        fact, verdict = _settled(laboratory, match)
        verdicts.append(verdict)
        if fact is not None:
            key = (tuple(view.name for view in match.views), match.decider.path)
            first = found.get(key)
            found[key] = fact if first is None else replace(first, fields=(*first.fields, match.field))
    return list(found.values()), verdicts


def _matches(survey: Survey, unset: set[str]) -> Iterator[Match]:
    for (path, decided_by, _), views in _groups(survey).items():
        field = survey.scope.fields[path]
        if len(views) > 1 and field.default is None and path not in unset:
            decider = survey.scope.fields[decided_by]
            values = values_of(decider) or ()
            missing = tuple(value for value in values if not _is_met(views, decided_by, value))
            yield Match(decider, tuple(views), field, missing)


def _groups(survey: Survey) -> dict[tuple[str, str, bool], list[View]]:
    """The views that set a field on a condition that reads one other field of few values.

    By the field that is set, the one that is read, and whether the views are lazy.
    """
    groups: dict[tuple[str, str, bool], list[View]] = {}
    for view in survey.views:
        decider = view.when.reads[0] if view.when is not None and len(view.when.reads) == 1 else ""
        if _is_closed(survey.scope.fields.get(decider)):
            for write in view.writes:
                if write.path != decider and may_write(view, write.field):
                    groups.setdefault((write.path, decider, view.lazy), []).append(view)
    return groups


def _is_closed(decider: Field | None) -> bool:
    """Whether a field has few values, all of which may be shown."""
    return decider is not None and not decider.member.runtime.is_discreet and values_of(decider) is not None


def _is_met(views: Sequence[View], path: str, value: object) -> bool:
    """Whether one of the conditions holds for the value, or may for all that is known."""
    for view in views:
        try:
            if view.when is not None and evaluate(view.when, {path: value}.__getitem__) is not False:
                return True
        except UnforeseenError:
            return True
        except EvaluationError:
            continue
    return False


def _settled(laboratory: Laboratory, match: Match) -> tuple[MissingCase | None, Verdict]:
    if not match.missing:
        return None, Verdict(CODE, match.field.path, "proved", "finite")
    inquiry = _inquiry(laboratory.survey, match)
    try:
        trial = laboratory.witness(inquiry)
    except BoundReached:
        return None, Verdict(CODE, match.field.path, "unproved", "unproved")
    method = laboratory.method_of(inquiry)
    if trial is None:
        return None, Verdict(CODE, match.field.path, "proved", method)
    shown = _decided(laboratory.outcome(inquiry, trial), match)
    missing = sorted(match.missing, key=lambda value: identity(value) != shown)
    fact = MissingCase(
        match.views, (match.field,), match.decider, tuple(missing), trial.words, method, trial.order
    )
    return fact, Verdict(CODE, match.field.path, "refuted", method)


def _inquiry(survey: Survey, match: Match) -> Inquiry:
    """The question whether all of the views are ever active, none applies, and an earlier value stays."""
    names = frozenset(view.name for view in match.views)
    bits = [survey.activation.index[view.name] for view in match.views]
    first = min(survey.tiers[i] for i in bits)

    def shows(stage: Stage, trial: Trial) -> bool | None:
        outcome = stage.run(trial)
        if outcome.is_refused:
            return False if outcome.is_no_run else None
        if not names.isdisjoint(outcome.applied):
            return False
        last = next((step for step in reversed(outcome.steps) if step.path == match.field.path), None)
        if last is None or not is_there(kinds_of(match.field), outcome):
            return False
        return last.phase in ("view", "lazy") and survey.tiers[survey.activation.index[last.by]] < first

    ladder = survey.ladders[match.field.path]
    covering = [*bits, *(i for i in ladder.writes if i not in bits and survey.tiers[i] >= first)]
    return Inquiry(
        (match.field.path,),
        shows,
        required=sum(1 << i for i in bits),
        watched=match.views,
        asks=lambda encoding: both(
            encoding.gives_config,
            encoding.state("end")[match.field.path].is_set,
            encoding.exists(match.field.path, encoding.state("end")),
            negation(encoding.given(match.field.path)),
            *inputs_given(encoding),
            *(negation(encoding.applied(i)) for i in covering),
        ),
    )


def _decided(outcome: Outcome, match: Match) -> object:
    """The value of the deciding field that the views read: eager ones come before outside values."""
    is_lazy = match.views[0].lazy
    read = [
        step.value
        for step in outcome.steps
        if step.path == match.decider.path and (is_lazy or step.phase in ("default", "view"))
    ]
    return identity(read[-1]) if read else None
