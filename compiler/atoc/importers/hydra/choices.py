"""Which runs a set of choices is about: when a unit is there, and whether all cases are met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from atoc.importers.hydra.expand import Choices, Group, Unit, compatible

MAX_CASES = 8
"""How many groups are looked into at once; where more decide, nothing is claimed."""


def contexts(unit: Unit) -> list[Choices]:
    """The choices under which a unit is there, each once."""
    return list(dict.fromkeys(choices for _, choices in unit.places))


def demands(unit: Unit) -> list[Choices]:
    """The same, with the options that the unit itself chooses for other groups."""
    chosen = tuple((key, option) for key, option, _ in unit.overrides if option is not None)
    return [tuple(dict((*choices, *chosen)).items()) for choices in contexts(unit)]


def meet(first: Unit, second: Unit) -> bool:
    """Whether some run has both units."""
    return any(compatible(one, other) for one in demands(first) for other in demands(second))


def covers(
    cases: Iterable[Choices], groups: Mapping[str, Group], emptied: frozenset[str], given: Choices = ()
) -> bool:
    """Whether every run in which the choices ``given`` are made is one of these cases."""
    left = [_without(case, given) for case in cases if compatible(case, given)]
    if any(not case for case in left):
        return True
    if len(given) >= MAX_CASES:
        return False
    for key in dict.fromkeys(key for case in left for key, _ in case):
        group = groups.get(key)
        if group is None or key in emptied or not is_filled(group, given):
            continue
        if all(covers(left, groups, emptied, (*given, (key, option))) for option in group.options):
            return True
    return False


def is_filled(group: Group, given: Choices) -> bool:
    """Whether the group has an option in every run in which these choices are made."""
    if group.default is None and not group.is_required:
        return False
    return any(not _without(choices, given) for _, choices in group.defaults)


def _without(case: Choices, given: Choices) -> Choices:
    return tuple(pair for pair in case if pair not in given)
