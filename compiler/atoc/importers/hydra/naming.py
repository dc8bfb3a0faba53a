"""What things of a Hydra tree are called in ours: groups, views, the fields of choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from atoc.importers.carried import Left
from atoc.importers.hydra.expand import Choices, Expanded, Unit
from atoc.importers.names import identifier


@dataclass(slots=True)
class Naming:
    """Names for groups and their choices by key, and for units; ``choices`` is the struct of all choices."""

    groups: dict[str, str]
    views: dict[int, str]
    options: dict[str, dict[str, str]]
    choices: str = "choices"
    used: set[str] = field(default_factory=set[str])
    taken: set[str] = field(default_factory=set[str])

    def view(self, unit: Unit) -> str:
        """The name of the view that a unit becomes."""
        return self.views[id(unit)]

    def free(self, name: str) -> str:
        """A name for another view, like this one."""
        while name in self.taken:
            name += "_"
        self.taken.add(name)
        return name

    def choice(self, key: str) -> str:
        """The name of the field that holds the choice for a group."""
        return plain_name(key)

    def condition(self, cases: Iterable[Choices]) -> str:
        """That one of these choices is made; the groups that it asks for are then ``used``."""
        return " or ".join(dict.fromkeys(map(self._case, _merged(list(cases)))))

    def _case(self, case: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
        return " and ".join(self._one(key, options) for key, options in case)

    def _one(self, key: str, options: tuple[str, ...]) -> str:
        self.used.add(key)
        name = f"{self.choices}.{self.choice(key)}"
        return f"{name} == {options[0]!r}" if len(options) == 1 else f"{name} in {list(options)!r}"


def _merged(cases: list[Choices]) -> list[tuple[tuple[str, tuple[str, ...]], ...]]:
    """Cases that differ in nothing but the option of one group as one."""
    if len(cases) > 1 and all(len(case) == 1 for case in cases):
        keys: dict[str, list[str]] = {}
        for ((key, option),) in cases:
            keys.setdefault(key, []).append(option)
        return [((key, tuple(dict.fromkeys(options))),) for key, options in keys.items()]
    return [tuple((key, (option,)) for key, option in case) for case in cases]


def plain_name(key: str) -> str:
    """The key of a group as a name: ``server_db`` of ``server/db``, ``source_db`` of ``db@source``."""
    group, _, package = key.partition("@")
    words = f"{package}.{group.rpartition('/')[2]}" if package and package != "_global_" else group
    return identifier(words.replace("/", "_").replace(".", "_"), "group")


def naming_of(expanded: Expanded, fields: Iterable[str]) -> Naming:
    """Names for everything that was met beside fields of these names."""
    top = set(fields)
    groups: dict[str, str] = {}
    for key, group in expanded.groups.items():
        name = plain_name(key)
        groups[key] = name if name not in top else f"use_{name}"
        if groups[key] != name:
            why = f"a group has not the name of a field: on the command line it is {groups[key]}=OPTION, or the option alone"
            expanded.left.append(Left(group.place, f"{key}=OPTION", why))
    choices = "choices"
    while choices in top:
        choices += "_"
    naming = Naming(groups, {}, {}, choices)
    wanted = Counter(identifier(unit.config.option, "view") for unit in expanded.units.values())
    for unit in expanded.units.values():
        _name_view(unit, naming, wanted)
    return naming


def _name_view(unit: Unit, naming: Naming, wanted: Mapping[str, int]) -> None:
    short = identifier(unit.config.option, "view")
    if wanted[short] > 1 and unit.key is not None:
        short = f"{plain_name(unit.key)}_{short}"
    elif wanted[short] > 1 and unit.config.folder:
        short = identifier(unit.config.name, "view")
    naming.views[id(unit)] = naming.free(short)
