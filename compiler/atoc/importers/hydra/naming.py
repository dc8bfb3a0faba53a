"""What things of a Hydra tree are called in ours: groups, views, the fields of choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from atoc.importers.carried import Left
from atoc.importers.hydra.expand import Choices, Expanded, Unit
from atoc.importers.names import identifier


@dataclass(slots=True)
class Naming:
    """Names for groups and their choices by key, and for units; ``choices`` is the struct of all choices."""

    groups: dict[str, str]
    choices: str
    views: dict[int, str] = field(default_factory=dict[int, str])
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

    def choice_path(self, key: str) -> str:
        """The path of that field."""
        return f"{self.choices}.{self.choice(key)}"

    def condition(self, cases: Iterable[Choices]) -> str:
        """That one of these choices is made; the groups that it asks for are then ``used``."""
        return " or ".join(dict.fromkeys(map(self._case, _merged(list(cases)))))

    def _case(self, case: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
        return " and ".join(self._one(key, options) for key, options in case)

    def _one(self, key: str, options: tuple[str, ...]) -> str:
        self.used.add(key)
        name = self.choice_path(key)
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
    last = group.rpartition("/")[2]
    words = group
    if package and package != "_global_":
        words = package if package.rpartition(".")[2] == last else f"{package}.{last}"
    return identifier(words.replace("/", "_").replace(".", "_"), "group")


def naming_of(expanded: Expanded, fields: Iterable[str]) -> Naming:
    """Names for everything that was met beside fields of these names."""
    top = set(fields)
    groups: dict[str, str] = {}
    for key, group in expanded.groups.items():
        name = plain_name(key)
        groups[key] = name if name not in top else f"use_{name}"
        if groups[key] != name:
            why = f"a group and a field need two names: it is {groups[key]}=OPTION here, or the option alone"
            expanded.left.append(Left(group.place, f"{key}=OPTION", why))
    choices = "choices"
    while choices in top:
        choices += "_"
    return Naming(groups, choices)


def name_views(naming: Naming, units: Sequence[Unit]) -> None:
    """Name the views of these units: options by themselves where that is clear, or with their group."""
    members = [unit for unit in units if unit.key is not None]
    others = [unit for unit in units if unit.key is None]
    wanted = Counter(identifier(unit.config.option, "view") for unit in members)
    for unit in members:
        short = identifier(unit.config.option, "view")
        whole = f"{plain_name(unit.key or '')}_{short}"
        naming.views[id(unit)] = naming.free(short if wanted[short] == 1 else whole)
    for unit in others:
        short = identifier(unit.config.option, "view")
        whole = identifier(unit.config.name, "view")
        naming.views[id(unit)] = naming.free(short if short not in naming.taken else whole)
