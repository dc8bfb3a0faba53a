"""ATC205: does a write ever change the value of its field?

Idea. A literal changes something where a selection has its view and, as the last writer before it, one with
another value; or none, while the default is another; or, for a lazy view, an outside value. Each is a
question to ``witness.py``, asked twice as in ``dead.py``: what has a condition counts in full, or not at
all.

Example. ``base``, a default view, and ``top`` set ``lr`` to the same value, with priority 0 and 2. ``top``
changes nothing, unless there is a view of priority 1 that sets ``lr`` to another value: then it does where
that one is named.

Cost. For almost all writes one look at what is active when the view alone is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from atoc.findings import Method
from atoc.program import Known
from atoc.prove.activation.closure import ones
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.questions.dead import VIEWS, Subject
from atoc.prove.questions.overrides import given_values
from atoc.prove.replaying.replay import Given, Outcome, Stage, Trial
from atoc.prove.symbolic.cells import Cell
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.terms import FALSE, TRUE, Formula, both, either, negation
from atoc.prove.values.domains import domain_of
from atoc.prove.values.identity import Identity, identity

Effect = Literal["changes", "idle", "unproved"]


def effect_of(laboratory: Laboratory, subject: Subject) -> tuple[Effect, Method]:
    """Whether a write of a literal ever changes anything, and how that was found."""
    try:
        if subject.is_certain and _changes(subject):
            return "changes", "closure"
        if _is_idle(subject):
            return "idle", "closure"
        return _tried_effect(laboratory, subject)
    except BoundReached:
        return "unproved", "unproved"


def _changes(subject: Subject) -> bool:
    """Whether some selection has another value before the write, whatever conditions come to."""
    survey, ladder, value = subject.survey, subject.ladder, subject.value
    if _changes_alone(subject):
        return True
    if _default_differs(subject) and subject.is_possible(0, survey.earlier(ladder, subject.view)):
        return True
    if _outside_differs(subject) and subject.is_possible(0, _earlier_lazy(subject)):
        return True
    return any(
        other is not None and other != value and _can_precede(subject, i, ladder.all)
        for i, other in ladder.values.items()
        if ladder.certain >> i & 1
    )


def _changes_alone(subject: Subject) -> bool:
    """Whether naming the view alone shows a change: what decides for almost all writes."""
    survey, ladder = subject.survey, subject.ladder
    alone = survey.alone[subject.view]
    before = 0 if alone is None else survey.earlier(ladder, subject.view) & alone
    if not before or before & ~ladder.certain:
        return False
    last = max(survey.tiers[i] for i in ones(before))
    values = {ladder.values[i] for i in ones(before) if survey.tiers[i] == last}
    return None not in values and subject.value not in values


def _is_idle(subject: Subject) -> bool:
    """Whether every selection has the same value before the write, whatever conditions come to."""
    survey, ladder = subject.survey, subject.ladder
    certain = survey.earlier(ladder, subject.view) & ladder.certain
    if _default_differs(subject) and subject.is_possible(0, certain):
        return False
    if _outside_differs(subject) and subject.is_possible(0, _earlier_lazy(subject) & ladder.certain):
        return False
    return not any(
        other != subject.value and _can_precede(subject, i, ladder.certain)
        for i, other in ladder.values.items()
    )


def _can_precede(subject: Subject, other: int, counted: int) -> bool:
    """Whether the other view can be the last writer before this one, of those that are counted."""
    survey, ladder = subject.survey, subject.ladder
    if other == subject.view or survey.is_after(other, subject.view):
        return False
    between = survey.later(ladder, other) & survey.earlier(ladder, subject.view) & counted
    return subject.is_possible(1 << other, between)


def _earlier_lazy(subject: Subject) -> int:
    """The writers between the outside values and this one."""
    earlier = subject.survey.earlier(subject.ladder, subject.view)
    return sum(1 << i for i in ones(earlier) if subject.survey.views[i].lazy)


def _default_differs(subject: Subject) -> bool:
    default = subject.ladder.field.default
    return not isinstance(default, Known) or identity(default.value) != subject.value


def _outside_differs(subject: Subject) -> bool:
    """Whether the field can have another value from outside by the time of a lazy write."""
    field = subject.ladder.field
    if not subject.survey.views[subject.view].lazy or field.member.runtime.final:
        return False
    domain = domain_of(field, ())
    return not domain.is_whole or any(identity(other) != subject.value for other, _ in domain.values)


def _tried_effect(laboratory: Laboratory, subject: Subject) -> tuple[Effect, Method]:
    others = tuple(_others_given(subject)) if _outside_differs(subject) else ()

    def shows(stage: Stage, trial: Trial) -> bool | None:
        with_another = (replace(trial, outside=(*trial.outside, other)) for other in others)
        tried = (trial, *with_another) if others and not _is_given(trial, others[0]) else (trial,)
        found = [_shows_change(subject, stage.run(each)) for each in tried]
        return True if True in found else None if None in found else False

    inquiry = Inquiry(
        (subject.write.path,),
        shows,
        required=subject.bit,
        asks=lambda encoding: _is_change(subject, encoding),
        ordered=(subject.write.path,),
    )
    if laboratory.happens(inquiry):
        return "changes", laboratory.method_of(inquiry)
    return "idle", laboratory.method_of(inquiry)


def _others_given(subject: Subject) -> Iterator[Given]:
    """Another value than the written one, as it is given from outside; ``BoundReached`` if none is known."""
    differing = (given for given in given_values(subject.ladder.field) if identity(given[1]) != subject.value)
    other = next(differing, None)
    if other is None:
        raise BoundReached
    yield other


def _is_given(trial: Trial, given: Given) -> bool:
    return any(path == given[0] for path, _, _ in trial.outside)


def _shows_change(subject: Subject, outcome: Outcome) -> bool | None:
    """Whether the view finds another value in a run than it writes; None where there is no config."""
    if outcome.is_refused:
        return outcome.shown_if_refused
    path, name = subject.write.path, subject.survey.views[subject.view].name
    value: Identity | None = None
    for step in outcome.steps:
        if step.path == path and step.by == name and step.phase in VIEWS:
            return identity(step.value) != value
        if step.path == path:
            value = identity(step.value)
    return False


def _is_change(subject: Subject, encoding: Encoding) -> Formula:
    """That the write takes place, and the last that came before it was something else."""
    sources = either(*_sources(subject, encoding))
    return both(encoding.gives_config, encoding.applied(subject.view), sources)


def _sources(subject: Subject, encoding: Encoding) -> Iterator[Formula]:
    """Each of the things that can come last before the write, where it is another value than that."""
    survey, ladder, path = subject.survey, subject.ladder, subject.write.path
    earlier = survey.earlier(ladder, subject.view)
    is_lazy = survey.views[subject.view].lazy
    given = encoding.given(path) if is_lazy else FALSE
    knot = encoding.knot_of(subject.view) & ladder.all & ~subject.bit
    before = {i: encoding.is_before(i, subject.view) for i in ones(knot | earlier)}
    lazy = _earlier_lazy(subject) | (knot if is_lazy else 0)
    lazy_before = [both(encoding.applied(i), before[i]) for i in ones(lazy)]
    if is_lazy:
        yield both(
            given, negation(either(*lazy_before)), _is_other(subject, encoding, encoding.outside(path))
        )
    default = ladder.field.default
    differs = (
        _is_other(subject, encoding, encoding.constant(path, default.value))
        if isinstance(default, Known)
        else TRUE
    )
    over = (both(encoding.applied(i), before[i]) for i in before)
    yield both(differs, negation(either(given, *over)))
    for i in ladder.writes:
        if i != subject.view and not survey.is_after(i, subject.view):
            between = survey.later(ladder, i) & earlier | (knot | encoding.knot_of(i)) & ladder.all
            over = (
                both(encoding.applied(j), encoding.is_before(i, j), encoding.is_before(j, subject.view))
                for j in ones(between & ~subject.bit & ~(1 << i))
            )
            outside = FALSE if survey.views[i].lazy else given
            other = _is_other(subject, encoding, encoding.written(i, path))
            hidden = either(outside, encoding.is_before(subject.view, i), *over)
            yield both(encoding.applied(i), other, negation(hidden))


def _is_other(subject: Subject, encoding: Encoding, cell: Cell) -> Formula:
    """That a field has another value than the one that is written."""
    value = subject.write.value
    if not isinstance(value, Known):
        return TRUE
    path = subject.write.path
    return negation(encoding.same({path: cell}, {path: encoding.constant(path, value.value)}, [path]))


def givers_of(subject: Subject, method: Method) -> frozenset[int]:
    """The view that always gave the value before; several of which one did; none where the default did.

    Where conditions had to decide there may be none either: then the view's own condition is the reason.
    """
    survey, ladder = subject.survey, subject.ladder
    certain = survey.earlier(ladder, subject.view) & ladder.certain
    surely = ones(certain & survey.surely(subject.view))
    last = max(surely, key=lambda i: (survey.tiers[i], i), default=None)
    if last is None and not _default_differs(subject):
        return frozenset()
    if last is not None and ladder.values[last] == subject.value:
        return frozenset((last,))
    if method != "closure":
        before = (i for i in ladder.writes if i != subject.view and not survey.is_after(i, subject.view))
        certain = sum(1 << i for i in before)
    same = (i for i in ones(certain) if ladder.values[i] == subject.value)
    return survey.beside(subject.view, sum(1 << i for i in same))
