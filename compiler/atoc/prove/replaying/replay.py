"""A scope as the runtime composes it, so that every witness is shown by the one statement of the rule.

``schema_of`` turns a scope into the schema that its generated module would have, with expressions as
functions of the interpreter. ``Stage`` is the part of it that some fields stand on: small, so that
thousands of selections can be tried, and free of what may fail elsewhere.

Cost. A trial costs what composing the part costs, some tens of microseconds for a few fields.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

import ato.config as ato
from ato.config.composing._compose import Request, replay
from ato.config.composing._record import Record, Step
from ato.config.outside._outside import Outside
from ato.config.types._values import UNKNOWN
from atoc.expr import Expression
from atoc.expr.kinds import is_among
from atoc.program import Guard, Known, Scope, View
from atoc.prove.values.evaluation import Branch, Evaluation, Failure, Judgement, Site, failure_of
from atoc.prove.values.identity import Identity, identity

Given = tuple[str, object, str]
"""An outside value: the path, the value, and the word that gives it."""

Arrangement = tuple[tuple[str, ...], tuple[str, ...]]
"""The views that are named, and the order in which views are applied."""

Early = tuple[Site, str, Identity]
"""A computed default that an expression read before the end: where, which, and what it was then."""


class DefectError(Exception):
    """A proof and its witness contradict each other: a defect of the compiler, not of a program."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One run to try: the views named, and the outside values.

    ``order`` are active views that take the first positions of their tier, in this order; where there are
    none, it is the order in which they are named.
    """

    named: tuple[str, ...] = ()
    outside: tuple[Given, ...] = ()
    order: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The command line of it."""
        return (*self.named, *(word for _, _, word in self.outside))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial: the values by path, unset ones absent; the steps; the views that were applied.

    ``order`` has all active views in the order of application, also those whose condition did not hold.
    ``is_refused`` tells that an expression had no value, or one that did not fit or that only a run can tell;
    then nothing else is known but the ``failures``, in the order of the run: only the first is surely not the
    doing of another. ``is_absent`` tells that it is refused since it gives a field that is not there.
    ``early`` are the computed defaults that an expression read before the end, with what they were then;
    ``branches`` what the conditions of an ``if`` inside expressions came to.
    """

    values: Mapping[str, Identity] = field(default_factory=dict[str, Identity])
    steps: tuple[Step, ...] = ()
    applied: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    is_refused: bool = False
    failures: tuple[Failure, ...] = ()
    early: tuple[Early, ...] = ()
    branches: frozenset[Branch] = frozenset()
    is_absent: bool = False

    @property
    def shown_if_refused(self) -> bool | None:
        """What a refused run shows: nothing where it is no run at all; None, for unknown, where one fails."""
        return False if self.is_absent else None

    @property
    def cause(self) -> Failure | None:
        """The first failure, which no other has caused."""
        return self.failures[0] if self.failures else None

    @property
    def is_no_run(self) -> bool | None:
        """Whether there surely is no such config; None where only a run can tell."""
        if not self.is_refused or self.is_absent:
            return self.is_refused
        return None if self.cause is None or self.cause.kind == "unknown" else True

    def differs(self, other: Outcome) -> bool:
        """Whether another config, or none, came of the other trial."""
        return self.is_refused != other.is_refused or self.values != other.values


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a scope, ready for trials; ``guards`` tell of its fields in variants when they are there."""

    schema: ato.Schema
    guards: Mapping[str, tuple[Guard, ...]]
    branches: set[Branch] = field(default_factory=set[Branch])
    arranged: dict[Arrangement, tuple[ato.Schema, tuple[str, ...]]] = field(
        default_factory=dict[Arrangement, tuple[ato.Schema, tuple[str, ...]]]
    )

    def run(self, trial: Trial) -> Outcome:
        """What comes of a trial.

        Files have no order, so always-active views are exchanged by declaring them in that order.
        """
        if not trial.order:
            return self._run(self.schema, trial.named, trial.outside)
        key = (trial.named, trial.order)
        if key not in self.arranged:
            self.arranged[key] = self._arranged(trial)
        return self._run(*self.arranged[key], trial.outside)

    def _arranged(self, trial: Trial) -> tuple[ato.Schema, tuple[str, ...]]:
        """The schema and the names that give a trial its order."""
        first, selection = trial.order, self.schema.select(trial.named)
        always = tuple(name for name in first if name in selection.always)
        chosen = tuple(name for name in first if name not in selection.always)
        defaults = tuple(name for name, cause in selection.causes.items() if cause.startswith("group:"))
        schema = _declared_first(self.schema, always) if always else self.schema
        named = dict.fromkeys((*chosen, *defaults, *trial.named)) if chosen else trial.named
        return schema, tuple(named)

    def order_of(self, trial: Trial) -> tuple[str, ...]:
        """The active views of a trial, as they are applied. Raises ``DefectError`` if it is refused."""
        try:
            selection = self.schema.select(trial.named)
        except ato.ConfigError as error:
            raise DefectError(f"{' '.join(trial.named)}: {error}") from error
        return tuple(view.name for view in (*selection.eager, *selection.lazy))

    def _run(self, schema: ato.Schema, named: tuple[str, ...], outside: tuple[Given, ...]) -> Outcome:
        leaves, record = schema.leaves, Record()
        given = tuple(Outside(leaves[path], value, "command line", word) for path, value, word in outside)
        self.branches.clear()
        try:
            replay(Request(schema, named, given), record)
        except ato.ConfigError:
            failures = tuple(_failures(record))
            return Outcome(is_refused=True, failures=failures, is_absent=self._gives_absent(record, outside))
        if self._gives_absent(record, outside):
            return Outcome(is_refused=True, is_absent=True)
        if any(step.value is UNKNOWN for step in record.steps):
            return Outcome(is_refused=True)
        return _outcome(record, frozenset(self.branches))

    def _gives_absent(self, record: Record, outside: tuple[Given, ...]) -> bool:
        """Whether a field is given that is not there before the lazy views."""
        guards = [guard for path, _, _ in outside for guard in self.guards.get(path, ())]
        if not guards:
            return False
        last = {step.path: step.value for step in record.steps}
        last.update(
            (step.path, step.value) for step in record.steps if step.phase not in ("lazy", "computed")
        )
        return any(guard.path in last and not is_among(last[guard.path], guard.values) for guard in guards)


def schema_of(scope: Scope) -> ato.Schema:
    """The runtime schema of a scope; every field without a default counts as required."""
    required = tuple(path for path, field in scope.fields.items() if field.default is None)
    views = tuple(scope.views.values())
    schema = _schema(
        scope, scope.root.model, scope.fields, views, set(), required=required, watched=scope.views
    )
    schema.initial = initial_values(scope)
    return schema


def initial_values(scope: Scope) -> Mapping[str, object]:
    """The literal defaults of the fields in the variants that a scope walks through, by path."""
    variants = tuple(f"{path}." for path in ato.Schema(scope.name, scope.root.model).variants)
    fields = ((path, field.default) for path, field in scope.fields.items() if path.startswith(variants))
    return {path: default.value for path, default in fields if isinstance(default, Known)}


def stage_of(
    scope: Scope, paths: Collection[str], views: Sequence[View], watched: Collection[str] = ()
) -> Stage:
    """The part of a scope that holds only these fields and views, which must hold all that they chain with.

    The groups of the views are in it, and so must be their defaults. Conditions are left out for views that
    write none of the fields, unless the view is ``watched``.
    """
    kept = frozenset(paths)
    branches: set[Branch] = set()
    guards = {path: scope.fields[path].guards for path in kept if scope.fields[path].guards}
    schema = _schema(scope, _model(scope, kept), kept, views, branches, watched=watched)
    return Stage(schema, guards, branches)


def _schema(
    scope: Scope,
    model: type[ato.Config],
    paths: Collection[str],
    views: Sequence[View],
    branches: set[Branch],
    *,
    required: tuple[str, ...] = (),
    watched: Collection[str] = (),
) -> ato.Schema:
    defaults = ((path, scope.fields[path].default) for path in scope.computed if path in paths)
    grouped = {view.group for view in views}
    groups = [group for group in scope.groups.values() if group.name in grouped]
    return ato.Schema(
        scope.name,
        model,
        views=tuple(_view(view, paths, view.name in watched, branches) for view in views),
        groups={group.name: group.default for group in groups},
        computed=tuple(
            (path, Evaluation(Site(None, path), of, branches).function)
            for path, of in defaults
            if isinstance(of, Expression)
        ),
        required=required,
        required_groups=tuple(group.name for group in groups if group.required),
        across=scope.across,
    )


def _view(view: View, paths: Collection[str], is_watched: bool, branches: set[Branch]) -> ato.View:
    writes = [write for write in view.writes if write.path in paths]
    return ato.View(
        view.name,
        default=view.default,
        lazy=view.lazy,
        priority=view.rank,
        chain=tuple(entry.name for entry in view.chain),
        group=view.group,
        when=_condition(view, branches) if writes or is_watched else None,
        writes={write.path: write.value.value for write in writes if isinstance(write.value, Known)},
        computed={
            write.path: Evaluation(Site(view.name, write.path), write.value, branches).function
            for write in writes
            if isinstance(write.value, Expression)
        },
    )


def _condition(view: View, branches: set[Branch]) -> Callable[..., bool] | None:
    return None if view.when is None else Judgement(Site(view.name), view.when, branches).function


def _model(scope: Scope, paths: Collection[str]) -> type[ato.Config]:
    """A config class that has these fields alone, in the structs that hold them."""
    return _part(scope, [(path.split("."), path) for path in scope.fields if path in paths])


def _part(scope: Scope, places: list[tuple[list[str], str]]) -> type[ato.Config]:
    """The class of the fields at these places, by the names that lead to them."""
    inner: dict[str, list[tuple[list[str], str]]] = {}
    for (name, *names), path in places:
        inner.setdefault(name, []).append((names, path))
    fields = tuple(
        ato.Field(name, ato.Struct(_part(scope, parts))) if parts[0][0] else _leaf(scope, parts[0][1], name)
        for name, parts in inner.items()
    )
    body = {"__slots__": tuple(inner), "__match_args__": tuple(inner), "_fields": fields}
    return type("Part", (ato.Config,), body)


def _leaf(scope: Scope, path: str, name: str) -> ato.Field:
    declared = scope.fields[path]
    leaf = copy(declared.member.runtime)
    leaf.name = name
    leaf.default = declared.default.value if isinstance(declared.default, Known) else ato.MISSING
    leaf.computed = isinstance(declared.default, Expression)
    return leaf


def _declared_first(schema: ato.Schema, first: tuple[str, ...]) -> ato.Schema:
    """The schema where these always-active views stand at the top of the file."""
    moved = [_as_default(view) for name in first for view in schema.views if view.name == name]
    others = [view for view in schema.views if view.name not in first]
    return ato.Schema(
        schema.name,
        schema.model,
        views=(*moved, *others),
        groups=schema.groups,
        computed=schema.computed,
        proved=schema.proved,
        required=schema.required,
        required_groups=schema.required_groups,
        across=schema.across,
    )


def _as_default(view: ato.View) -> ato.View:
    moved = copy(view)
    moved.default = True
    return moved


def _failures(record: Record) -> Iterator[Failure]:
    found = (failure_of(function, error) for function, error in record.failures)
    return (failure for failure in found if failure is not None)


def _outcome(record: Record, branches: frozenset[Branch]) -> Outcome:
    values = {step.path: identity(step.value) for step in record.steps}
    selection = record.selection
    active = () if selection is None else (*selection.eager, *selection.lazy)
    order = tuple(view.name for view in active)
    applied = frozenset(order).difference(record.skipped)
    early = tuple(
        (function.site, path, identity(value))
        for function, values in record.early
        if isinstance(function, Evaluation)
        for path, value in values.items()
        if path in function.read
    )
    return Outcome(values, tuple(record.steps), applied, order, early=early, branches=branches)
