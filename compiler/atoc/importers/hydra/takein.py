"""Configs that one other names, and nothing else, taken into the view of that one."""

from __future__ import annotations

from collections.abc import Sequence

from atoc.importers.hydra.expand import Unit
from atoc.importers.hydra.structs import Written


def take_in(units: Sequence[Unit], written: Written) -> list[Unit]:
    """Let a unit set what one sets that it alone names, where nothing is between; those taken in."""
    taken: list[Unit] = []
    for unit in reversed(units):
        for other in list(unit.brings):
            if (
                not unit.is_always
                and _is_simple(other, units, written)
                and _is_next(unit, other, units, written)
            ):
                values = written.values.pop(id(other), {})
                mine = written.values.get(id(unit), {})
                is_under = other.places[0][0] < unit.places[0][0]
                written.values[id(unit)] = {**values, **mine} if is_under else {**mine, **values}
                unit.brings.remove(other)
                taken.append(other)
    return taken


def _is_simple(unit: Unit, units: Sequence[Unit], written: Written) -> bool:
    parents = [each for each in units if any(unit is other for other in each.brings)]
    is_bare = not (unit.brings or unit.overrides or unit.choosing) and id(unit) not in written.guards
    return len(parents) == 1 and is_bare and unit.key is None and len(unit.places) == 1


def _is_next(unit: Unit, other: Unit, units: Sequence[Unit], written: Written) -> bool:
    """Whether no unit that is merged between these two sets what the second of them sets."""
    paths = written.values.get(id(other), {}).keys()
    first, last = sorted((unit.places[0][0], other.places[0][0]))
    between = [each for each in units if any(first < number < last for number, _ in each.places)]
    return len(unit.places) == 1 and not any(
        paths & written.values.get(id(each), {}).keys() for each in between
    )
