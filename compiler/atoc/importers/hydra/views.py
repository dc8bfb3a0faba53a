"""Units as views: options as members of their group, what they name as views that they chain with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from atoc.importers.carried import Left
from atoc.importers.hydra.choices import contexts, covers
from atoc.importers.hydra.expand import Choices, Expanded, Group, Unit
from atoc.importers.hydra.naming import Naming, name_views
from atoc.importers.hydra.order import Sketch, prioritize
from atoc.importers.hydra.structs import Written
from atoc.importers.hydra.table import before
from atoc.importers.hydra.takein import take_in
from atoc.span import Span


@dataclass(slots=True)
class Views:
    """Makes the views of a scope."""

    expanded: Expanded
    naming: Naming
    written: Written
    emptied: frozenset[str]
    left: list[Left]

    def sketches(self) -> list[Sketch]:
        """All views, in the order of merging, with their priorities."""
        units = sorted(
            (unit for unit in self.expanded.units.values() if unit.places), key=lambda each: each.places[0][0]
        )
        taken = take_in(units, self.written)
        units = [unit for unit in units if unit not in taken]
        name_views(self.naming, units)
        found = [sketch for unit in units for sketch in self.of_unit(unit, units)]
        found += [sketch for key in sorted(self.emptied) for sketch in self.empty(key)]
        for sketch in found:
            self.choose(sketch)
        prioritize(found, self.left)
        return found

    def of_unit(self, unit: Unit, units: Sequence[Unit]) -> list[Sketch]:
        """The view of a unit, with those that hold what cannot stand in the same one."""
        values = self.written.values.get(id(unit), {})
        guards = self.written.guards.get(id(unit), {})
        if self.expanded.by_choice(unit):
            return self.by_choice(unit, values, guards)
        chain = self.chain(unit)
        twin = self.twin(unit, units)
        choices = [] if twin is not None else self.choices(unit)
        if twin is not None:
            values, chain = {}, [self.naming.view(twin)]
        chain = [*(each.name for each in choices), *chain]
        if unit.key is None and not values and not guards and (unit.is_always or not chain):
            return []
        sketch = Sketch(self.naming.view(unit), unit, dict(values), chain)
        sketch.group = None if unit.key is None else self.naming.groups[unit.key]
        self.condition(sketch)
        apart = [self.guarded(sketch, condition, inner) for condition, inner in guards.items()]
        sketch.chain += [each.name for each in apart if not each.is_default]
        if values and any(True in before(unit, other) for other in self.chained(unit)):
            apart.append(self.split(sketch))
        return [*choices, *apart, sketch]

    def choices(self, unit: Unit) -> list[Sketch]:
        """What a unit chooses for open groups, which a word beside it may choose otherwise."""
        if not unit.choosing:
            return []
        self.naming.used.update(unit.choosing)
        values: dict[str, object] = {self.naming.choice_path(key): o for key, o in unit.choosing.items()}
        name = self.naming.free(f"{self.naming.view(unit)}_choices")
        return [Sketch(name, unit, values, [], chooses=frozenset(unit.choosing))]

    def by_choice(
        self, unit: Unit, values: Mapping[str, object], guards: Mapping[str, dict[str, object]]
    ) -> list[Sketch]:
        """A unit of an open group: the member only notes the choice, by which its values are there."""
        name = self.naming.view(unit)
        found: list[Sketch] = []
        if unit.key is not None:
            self.naming.used.add(unit.key)
            chosen: dict[str, object] = {self.naming.choice_path(unit.key): unit.config.option}
            found.append(Sketch(name, unit, chosen, [], self.naming.groups[unit.key]))
            name = self.naming.free(f"{name}_values") if values or guards else name
        when = self.naming.condition(contexts(unit))
        asks = frozenset(key for case in contexts(unit) for key, _ in case)
        sketch = Sketch(name, unit, dict(values), [], None, True, when, asks)
        return [
            *found,
            *(self.guarded(sketch, condition, inner) for condition, inner in guards.items()),
            *([sketch] if values else []),
        ]

    def twin(self, unit: Unit, units: Sequence[Unit]) -> Unit | None:
        """The view of the same config that others chain with, where this one is its option."""
        if unit.key is None or id(unit) in self.written.guards:
            return None
        same = [
            each
            for each in units
            if each.key is None
            and each.config is unit.config
            and not each.is_always
            and not self.expanded.by_choice(each)
            and each.choosing == unit.choosing
        ]
        mine = self.written.values.get(id(unit), {})
        return next(
            (
                each
                for each in same
                if self.written.values.get(id(each), {}) == mine
                and id(each) not in self.written.guards
                and self.chain(each) == self.chain(unit)
                and mine
            ),
            None,
        )

    def guarded(self, sketch: Sketch, condition: str, values: dict[str, object]) -> Sketch:
        """What a view sets for one kind of a variant alone."""
        kind = condition.rpartition("'")[0].rpartition("'")[2]
        name = self.naming.free(f"{sketch.name}_{kind}")
        when = f"{sketch.when} and {condition}" if sketch.when else condition
        reads = condition.partition(" ")[0]
        return Sketch(name, sketch.unit, values, [], None, sketch.is_default, when, sketch.asks, reads=reads)

    def split(self, sketch: Sketch) -> Sketch:
        """The values of a view that those which it chains with go over."""
        name = self.naming.free(f"{sketch.name}_values")
        values, sketch.values = sketch.values, {}
        sketch.chain.insert(0, name)
        return Sketch(name, sketch.unit, values, [], None, False, sketch.when, sketch.asks)

    def chained(self, unit: Unit) -> Iterable[Unit]:
        """The units that the view of a unit chains with."""
        by_own = {each.own: each for each in self.expanded.units.values() if each.key is not None}
        yield from (each for each in unit.brings if not self.expanded.by_choice(each))
        for key, option, _ in unit.overrides:
            if option is not None and ((key, option),) in by_own:
                yield by_own[((key, option),)]

    def chain(self, unit: Unit) -> list[str]:
        """The views that a unit brings along: what it names, and what it chooses for other groups."""
        if unit.is_always:
            return []
        brings = (each for each in unit.brings if not self.expanded.by_choice(each))
        found = [self.naming.view(each) for each in brings if self.is_view(each)]
        members = {each.own: each for each in self.expanded.units.values() if each.key is not None}
        for key, option, place in (*unit.overrides, *self.own_defaults(unit)):
            if key not in self.expanded.groups:
                self.left.append(Left(place, f"override {key}", "no defaults list names the group"))
            elif option is None:
                found.append(f"no_{self.naming.groups[key].removeprefix('use_')}")
            elif ((key, option),) in members:
                found.append(self.naming.view(members[((key, option),)]))
                self.chosen(key, option, unit, place)
            else:
                self.left.append(Left(place, f"override {key}: {option}", "no such config is there"))
        return list(dict.fromkeys(found))

    def chosen(self, key: str, option: str, unit: Unit, place: Span) -> None:
        """Tell that a choice of a config cannot be replaced by another one on the command line."""
        name = self.naming.view(unit)
        why = (
            f"'{name}' chains with it, so that another option beside '{name}' on the command line is refused"
        )
        place = next((each for k, _, each in unit.overrides if k == key), unit.config.place)
        self.left.append(Left(place, f"{key}: {option}", why))

    def own_defaults(self, unit: Unit) -> list[tuple[str, str | None, Span]]:
        """What a unit chooses for groups of which others choose something else."""
        return [
            (group.key, option, group.place)
            for group in self.expanded.groups.values()
            if len({each for each, _ in group.defaults}) > 1
            for option, choices in group.defaults
            if choices[-1:] == unit.own and unit.own and option is not None
        ]

    def is_view(self, unit: Unit) -> bool:
        """Whether a unit that is named becomes a view."""
        has_values = id(unit) in self.written.values or id(unit) in self.written.guards
        return has_values or bool(unit.choosing) or bool(self.chain(unit))

    def condition(self, sketch: Sketch) -> None:
        """Say under which choices a view holds, where its group or chain does not say it."""
        unit = sketch.unit
        if unit.is_always:
            sketch.is_default = unit.key is None
            return
        parents = [each for each in self.expanded.units.values() if unit in each.brings]
        sketch.is_default = unit.key is None and not parents
        ways = [case for each in parents for case in ([each.own] if each.own else contexts(each))]
        givens = [unit.own] if unit.key is not None else ways or [()]
        cases = contexts(unit)
        if all(covers(cases, self.expanded.groups, self.emptied, given) for given in givens):
            return
        anyway = set(givens[0]) if len(givens) == 1 else set[tuple[str, str]]()
        bare: list[Choices] = [tuple(pair for pair in case if pair not in anyway) for case in cases]
        sketch.when = self.naming.condition(bare)
        sketch.asks = frozenset(key for case in bare for key, _ in case)

    def empty(self, key: str) -> list[Sketch]:
        """A member that stands for choosing none of a group."""
        group = self.naming.groups[key]
        name = self.naming.free(f"no_{group.removeprefix('use_')}")
        unit = next(each for each in self.expanded.units.values() if each.key == key)
        values: dict[str, object] = {self.naming.choice_path(key): None} if key in self.expanded.open else {}
        return [Sketch(name, unit, values, [], group, doc="None of the group.")]

    def choose(self, sketch: Sketch) -> None:
        """Let a member note that it is chosen, where something asks for that."""
        key = sketch.unit.key
        is_noted = key in self.expanded.open
        if key in self.naming.used and sketch.group is not None and not sketch.doc and not is_noted:
            sketch.values = {self.naming.choice_path(key): sketch.unit.config.option, **sketch.values}


def declared_view(sketch: Sketch) -> dict[str, object]:
    """A view as it is written."""
    found: dict[str, object] = {}
    if sketch.doc:
        found["doc"] = sketch.doc
    if sketch.group is not None:
        found["group"] = sketch.group
    if sketch.is_default:
        found["default"] = True
    if sketch.priority:
        found["priority"] = sketch.priority
    if sketch.chain:
        found["chain_with"] = sketch.chain[0] if len(sketch.chain) == 1 else sketch.chain
    if sketch.when:
        found["when"] = sketch.when
    if sketch.values or not found:
        found["set"] = nested(sketch.values)
    return found


def declared_group(group: Group, members: Mapping[str, str]) -> dict[str, object]:
    """A group as it is written; ``members`` are its views by option."""
    is_open = group.default is not None and not members
    found: dict[str, object] = {
        "doc": f"Hydra's {group.key}=OPTION{f'; {group.default} unless a view chooses' if is_open else ''}."
    }
    default = None if group.default is None else members.get(group.default)
    if default is not None:
        found["default"] = default
    if group.is_required and group.default is None:
        found["required"] = True
    return found


def nested(values: Mapping[str, object]) -> dict[str, object]:
    """Writes by path as mappings in each other, where several stand below one key."""
    heads: dict[str, dict[str, object]] = {}
    for path, value in values.items():
        head, _, rest = path.partition(".")
        heads.setdefault(head, {})[rest] = value
    found: dict[str, object] = {}
    for head, below in heads.items():
        if "" in below:
            found[head] = below[""]
        elif len(below) == 1:
            rest, value = next(iter(below.items()))
            found[f"{head}.{rest}"] = value
        else:
            found[head] = nested(below)
    return found
