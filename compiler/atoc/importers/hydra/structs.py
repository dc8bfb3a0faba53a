"""Leaves as fields, mappings as structs, and structs with a ``_target_`` as types.

Where options give a mapping different targets, it is a variant: a struct for each target, told apart by the
field ``kind``, which the views of the options set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from atoc.importers.carried import Left
from atoc.importers.hydra.expand import Choices, Unit, compatible
from atoc.importers.hydra.kinds import Kinds
from atoc.importers.hydra.settle import Settled, Settling
from atoc.importers.hydra.table import Entry, Table
from atoc.importers.hydra.targets import Target, kinds_of, live_cases, meets, target_text, type_name
from atoc.importers.hydra.values import Literal
from atoc.importers.hydra.writes import TARGET, name_of
from atoc.importers.remarks import Remarks
from atoc.importers.resolvers import Path

Declared = dict[str, object]


@dataclass(slots=True)
class Written:
    """What views still set: by unit, the values by path of ours; ``guards`` say for which kind alone."""

    values: dict[int, dict[str, object]] = field(default_factory=dict[int, dict[str, object]])
    guards: dict[int, dict[str, dict[str, object]]] = field(
        default_factory=dict[int, dict[str, dict[str, object]]]
    )

    def add(self, unit: Unit, path: str, value: object) -> None:
        """Note that the view of a unit sets a field."""
        self.values.setdefault(id(unit), {})[path] = value

    def add_guarded(self, unit: Unit, condition: str, path: str, value: object) -> None:
        """Note that it does where a condition holds, under which alone the field is there."""
        self.guards.setdefault(id(unit), {}).setdefault(condition, {})[path] = value


@dataclass(frozen=True, slots=True)
class Outside:
    """All entries of the variant in which a struct stands, and the choices under one of which it is there."""

    entries: Sequence[Entry]
    given: Sequence[Choices]


@dataclass(slots=True)
class Builder:
    """Makes the fields and types of a scope, and notes on the way what views set."""

    table: Table
    settling: Settling
    kinds: Kinds
    left: list[Left]
    remarks: Mapping[str, Remarks]
    types: Declared = field(default_factory=dict[str, object])
    written: Written = field(default_factory=Written)
    sometimes: set[Path] = field(default_factory=set[Path])

    def fields(
        self, path: Path, entries: Sequence[Entry], given: Sequence[Choices], outside: Outside | None = None
    ) -> Declared:
        """The fields of the mapping at a path, from the entries below it."""
        depth = len(path)
        steps = dict.fromkeys(entry.path[depth] for entry in entries if entry.path[depth] != TARGET)
        found: Declared = {}
        for step in steps:
            inner = (*path, step)
            below = [entry for entry in entries if entry.path[: depth + 1] == inner]
            if name_of(step) != step:
                self.left.append(
                    Left(below[0].place, step, f"it cannot name a field: here it is '{name_of(step)}'")
                )
            if inner in self.table.structs:
                found[name_of(step)] = self.struct(inner, below, given, outside)
            else:
                found[name_of(step)] = self.leaf(inner, below, given)
        return found

    def leaf(self, path: Path, entries: Sequence[Entry], given: Sequence[Choices]) -> Declared:
        """One field; what views still set of it is noted."""
        settled = self.settling.leaf(entries, given)
        dotted = ".".join(map(name_of, path))
        for entry in settled.rest:
            if isinstance(entry.value, Literal):
                self.written.add(entry.unit, dotted, entry.value.value)
        if settled.is_sometimes:
            self.sometimes.add(path)
            self.leave(entries[0], "only some options have it: in a run without them it is null here")
        return {**self.declared(path, settled), **self.doc(entries)}

    def declared(self, path: Path, settled: Settled) -> Declared:
        """A field as it is written."""
        found: Declared = {"type": self.kinds.at(path)}
        if settled.is_input:
            return {**found, "input": True}
        return {**found, **({"default": settled.default} if settled.has_default else {})}

    def doc(self, entries: Sequence[Entry]) -> Declared:
        """What the first comment about a leaf says."""
        for entry in entries:
            said = self.remarks.get(entry.place.path)
            doc = "" if said is None else said.about(entry.place, entry.node_span)
            if doc:
                return {"doc": doc}
        return {}

    def struct(
        self, path: Path, entries: Sequence[Entry], given: Sequence[Choices], outside: Outside | None
    ) -> Declared:
        """A mapping: a struct without a name, one of ``types`` with its target, or a variant.

        What stands in a variant is the same for all of its structs.
        """
        if outside is not None:
            entries = [entry for entry in outside.entries if entry.path[: len(path)] == path]
            given = outside.given
        named = [entry for entry in entries if entry.path == (*path, TARGET)]
        live = live_cases(named)
        own = [entry for index, entry in enumerate(named) if live[index]]
        targets = {text: found for text, found in _by_target(own).items() if text}
        if len(own) > sum(map(len, targets.values())):
            self.leave(own[0], "what it names is worked out, and a target is written out")
        if len(targets) == 1:
            text = next(iter(targets))
            fields = self.fields(path, entries, given, outside)
            return {"type": self.named(path, {"target": target_text(text), "fields": fields}, text)}
        if (
            len(targets) > 1
            and outside is None
            and all(self.settling.is_certain(own, each) for each in given)
        ):
            return self.variant(path, entries, targets, given)
        for text, found in targets.items():
            self.leave(found[0], f"{text} is the target of some options alone, and others have none")
        fields = self.fields(path, entries, given, outside)
        return (
            {"type": self.named(path, {"fields": fields}, "")} if outside is not None else {"fields": fields}
        )

    def variant(
        self,
        path: Path,
        entries: Sequence[Entry],
        targets: dict[str, list[Entry]],
        given: Sequence[Choices],
    ) -> Declared:
        """One of several structs, each with the fields that units which go with its target set."""
        kinds = kinds_of(targets)
        name = _free("kind", [entry.path[len(path)] for entry in entries])
        named = [entry for entry in entries if entry.path == (*path, TARGET)]
        live = live_cases(named)
        live_of = {id(entry): live[index] for index, entry in enumerate(named)}
        by_target = {
            text: [case for each in found for case in live_of[id(each)]] for text, found in targets.items()
        }
        sorted_out = meets(entries, by_target, path)
        names: list[str] = []
        outside = Outside(entries, [case for cases in by_target.values() for case in cases])
        for text in targets:
            cases = [case for case in by_target[text] if any(compatible(case, each) for each in given)]
            mine = sorted_out.by_target[text]
            fields = {name: {"enum": [kinds[text]]}, **self.fields(path, mine, cases, outside)}
            names.append(self.named(path, {"target": target_text(text), "fields": fields}, text))
        dotted = ".".join(map(name_of, path))
        self.guarded(sorted_out.guarded, f"{dotted}.{name}", kinds)
        tells = [
            Entry(e.unit, (*path, name), Literal(kinds[t]), e.place, e.place)
            for t, es in targets.items()
            for e in es
        ]
        settled = self.settling.leaf(sorted(tells, key=lambda each: each.number), given)
        for entry in settled.rest:
            if isinstance(entry.value, Literal):
                self.written.add(entry.unit, f"{dotted}.{name}", entry.value.value)
        found: Declared = {"type": " | ".join(names), "discriminator": name}
        return {**found, "default": {name: settled.default}} if settled.has_default else found

    def guarded(
        self, entries: Sequence[tuple[Entry, Target]], discriminator: str, kinds: dict[str, str]
    ) -> None:
        """Writes of units that also go with targets that lack the field: they hold for one kind."""
        for entry, text in entries:
            dotted = ".".join(map(name_of, entry.path))
            values = self.written.values.get(id(entry.unit), {})
            if dotted in values:
                condition = f"{discriminator} == {kinds[text]!r}"
                self.written.add_guarded(entry.unit, condition, dotted, values.pop(dotted))

    def named(self, path: Path, declaration: Declared, target: str) -> str:
        """The name of a type with this declaration."""
        wanted = type_name(path, target)
        for name in (wanted, type_name(path, "") + wanted):
            if self.types.setdefault(name, declaration) == declaration:
                return name
        name = _free(wanted, list(self.types))
        self.types[name] = declaration
        return name

    def leave(self, entry: Entry, why: str) -> None:
        """Note what is not carried over, once."""
        left = Left(entry.place, ".".join(entry.path), why)
        if left not in self.left:
            self.left.append(left)


def _by_target(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        value = entry.value.value if isinstance(entry.value, Literal) else None
        found.setdefault(value if isinstance(value, str) else "", []).append(entry)
    return found


def _free(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name += "_"
    return name
