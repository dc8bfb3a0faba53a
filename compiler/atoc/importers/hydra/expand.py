"""The defaults lists of a tree, followed through every option at once.

Hydra follows the defaults list of the primary config, and that of whatever it names, for one choice of
options. Here every option of every group is followed in its place, so that one walk meets each config that
any run can use: a *unit* is a config under a package, with the places at which its content is merged and the
choices under which it is.

    defaults: [db: mysql, _self_]     walks db/mysql, db/sqlite (each where db is that option), then itself

Places are numbered in the order of the walk, which is the order of merging in every run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from atoc.importers.carried import Left
from atoc.importers.hydra.packages import inner_package, key_of, outer_package
from atoc.importers.hydra.tree import SELF, Config, Default, Tree
from atoc.span import Span

Choices = tuple[tuple[str, str], ...]
"""Which option each of these groups must have, by the key of the group, outermost first."""

Identity = tuple[str, tuple[str, ...], str | None, str]
"""A unit by its config, package, group, and what names it, where each that names it has one of its own."""

MAX_STEPS = 5_000
MAX_DEPTH = 30
MAX_COMBINATIONS = 200

_REFERENCE = re.compile(r"\$\{([^${}]+)\}")


@dataclass(slots=True)
class Unit:
    """A config under a package. ``key`` is the group that it is an option of, if it is chosen.

    ``places`` are the numbers at which its content is merged, each with the choices under which it is;
    ``brings`` the units that it names itself and ``overrides`` the groups for which it chooses, each with the
    option or None, and the place; ``choosing`` those of them that a word beside it may choose otherwise.
    """

    config: Config
    package: tuple[str, ...]
    key: str | None = None
    places: list[tuple[int, Choices]] = field(default_factory=list[tuple[int, Choices]])
    brings: list[Unit] = field(default_factory=list["Unit"])
    overrides: list[tuple[str, str | None, Span]] = field(default_factory=list[tuple[str, str | None, Span]])
    choosing: dict[str, str | None] = field(default_factory=dict[str, "str | None"])

    @property
    def is_always(self) -> bool:
        """Whether every run has it."""
        return any(not choices for _, choices in self.places)

    @property
    def own(self) -> Choices:
        """The choice that it is itself."""
        return () if self.key is None else ((self.key, self.config.option),)


@dataclass(slots=True)
class Group:
    """A group at a place: which options there are, and what is chosen unless something else is.

    ``defaults`` are the lines of defaults lists that name it: the option or None, under which choices.
    """

    key: str
    options: tuple[str, ...]
    place: Span
    defaults: list[tuple[str | None, Choices]] = field(default_factory=list[tuple[str | None, Choices]])
    is_required: bool = False

    @property
    def default(self) -> str | None:
        """The option that all its lines agree on."""
        options = {option for option, _ in self.defaults}
        return next(iter(options)) if len(options) == 1 else None


@dataclass(slots=True)
class Expanded:
    """What the walk has met."""

    units: dict[Identity, Unit]
    groups: dict[str, Group]
    left: list[Left]
    open: frozenset[str] = frozenset()
    """The groups that units choose for, and words beside them otherwise."""

    def by_choice(self, unit: Unit) -> bool:
        """Whether a unit is there by what is chosen for open groups, and by nothing that is named."""
        if unit.key is not None or unit.is_always:
            return unit.key in self.open
        return any(key in self.open for _, choices in unit.places for key, _ in choices)


def expand(tree: Tree, primary: Config, apart: frozenset[str] = frozenset()) -> Expanded:
    """Follow the defaults lists from the primary config.

    Of a config that several name there is one unit, but of those named in ``apart`` one for each.
    """
    walk = _Walk(tree, apart)
    walk.config(primary, (), None, (), ())
    found = walk.found
    for unit in found.units.values():
        _settle(unit, found)
    _leave_open(found)
    return found


def _leave_open(found: Expanded) -> None:
    """Find the groups that units choose for without a chain, and let them do so."""
    asked = [(key, option) for unit in found.units.values() for key, option, _ in unit.overrides]
    found.open = frozenset(key for key, _ in asked if _may_be_open(key, asked, found))
    while closed := [key for key in found.open if not _is_open(key, found)]:
        found.open -= set(closed)
    for unit in found.units.values():
        unit.choosing = {key: option for key, option, _ in unit.overrides if key in found.open}
        unit.overrides = [each for each in unit.overrides if each[0] not in found.open]


def _may_be_open(key: str, asked: Sequence[tuple[str, str | None]], found: Expanded) -> bool:
    """Whether a group has one default, and is only asked for options that it has."""
    group = found.groups.get(key)
    if group is None or group.is_required or len({option for option, _ in group.defaults}) != 1:
        return False
    chosen = {option for other, option in asked if other == key}
    has_others = len(group.options) > 1 or None in chosen
    return has_others and chosen <= {None, *group.options}


def _is_open(key: str, found: Expanded) -> bool:
    """Whether all that is there by the choice for a group hangs on open groups alone, and chooses nothing."""
    for unit in found.units.values():
        keys = {each for _, choices in unit.places for each, _ in choices}
        if key in keys and found.by_choice(unit) and (unit.overrides or not keys <= found.open):
            return False
    return True


def _settle(unit: Unit, found: Expanded) -> None:
    """An override that every run has is the default of its group."""
    if not unit.is_always:
        return
    for key, option, place in unit.overrides:
        group = found.groups.get(key)
        if group is None:
            found.left.append(Left(place, f"override {key}", "no defaults list names the group"))
            continue
        group.defaults = [(option, choices) for _, choices in group.defaults]
    unit.overrides.clear()


class _Walk:
    """How far the walk is, and what it has met."""

    def __init__(self, tree: Tree, apart: frozenset[str]) -> None:
        self.tree = tree
        self.apart = apart
        self.found = Expanded({}, {}, list(tree.left))
        self.number = 0
        self.steps = 0

    def config(
        self,
        config: Config,
        package: tuple[str, ...],
        key: str | None,
        choices: Choices,
        path: tuple[str, ...],
    ) -> Unit:
        """Follow one config; ``path`` are the configs that led to it."""
        via = "/".join(path) if key is None and config.name in self.apart else ""
        identity = config.name, package, key, f"{via} {choices}" if via else ""
        unit = self.found.units.setdefault(identity, Unit(config, package, key))
        self.steps += 1
        if config.name in path or len(path) > MAX_DEPTH or self.steps > MAX_STEPS:
            self.leave(config.place, config.name, "its defaults list leads back to itself or too far")
            return unit
        for default in _with_self(config.defaults):
            self.line(default, unit, choices, (*path, config.name))
        return unit

    def line(self, default: Default, unit: Unit, choices: Choices, path: tuple[str, ...]) -> None:
        """Follow one line of the defaults list of a unit."""
        group = default.group
        if default.is_self:
            self.number += 1
            unit.places.append((self.number, choices))
        elif group is None:
            self.named(default, default.options[0], unit, choices, path)
        elif group.lstrip("/").startswith("hydra/") or group.lstrip("/") == "hydra":
            self.leave(default.place, group, "it configures Hydra itself")
        elif default.is_override:
            self.override(default, group, unit)
        elif default.is_list:
            for option in default.options:
                self.named(default, f"{group}/{option}", unit, choices, path)
        elif default.options and "${" in default.options[0]:
            self.named(default, f"{group}/{default.options[0]}", unit, choices, path)
        else:
            self.chosen(default, group, unit, choices, path)

    def named(self, default: Default, name: str, unit: Unit, choices: Choices, path: tuple[str, ...]) -> None:
        """Follow a config that is named, or one for each choice that its name hangs on."""
        if not name.startswith("/") and unit.config.folder:
            whole = f"{unit.config.folder}/{name}"
        else:
            whole = name.lstrip("/")
        for concrete, conditions in self.spelled(default, whole):
            config = self.tree.configs.get(concrete)
            if config is None:
                if not conditions and not default.is_optional:
                    self.leave(default.place, concrete, "no such config is there")
                continue
            package = inner_package(unit.package, default.package, name.rpartition("/")[0], config.package)
            number = len(choices)
            met = self.config(config, package, None, _joined(choices, conditions), path)
            if not conditions and number and met not in unit.brings:
                unit.brings.append(met)

    def spelled(self, default: Default, name: str) -> Iterator[tuple[str, Choices]]:
        """The names that a name with choices in it can come to, with the choices."""
        keys = list(dict.fromkeys(_REFERENCE.findall(name)))
        options = [self.tree.options(key.partition("@")[0]) for key in keys]
        count = 1
        for each in options:
            count *= len(each)
        if "${" in _REFERENCE.sub("", name) or not count or count > MAX_COMBINATIONS:
            self.leave(default.place, name, "it hangs on more than the choice of some groups")
            return
        for chosen in product(*options):
            pairs = tuple(zip(keys, chosen, strict=True))
            yield _filled(name, dict(pairs)), pairs

    def override(self, default: Default, group: str, unit: Unit) -> None:
        """Note that a unit chooses for a group."""
        outer = outer_package(unit.package, default.package, group)
        key = key_of(_path_of(group, unit), outer)
        if default.is_list:
            self.leave(default.place, group, "it chooses several options of a group for which one is chosen")
            return
        unit.overrides.append((key, default.options[0] if default.options else None, default.place))

    def chosen(
        self, default: Default, name: str, unit: Unit, choices: Choices, path: tuple[str, ...]
    ) -> None:
        """Follow every option of a group that is chosen from."""
        folder = _path_of(name, unit).strip("/")
        if not folder:
            self.leave(default.place, name or "''", "it names no group")
            return
        options = self.tree.options(folder)
        key = key_of(folder, outer_package(unit.package, default.package, name))
        group = self.found.groups.setdefault(key, Group(key, options, default.place))
        option = default.options[0] if default.options and not default.is_missing else None
        if option is not None and option not in options:
            if not default.is_optional:
                self.leave(default.place, f"{name}: {option}", "no such config is there")
            option = None
        group.is_required |= default.is_missing and not choices
        group.defaults.append((option, choices))
        for each in options:
            config = self.tree.configs[f"{folder}/{each}"]
            package = inner_package(unit.package, default.package, name, config.package)
            self.config(config, package, key, _joined(choices, ((key, each),)), path)

    def leave(self, place: Span, what: str, why: str) -> None:
        """Note what is not carried over, once."""
        left = Left(place, what, why)
        if left not in self.found.left:
            self.found.left.append(left)


def _filled(name: str, choices: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda found: choices[found[1]], name)


def _with_self(defaults: tuple[Default, ...]) -> tuple[Default, ...]:
    """The lines of a defaults list: the content comes last unless one of them says where."""
    if any(default.is_self for default in defaults):
        return defaults
    return (*defaults, Default(None, (SELF,), Span.start_of("")))


def _joined(choices: Choices, more: Choices) -> Choices:
    return (*choices, *(pair for pair in more if pair not in choices))


def _path_of(group: str, unit: Unit) -> str:
    """The folder of a group that a unit names."""
    inside = unit.config.folder
    return group.lstrip("/") if group.startswith("/") or not inside else f"{inside}/{group}"


def compatible(first: Choices, second: Choices) -> bool:
    """Whether some run makes both choices."""
    chosen: Mapping[str, str] = dict(first)
    return all(chosen.get(key, option) == option for key, option in second) and len(dict(first)) == len(first)
