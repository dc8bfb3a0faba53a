"""ATC203: is a write ever the value of its field, or ever read?

Idea. A write is *alive* where a selection has its view and no later writer of the field, or a view that
reads the field before the next one writes it. That is a question to ``witness.py``, asked twice: writers
with a condition that stand in the way count in full (then the write is alive whatever the conditions come
to), or not at all (then it is dead whatever they come to). Between the two, runs are tried.

Example. ``wide`` (priority 1) and ``top`` (a default view, priority 2) set ``lr``. The write of ``wide`` is
dead: ``top`` always comes after it. If a view of priority 1 that chains with ``wide`` reads ``lr``, it is
alive.

Cost. For almost all writes one intersection of bit sets, with what is active when the view alone is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from atoc.findings import Method
from atoc.program import Write
from atoc.prove.activation.closure import ones
from atoc.prove.activation.ladder import Ladder, Survey, worked_out_from
from atoc.prove.activation.witness import BoundReached
from atoc.prove.deciding.inquiry import Inquiry
from atoc.prove.deciding.laboratory import Laboratory
from atoc.prove.replaying.replay import Outcome, Stage, Trial
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.terms import FALSE, Formula, both, either, negation
from atoc.prove.values.identity import Identity

VIEWS = ("view", "lazy")
"""The phases in which views write."""

Fate = Literal["alive", "dead", "unproved"]


@dataclass(frozen=True, slots=True)
class Subject:
    """One write in question: the view by its bit, and the ladder of the field."""

    survey: Survey
    ladder: Ladder
    view: int

    @property
    def write(self) -> Write:
        """The write itself."""
        return self.ladder.writes[self.view]

    @property
    def value(self) -> Identity | None:
        """What stands for the literal that is written; None for an expression."""
        return self.ladder.values[self.view]

    @property
    def bit(self) -> int:
        """The view as a set."""
        return 1 << self.view

    @property
    def is_certain(self) -> bool:
        """Whether the view has no condition."""
        return bool(self.ladder.certain & self.bit)

    def is_possible(self, others: int, without: int) -> bool:
        """Whether a selection activates the view with these others, and none of those."""
        alone = self.survey.alone[self.view]
        if alone is not None and not alone & without and not others & ~alone:
            return True
        return self.survey.search.is_possible(self.bit | others, without)


def fate_of(laboratory: Laboratory, subject: Subject) -> tuple[Fate, Method]:
    """Whether a write is alive or dead, and how that was found."""
    try:
        if subject.is_certain and _is_alive(subject):
            return "alive", "closure"
        if _is_dead(subject):
            return "dead", "closure"
        return _tried_fate(laboratory, subject)
    except BoundReached:
        return "unproved", "unproved"


def _is_alive(subject: Subject) -> bool:
    """Whether it is the value or read in some selection, whatever conditions come to."""
    later = subject.survey.later(subject.ladder, subject.view)
    if subject.is_possible(0, later):
        return True
    if subject.ladder.inner_readers & subject.bit:
        return subject.is_possible(0, 0)
    readers = subject.ladder.certain_readers
    return any(subject.is_possible(1 << r, between) for r, between in _readers(subject, readers, later))


def _is_dead(subject: Subject) -> bool:
    """Whether it is neither the value nor read in any selection, whatever conditions come to."""
    later = subject.survey.later(subject.ladder, subject.view) & subject.ladder.certain
    if not later or subject.is_possible(0, later) or subject.ladder.inner_readers & subject.bit:
        return False
    readers = subject.ladder.readers
    return not any(subject.is_possible(1 << r, between) for r, between in _readers(subject, readers, later))


def _readers(subject: Subject, readers: int, later: int) -> Iterator[tuple[int, int]]:
    """The readers that can come after the write, with the later writers that always stand between."""
    survey = subject.survey
    for reader in ones(readers & ~subject.bit):
        if not survey.is_after(subject.view, reader):
            yield reader, sum(1 << i for i in ones(later) if survey.is_after(reader, i))


def _tried_fate(laboratory: Laboratory, subject: Subject) -> tuple[Fate, Method]:
    path, name = subject.write.path, subject.survey.views[subject.view].name

    def shows(stage: Stage, trial: Trial) -> bool | None:
        outcome = stage.run(trial)
        if outcome.is_refused:
            return outcome.shown_if_refused
        steps = [step for step in outcome.steps if step.path == path]
        return bool(steps) and steps[-1].by == name and steps[-1].phase in VIEWS

    inquiry = Inquiry(
        (path,),
        shows,
        required=subject.bit,
        asks=lambda encoding: _is_last(subject, encoding),
        late=subject.bit,
    )
    method = laboratory.method_of(inquiry)
    if laboratory.happens(inquiry) or subject.ladder.inner_readers & subject.bit:
        return "alive", method
    return "alive" if _is_read(laboratory, subject) else "dead", method


def _is_last(subject: Subject, encoding: Encoding) -> Formula:
    """That the write takes place, and nothing that surely comes later is written over it."""
    later = subject.survey.later(subject.ladder, subject.view)
    is_lazy = subject.survey.views[subject.view].lazy
    later |= encoding.knot_of(subject.view) & subject.ladder.all
    over = (both(encoding.applied(i), encoding.is_before(subject.view, i)) for i in ones(later))
    given = FALSE if is_lazy else encoding.given(subject.write.path)
    hidden = either(given, *over)
    return both(encoding.gives_config, encoding.applied(subject.view), negation(hidden))


def _is_read(laboratory: Laboratory, subject: Subject) -> bool:
    """Whether a view finds what was written before another writer comes. Raises ``BoundReached``."""
    survey, ladder, path = subject.survey, subject.ladder, subject.write.path
    later = survey.later(ladder, subject.view)
    readers = dict(_readers(subject, ladder.readers, later))

    def asks(encoding: Encoding) -> Formula:
        found = (_finds(subject, encoding, reader, between) for reader, between in readers.items())
        return both(encoding.gives_config, encoding.applied(subject.view), either(*found))

    def shows(stage: Stage, trial: Trial) -> bool | None:
        outcome = stage.run(trial)
        if outcome.is_refused:
            return outcome.shown_if_refused
        present = [reader for reader in readers if survey.views[reader].name in outcome.order]
        return any(_is_found(subject, outcome, trial, reader) for reader in present)

    watched = tuple(survey.views[i] for i in (subject.view, *readers))
    inquiry = Inquiry((path,), shows, subject.bit, watched, asks=asks, ordered=(path,))
    return bool(readers) and laboratory.happens(inquiry)


def _finds(subject: Subject, encoding: Encoding, reader: int, between: int) -> Formula:
    """That the reader works out an expression that reads the field, and nothing surely came between."""
    views = subject.survey.views
    reads = encoding.active(reader) if _is_condition(subject, reader) else encoding.applied(reader)
    is_passed = views[reader].lazy and not views[subject.view].lazy
    given = encoding.given(subject.write.path) if is_passed else FALSE
    between |= (encoding.knot_of(subject.view) | encoding.knot_of(reader)) & subject.ladder.all
    over = (
        both(encoding.applied(i), encoding.is_before(subject.view, i), encoding.is_before(i, reader))
        for i in ones(between & ~subject.bit & ~(1 << reader))
    )
    return both(reads, negation(either(given, encoding.is_before(reader, subject.view), *over)))


def _is_condition(subject: Subject, reader: int) -> bool:
    """Whether a view may read the field in its condition, itself or through computed defaults."""
    scope, when = subject.survey.scope, subject.survey.views[reader].when
    return when is not None and subject.write.path in worked_out_from(scope, when.reads)


def _is_found(subject: Subject, outcome: Outcome, trial: Trial, reader: int) -> bool:
    """Whether the reader comes after the write in a run, and nothing between them writes the field."""
    views, path = subject.survey.views, subject.write.path
    name, other = views[subject.view].name, views[reader].name
    able = outcome.order if _is_condition(subject, reader) else outcome.applied
    if name not in outcome.applied or other not in able:
        return False
    is_passed = views[reader].lazy and not views[subject.view].lazy
    if is_passed and any(given == path for given, _, _ in trial.outside):
        return False
    start, end = outcome.order.index(name), outcome.order.index(other)
    between = outcome.applied.intersection(outcome.order[start + 1 : end])
    return start < end and not any(views[i].name in between for i in subject.ladder.writes)


def winners_of(subject: Subject, method: Method) -> frozenset[int]:
    """Those that hide the write: the later writers that are always there with it.

    Where there are none, one of several always is: all that can be there, with a condition only where runs
    had to decide.
    """
    survey, ladder = subject.survey, subject.ladder
    later = survey.later(ladder, subject.view)
    surely = later & ladder.certain & survey.surely(subject.view)
    if not surely and method == "closure":
        later &= ladder.certain
    return frozenset(ones(surely)) or survey.beside(subject.view, later)
