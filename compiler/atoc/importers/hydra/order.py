"""Priorities that keep Hydra's order of merging, as few as will do.

Two views that set one field to different values have an order wherever some run has both: that in which the
defaults lists merge them. A view comes after those whose choice it asks for, and not before those that it
chains with. Priorities are the length of the longest way through these demands, so that views which never
meet stay at none.

    exp sets lr over adam, adam sets lr over the primary config        config 0, adam 0, exp 1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from atoc.importers.carried import Left
from atoc.importers.hydra.choices import meet
from atoc.importers.hydra.expand import Unit
from atoc.importers.hydra.table import before


@dataclass(slots=True, eq=False)
class Sketch:
    """A view in the making, of the unit whose content it sets."""

    name: str
    unit: Unit
    values: dict[str, object] = field(default_factory=dict[str, object])
    chain: list[str] = field(default_factory=list[str])
    group: str | None = None
    is_default: bool = False
    when: str = ""
    asks: frozenset[str] = frozenset()
    chooses: frozenset[str] = frozenset()
    reads: str = ""
    doc: str = ""
    priority: int = 0

    @property
    def number(self) -> int:
        """Where in the order of merging its content stands first."""
        return self.unit.places[0][0]


@dataclass(frozen=True, slots=True)
class Demand:
    """That ``first`` comes before ``second``, by at least so many priorities."""

    first: str
    second: str
    distance: int


def prioritize(sketches: Sequence[Sketch], left: list[Left]) -> None:
    """Give the views their priorities."""
    by_name = {sketch.name: sketch for sketch in sketches}
    chained = {sketch.name: _chained(sketch.name, by_name) for sketch in sketches}
    demands = [*_merging(sketches, chained), *_asking(sketches)]
    demands += [Demand(other, each.name, 0) for each in sketches for other in each.chain if other in by_name]
    levels = dict.fromkeys(by_name, 0)
    for _ in range(len(sketches) + 1):
        raised = False
        for demand in demands:
            least = levels[demand.first] + demand.distance
            if levels[demand.second] < least:
                levels[demand.second] = least
                raised = True
        if not raised:
            break
    else:
        why = "their order goes round in a circle, and a priority is one number"
        left.append(Left(sketches[0].unit.config.place, "the order of some configs", why))
        levels = {name: min(level, len(sketches)) for name, level in levels.items()}
    for sketch in sketches:
        sketch.priority = levels[sketch.name]


def _chained(name: str, views: Mapping[str, Sketch]) -> set[str]:
    """What a view chains with, transitively."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        sketch = views.get(waiting.pop())
        new = [] if sketch is None else [other for other in sketch.chain if other not in found]
        found.update(new)
        waiting += new
    return found


def _merging(sketches: Sequence[Sketch], chained: Mapping[str, set[str]]) -> list[Demand]:
    """The order in which those that set one field are merged."""
    found: list[Demand] = []
    for index, first in enumerate(sketches):
        for second in sketches[index + 1 :]:
            if (
                first.unit is second.unit
                or _is_choice(first, second)
                or not _differ(first, second)
                or _are_apart(first, second)
            ):
                continue
            ways = before(first.unit, second.unit) or {first.number < second.number}
            early, late = (first, second) if True in ways else (second, first)
            found.append(Demand(early.name, late.name, _distance(early, late, chained)))
    return found


def _is_choice(first: Sketch, second: Sketch) -> bool:
    """Whether one is a word that chooses for a group for which the other, a config, chooses too."""
    return (second.group is not None and second.unit.key in first.chooses) or (
        first.group is not None and first.unit.key in second.chooses
    )


def _are_apart(first: Sketch, second: Sketch) -> bool:
    """Whether no run has both: a view that others chain with can be named beside any."""
    if first.unit is second.unit or (first.group is not None and first.group == second.group):
        return True
    if first.chooses or second.chooses:
        return first.unit.key is not None and first.unit.key == second.unit.key
    is_chosen = all(each.group is not None or each.is_default for each in (first, second))
    return is_chosen and not meet(first.unit, second.unit)


def _differ(first: Sketch, second: Sketch) -> bool:
    return any(
        path in second.values
        and (value != second.values[path] or type(value) is not type(second.values[path]))
        for path, value in first.values.items()
    )


def _distance(early: Sketch, late: Sketch, chained: Mapping[str, set[str]]) -> int:
    if early.is_default and not late.is_default:
        return 0
    return int(early.name not in chained[late.name])


def _asking(sketches: Sequence[Sketch]) -> list[Demand]:
    """Views come after those that make the choices that they ask for, and words after configs."""
    choosing = [
        Demand(each.name, other.name, 1)
        for each in sketches
        for other in sketches
        if other.group is not None and other.unit.key in each.chooses
    ]
    return choosing + [
        Demand(each.name, other.name, 1)
        for other in sketches
        for each in sketches
        if (each.unit.key in other.asks and each.group is not None) or other.reads in each.values
    ]
