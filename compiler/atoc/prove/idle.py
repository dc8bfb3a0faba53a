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

from typing import Literal

from atoc.findings import Method
from atoc.program import Known
from atoc.prove.closure import ones
from atoc.prove.dead import VIEWS, Subject, run_late
from atoc.prove.domains import domain_of
from atoc.prove.identity import Identity, identity
from atoc.prove.laboratory import Inquiry, Laboratory
from atoc.prove.replay import Stage, Trial
from atoc.prove.witness import BoundReached

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
    path, name = subject.write.path, subject.survey.views[subject.view].name

    def shows(stage: Stage, trial: Trial) -> bool | None:
        outcome = run_late(subject.survey, stage, trial, subject.view)
        if outcome.is_refused:
            return None
        value: Identity | None = None
        for step in outcome.steps:
            if step.path == path and step.by == name and step.phase in VIEWS:
                return identity(step.value) != value
            if step.path == path:
                value = identity(step.value)
        return False

    if laboratory.happens(Inquiry((path,), shows, required=subject.bit)):
        return "changes", "finite"
    return "unproved", "unproved"


def givers_of(subject: Subject) -> frozenset[int]:
    """The view that always gave the value before; several of which one did; none where the default did."""
    survey, ladder = subject.survey, subject.ladder
    certain = survey.earlier(ladder, subject.view) & ladder.certain
    surely = ones(certain & survey.surely(subject.view))
    last = max(surely, key=lambda i: (survey.tiers[i], i), default=None)
    if last is None and not _default_differs(subject):
        return frozenset()
    if last is not None and ladder.values[last] == subject.value:
        return frozenset((last,))
    same = (i for i in ones(certain) if ladder.values[i] == subject.value)
    return survey.beside(subject.view, sum(1 << i for i in same))
