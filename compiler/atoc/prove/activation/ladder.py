"""Who writes a field, and who comes after whom: what every question about writes stands on.

Idea. Two active views are applied in the order of their *tier*, that is (phase, rank, always-active
before selected). Within a tier only chains decide: what a view chains with comes before it. All else within
a tier is free, since names can be given in any order and files have none. So for a writer of a field the
other writers fall into three sets: surely before, surely after, and free.

Example. ``wide`` and ``long`` have priority 1, ``long`` chains with ``wide``; ``tall`` has priority 1 too::

    later(wide) = {long}     earlier(long) = {wide}     tall is free to both

Cost. One pass over the writes; per field, as many unions as it has tiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from atoc.expr import Expression
from atoc.program import Field, Known, Scope, View, Write
from atoc.prove.activation.closure import Activation, activation_of, ones
from atoc.prove.activation.witness import Search
from atoc.prove.values.identity import Identity, identity


@dataclass(frozen=True, slots=True)
class Rung:
    """The writers of a field in one tier, and those in all lower and in all higher tiers."""

    views: int
    below: int
    above: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The writers of one field: ``writes`` by view, and by tier the ``rungs``, lowest first.

    ``values`` stand for the literals that are written, None for an expression. ``certain`` are the writers
    without a condition; ``readers`` the views that may read the value from before themselves, by its name or
    through computed defaults, ``certain_readers`` those of them that read it whenever they are active;
    ``inner_readers`` the writers that may read the value which they write.
    """

    field: Field
    writes: Mapping[int, Write]
    values: Mapping[int, Identity | None]
    rungs: Mapping[int, Rung]
    all: int
    certain: int
    readers: int
    certain_readers: int
    inner_readers: int


@dataclass(frozen=True, slots=True)
class Survey:
    """A scope prepared for questions. ``ladders`` has an entry for each field that a view may write or reads.

    ``setters`` are all writers of a field, also those that may not write it; ``tiers`` the tier of each view,
    and ``alike`` the views of each tier; ``alone`` what is active when only this view is named, or no view if
    it is always active: None if refused.
    """

    scope: Scope
    activation: Activation
    search: Search
    tiers: tuple[int, ...]
    alike: Mapping[int, int]
    ladders: Mapping[str, Ladder]
    setters: Mapping[str, int]
    alone: tuple[int | None, ...]
    empty: int | None

    @property
    def views(self) -> tuple[View, ...]:
        """The views, by their bit."""
        return self.activation.views

    def reachable(self, named: Iterable[str], required: int = 0) -> tuple[View, ...]:
        """All views that these names can activate, and the required ones with their chains."""
        activation = self.activation
        reached = activation.reach(required | sum(1 << activation.index[name] for name in set(named)))
        for group in activation.defaults:
            reached |= group.brings
        return tuple(activation.views[i] for i in ones(reached))

    def last_in_tier(self, active: Iterable[str], views: int) -> tuple[str, ...]:
        """The active views of the same tier that can come before all of these."""
        activation = self.activation
        after, tiers = 0, {self.tiers[i] for i in ones(views)}
        for i in ones(views):
            after |= activation.chained_by[i]
        indices = (activation.index[name] for name in active)
        return tuple(self.views[i].name for i in indices if self.tiers[i] in tiers and not after >> i & 1)

    def later(self, ladder: Ladder, view: int) -> int:
        """The writers of the field that are always applied after this view."""
        rung = ladder.rungs[self.tiers[view]]
        return rung.above | rung.views & self.activation.chained_by[view] & ~(1 << view)

    def earlier(self, ladder: Ladder, view: int) -> int:
        """The writers of the field that are always applied before this view."""
        rung = ladder.rungs[self.tiers[view]]
        return rung.below | rung.views & self.activation.closures[view] & ~(1 << view)

    def surely(self, view: int) -> int:
        """The views that are active whenever this one is, whatever the groups come to."""
        return self.activation.always | self.activation.closures[self.activation.namers[view]]

    def beside(self, view: int, others: int) -> frozenset[int]:
        """Those of the others that no chain keeps apart from this view."""
        reached = self.surely(view)
        clash, closures = self.activation.clash, self.activation.closures
        return frozenset(i for i in ones(others) if not clash(reached | closures[i]))

    def unordered(self, view: int) -> int:
        """The views that may be applied before this one or after it."""
        ordered = self.activation.closures[view] | self.activation.chained_by[view]
        return self.alike[self.tiers[view]] & ~ordered

    def is_after(self, later: int, earlier: int) -> bool:
        """Whether the first view is always applied after the second, where both are active."""
        if self.tiers[later] != self.tiers[earlier]:
            return self.tiers[later] > self.tiers[earlier]
        return later != earlier and bool(self.activation.closures[later] >> earlier & 1)


def survey_of(scope: Scope) -> Survey:
    """Prepare a scope."""
    activation = activation_of(scope)
    tiers = _tiers(activation)
    empty = _active(activation, activation.always)
    alone = tuple(
        empty
        if activation.always >> i & 1
        else _active(activation, activation.always | activation.closures[i])
        for i in activation.namers
    )
    setters, ladders = _ladders(scope, activation, tiers)
    alike: dict[int, int] = {}
    for i, tier in enumerate(tiers):
        alike[tier] = alike.get(tier, 0) | 1 << i
    return Survey(scope, activation, Search(activation), tiers, alike, ladders, setters, alone, empty)


def with_fields_of(survey: Survey, scope: Scope) -> Survey:
    """Prepare a scope that differs from a prepared one in its fields alone."""
    setters, ladders = _ladders(scope, survey.activation, survey.tiers)
    return replace(survey, scope=scope, setters=setters, ladders=ladders)


def may_write(view: View, field: Field) -> bool:
    """Whether a write of the view to the field is not forbidden by the field's ``input`` or ``final``."""
    declared = field.member.runtime
    return not declared.input and (view.default or not declared.final)


def worked_out_from(scope: Scope, paths: Iterable[str]) -> tuple[str, ...]:
    """These fields, and all that those of them with a computed default are worked out from."""
    found = dict.fromkeys(paths)
    waiting = list(found)
    while waiting:
        field = scope.fields.get(waiting.pop())
        if field is not None and isinstance(field.default, Expression):
            further = [path for path in field.default.reads if path not in found]
            found.update(dict.fromkeys(further))
            waiting.extend(further)
    return tuple(found)


def reads_before(view: View) -> frozenset[str]:
    """The paths that the view reads as they are before it."""
    found = set(view.when.reads) if view.when is not None else set[str]()
    return frozenset(found | _value_reads(view))


def _value_reads(view: View) -> set[str]:
    written = {write.path for write in view.writes}
    return {
        path
        for write in view.writes
        if isinstance(write.value, Expression)
        for path in write.value.reads
        if path == write.path or path not in written
    }


def _inner_reads(scope: Scope, view: View) -> set[str]:
    """The paths that the view may read as it writes them itself."""
    written = {write.path for write in view.writes}
    return {
        path
        for write in view.writes
        if isinstance(write.value, Expression)
        for path in worked_out_from(scope, write.value.reads)
        if path in written and path != write.path
    }


def _tiers(activation: Activation) -> tuple[int, ...]:
    keys = [(view.lazy, view.rank, not activation.always >> i & 1) for i, view in enumerate(activation.views)]
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return tuple(ranks[key] for key in keys)


def _active(activation: Activation, reached: int) -> int | None:
    active = activation.activate(reached)
    return None if activation.is_refused(active) else active


@dataclass(slots=True)
class _Gathered:
    """What has been seen of one field."""

    writes: dict[int, Write]
    setters: int = 0
    readers: int = 0
    certain_readers: int = 0
    inner_readers: int = 0


def _ladders(
    scope: Scope, activation: Activation, tiers: tuple[int, ...]
) -> tuple[dict[str, int], dict[str, Ladder]]:
    gathered = {path: _Gathered({}) for path in scope.fields}
    for i, view in enumerate(activation.views):
        for write in view.writes:
            entry = gathered[write.path]
            entry.setters |= 1 << i
            if may_write(view, write.field):
                entry.writes[i] = write
        _gather_reads(scope, gathered, view, 1 << i)
    conditional = sum(1 << i for i, view in enumerate(activation.views) if view.when is not None)
    ladders = {
        path: _ladder(scope.fields[path], entry, tiers, conditional)
        for path, entry in gathered.items()
        if entry.writes or entry.readers
    }
    return {path: entry.setters for path, entry in gathered.items()}, ladders


def _gather_reads(scope: Scope, gathered: Mapping[str, _Gathered], view: View, bit: int) -> None:
    sure = set(view.when.reads) if view.when is not None else _value_reads(view)
    for path in gathered.keys() & worked_out_from(scope, reads_before(view)):
        gathered[path].readers |= bit
    for path in sure & gathered.keys():
        gathered[path].certain_readers |= bit
    for path in _inner_reads(scope, view) & gathered.keys():
        gathered[path].inner_readers |= bit


def _ladder(field: Field, entry: _Gathered, tiers: tuple[int, ...], conditional: int) -> Ladder:
    rungs = _rungs(entry.writes, tiers)
    whole = sum(rung.views for rung in rungs.values())
    return Ladder(
        field,
        entry.writes,
        {i: identity(w.value.value) if isinstance(w.value, Known) else None for i, w in entry.writes.items()},
        rungs,
        whole,
        whole & ~conditional,
        entry.readers,
        entry.certain_readers,
        entry.inner_readers,
    )


def _rungs(writers: Iterable[int], tiers: tuple[int, ...]) -> dict[int, Rung]:
    levels: dict[int, int] = {}
    for i in writers:
        levels[tiers[i]] = levels.get(tiers[i], 0) | 1 << i
    rungs: dict[int, Rung] = {}
    below, above = 0, sum(levels.values())
    for tier in sorted(levels):
        above &= ~levels[tier]
        rungs[tier] = Rung(levels[tier], below, above)
        below |= levels[tier]
    return rungs
