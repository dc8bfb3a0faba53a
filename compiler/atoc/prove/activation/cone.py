"""What some fields depend on: the cone of influence.

Idea. A field depends on the conditions and the expressions of the views that write it, and so on the fields
that these read, and so on. Nothing outside this cone can change it, so that trials need only vary what is
in it (the same reduction as in model checking: Clarke, Grumberg, Peled, *Model Checking*, 1999, chapter
10).

Example. ``classes`` is written ``when: data == 'cifar'``, and ``data`` by ``base`` and ``small``: its cone
has the fields ``classes`` and ``data``, and the views that write these. ``data`` is read by a lazy view, so
it may also be given from outside.

Cost. Linear in the writes of the cone, and where many cones are asked for, in its fields: what one field
depends on at once is found once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from atoc.expr import Expression
from atoc.program import Scope, View, Write
from atoc.prove.activation.closure import ones
from atoc.prove.activation.ladder import Ladder, Survey, may_write, worked_out_from


@dataclass(frozen=True, slots=True)
class Cone:
    """The fields, the views that write them, and the fields whose outside values count.

    ``early`` are those that an eager view reads. ``expressions`` are all that the cone evaluates. ``given``
    are fields that stand for all that eager views do to them: they take every value from outside, so that
    their eager writers are not in the cone.
    """

    fields: tuple[str, ...]
    views: int
    outside: tuple[str, ...]
    early: frozenset[str]
    expressions: tuple[Expression, ...]
    given: tuple[str, ...] = ()


def cone_of(
    survey: Survey,
    targets: Iterable[str],
    watched: Iterable[View] = (),
    given: frozenset[str] = frozenset(),
    last: Iterable[Expression] = (),
    varied: Iterable[str] = (),
) -> Cone:
    """The cone of these fields, of the conditions of the ``watched`` views, and of expressions that are
    worked out ``last``, from the finished config; of ``varied`` fields the outside values count in any
    case."""
    return Cones(survey).of(targets, watched, given, last, varied)


@dataclass(slots=True)
class Cones:
    """The cones of one scope, which share what is found of each field."""

    survey: Survey
    steps: dict[tuple[str, bool], _Step] = field(default_factory=dict[tuple[str, bool], "_Step"])

    def of(
        self,
        targets: Iterable[str],
        watched: Iterable[View] = (),
        given: frozenset[str] = frozenset(),
        last: Iterable[Expression] = (),
        varied: Iterable[str] = (),
    ) -> Cone:
        """The same as :func:`cone_of`."""
        growing = _Growing(self.survey, given, self.steps)
        return _grown(growing, targets, watched, last, varied)


def _grown(
    growing: _Growing,
    targets: Iterable[str],
    watched: Iterable[View],
    last: Iterable[Expression],
    varied: Iterable[str],
) -> Cone:
    growing.late.update(varied)
    for expression in last:
        growing.read_last(expression)
    for view in watched:
        growing.read_condition(view)
    for path in targets:
        growing.add(path)
    growing.grow()
    fields = tuple(path for path in growing.survey.scope.fields if path in growing.fields)
    return Cone(
        fields,
        growing.views,
        tuple(path for path in fields if path in growing.late),
        frozenset(growing.early),
        tuple(growing.expressions.values()),
        tuple(path for path in fields if path in growing.given),
    )


def influenced(survey: Survey, targets: Iterable[str]) -> frozenset[str]:
    """The fields whose value can depend on these: themselves, and what is worked out from them."""
    reached = dict.fromkeys(targets)
    waiting = list(reached)
    while waiting:
        path = waiting.pop()
        ladder = survey.ladders.get(path)
        readers = 0 if ladder is None else ladder.readers | ladder.inner_readers
        found = [
            write.path
            for i in ones(readers)
            for write in survey.views[i].writes
            if depends(survey.scope, survey.views[i], write, path)
        ]
        found.extend(
            other
            for other in survey.scope.computed
            if isinstance(default := survey.scope.fields[other].default, Expression) and path in default.reads
        )
        waiting.extend(other for other in found if other not in reached)
        reached.update(dict.fromkeys(found))
    return frozenset(reached)


def depends(scope: Scope, view: View, write: Write, path: str) -> bool:
    """Whether a write of the view is worked out from this field, or made on a condition that reads it."""
    if view.when is not None and path in worked_out_from(scope, view.when.reads):
        return True
    return isinstance(write.value, Expression) and path in worked_out_from(scope, write.value.reads)


@dataclass(frozen=True, slots=True)
class _Step:
    """What a field depends on at once: views, the fields that these read early and late, and expressions."""

    views: int
    early: frozenset[str]
    late: frozenset[str]
    expressions: dict[int, Expression]


class _Growing:
    """A cone while it is worked out."""

    __slots__ = ("early", "expressions", "fields", "given", "late", "steps", "survey", "views", "waiting")

    def __init__(self, survey: Survey, given: frozenset[str], steps: dict[tuple[str, bool], _Step]) -> None:
        self.survey = survey
        self.given = given
        self.steps = steps
        self.fields: set[str] = set()
        self.early: set[str] = set()
        self.late: set[str] = set()
        self.views = 0
        self.expressions: dict[int, Expression] = {}
        self.waiting: list[str] = []

    def add(self, path: str) -> None:
        """Take a field in, and what decides whether it is there to be given."""
        if path in self.survey.scope.fields and path not in self.fields:
            self.fields.add(path)
            self.waiting.append(path)
            for guard in self.survey.scope.fields[path].guards:
                self.add(guard.path)
                self.late.add(guard.path)

    def read_condition(self, view: View) -> None:
        """Take in what the condition of a view reads, and the view."""
        self.views |= 1 << self.survey.activation.index[view.name]
        if view.when is not None:
            self.read(view.when, view)

    def read(self, expression: Expression, view: View) -> None:
        """Take in what an expression of a view reads; a lazy view sees outside values."""
        self.expressions[id(expression)] = expression
        for path in expression.reads:
            self.add(path)
            (self.late if view.lazy else self.early).add(path)

    def grow(self) -> None:
        """Follow the fields to all that writes them."""
        while self.waiting:
            path = self.waiting.pop()
            key = (path, path in self.given)
            if key not in self.steps:
                self.steps[key] = _step_of(self.survey, path, self.given)
            self.take(self.steps[key])
        self.read_early()

    def take(self, step: _Step) -> None:
        """Take in what a field depends on at once."""
        self.views |= step.views
        self.early |= step.early
        self.late |= step.late
        self.expressions.update(step.expressions)
        for path in sorted((step.early | step.late) - self.fields):
            self.add(path)

    def read_early(self) -> None:
        """What an eager view reads of a computed default it reads of all that this is worked out from."""
        waiting = list(self.early)
        while waiting:
            field = self.survey.scope.fields.get(waiting.pop())
            default = None if field is None else field.default
            reads = default.reads if isinstance(default, Expression) else ()
            further = [path for path in reads if path in self.fields and path not in self.early]
            self.early.update(further)
            waiting.extend(further)

    def follow_writers(self, ladder: Ladder) -> None:
        """Take in the writers of a field; not the eager ones where outside values stand for them."""
        for i, write in ladder.writes.items():
            if self.survey.views[i].lazy or ladder.field.path not in self.given:
                self.follow(self.survey.views[i], write)

    def follow(self, view: View, write: Write) -> None:
        """Take in a write."""
        if not may_write(view, write.field):
            return
        self.read_condition(view)
        if isinstance(write.value, Expression):
            self.read(write.value, view)

    def follow_default(self, path: str) -> None:
        """Take in a computed default, which reads what is there at the very end."""
        default = self.survey.scope.fields[path].default
        if isinstance(default, Expression):
            self.read_last(default)

    def read_last(self, expression: Expression) -> None:
        """Take in what an expression reads at the very end."""
        self.expressions[id(expression)] = expression
        for path in expression.reads:
            self.add(path)
            self.late.add(path)


def _step_of(survey: Survey, path: str, given: frozenset[str]) -> _Step:
    alone = _Growing(survey, given, {})
    ladder = survey.ladders.get(path)
    if ladder is not None:
        alone.follow_writers(ladder)
    alone.follow_default(path)
    return _Step(alone.views, frozenset(alone.early), frozenset(alone.late), alone.expressions)
