"""The whole way of a Hydra folder to documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ato.config import Problem
from atoc.importers.carried import Carried, Left, Refused
from atoc.importers.hydra.choices import contexts, covers
from atoc.importers.hydra.entry import Entry, entries
from atoc.importers.hydra.expand import Expanded, Unit, expand
from atoc.importers.hydra.kinds import Kinds
from atoc.importers.hydra.naming import Naming, naming_of
from atoc.importers.hydra.order import Sketch
from atoc.importers.hydra.settle import Settling
from atoc.importers.hydra.structs import Builder
from atoc.importers.hydra.structured import structured
from atoc.importers.hydra.table import Table, circular, table_of, tangled
from atoc.importers.hydra.tree import ENDINGS, Config, Tree, read_tree
from atoc.importers.hydra.views import Views, declared_group, declared_view
from atoc.importers.hydra.writes import name_of
from atoc.importers.remarks import Remarks, remarks
from atoc.importers.resolvers import Path
from atoc.span import SourceFile

USUAL = ("config", "main", "train", "conf", "app", "default")
"""What primary configs are called most often, those that go first first."""

_ANOTHER = "it is a primary config too, and one becomes a scope at a time: import it by its own path"


def carry(files: Sequence[SourceFile], start: str, scope: str) -> Carried:
    """The documents of the folder at ``start``, or of the folder around the primary config that it names.

    Raises ``Refused`` where there is no primary config.
    """
    left: list[Left] = []
    known = list(structured(files, left))
    entry = _entry(files, start, left)
    tree = read_tree(files, entry.folder, known)
    tree = replace(tree, left=(*left, *tree.left))
    found = [tree.configs[entry.primary]] if entry.primary in tree.configs else []
    found = found if entry.primary else _primaries(tree)
    if not found:
        raise Refused([_without_configs(start, entry)])
    primary, *others = found
    tree = replace(tree, left=(*tree.left, *map(_other, others)))
    said = {file.path: remarks(file) for file in files if file.path.endswith(ENDINGS)}
    return _carried(tree, primary, scope, said)


def _entry(files: Sequence[SourceFile], start: str, left: list[Left]) -> Entry:
    """The folder of configs, and the primary one if it is said which."""
    if start.endswith(ENDINGS):
        folder, _, name = start.rpartition("/")
        return Entry(folder, name.rpartition(".")[0])
    found = list(dict.fromkeys(entries(files)))
    left.extend(Left(None, f"{each.folder}/{each.primary}", _ANOTHER) for each in found[1:])
    return found[0] if found else Entry("" if start == "." else start, "")


def _without_configs(start: str, entry: Entry) -> Problem:
    if entry.primary and not start.endswith(ENDINGS):
        where = f"its configs are in '{entry.folder}', with '{entry.primary}' for the primary one"
        return Problem(start, f"{where}, and that is not there", ("name a folder around both",))
    help = ("name the primary config itself, as conf/config.yaml",)
    return Problem(start, "there is no config at the top that the others could be merged into", help)


def _other(config: Config) -> Left:
    return Left(config.place, config.name, _ANOTHER)


def _primaries(tree: Tree) -> list[Config]:
    """The configs at the top that no other names, those first whose names are most usual."""
    top = [config for config in tree.configs.values() if not config.folder]
    named = {
        default.options[0].lstrip("/")
        for config in tree.configs.values()
        for default in config.defaults
        if default.group is None
    }
    free = [config for config in top if config.name not in named] or top
    usual = [config for name in USUAL for config in free if config.name == name]
    with_list = [config for config in free if config.defaults]
    return list({config.name: config for config in (*usual, *with_list, *free)}.values())


def _carried(tree: Tree, primary: Config, scope: str, said: Mapping[str, Remarks]) -> Carried:
    expanded, table = _untangled(tree, primary)
    emptied = _emptied(expanded)
    loops = circular(table)
    naming = naming_of(expanded, dict.fromkeys(name_of(path[0]) for path in table.entries))

    def is_certain(path: Path) -> bool:
        cases = [case for entry in table.entries[path] for case in contexts(entry.unit)]
        return covers(cases, expanded.groups, emptied)

    def built(sometimes: frozenset[Path]) -> tuple[Builder, dict[str, object]]:
        kinds = Kinds(table, scope, sometimes, is_certain)
        settling = Settling(expanded, naming, kinds.config, emptied, loops, expanded.left)
        builder = Builder(table, settling, kinds, expanded.left, said)
        everything = [entry for entries in table.entries.values() for entry in entries]
        return builder, builder.fields((), everything, [()])

    # types hang on what is there in some runs alone, and that shows once the fields are built
    first, _ = built(frozenset())
    builder, fields = built(frozenset(first.sometimes))
    sketches = Views(expanded, naming, builder.written, emptied, expanded.left).sketches()
    document: dict[str, object] = {"scope": scope}
    document |= {"types": builder.types} if builder.types else {}
    document |= {"fields": {**fields, **_choices(expanded, naming)}}
    document |= _groups_and_views(expanded, naming, sketches)
    return Carried({f"{scope}.yaml": document}, tuple(dict.fromkeys(expanded.left)))


def _untangled(tree: Tree, primary: Config) -> tuple[Expanded, Table]:
    """What is met and who sets what, where each config that is merged at several places is once for each."""
    apart: frozenset[str] = frozenset()
    while True:
        expanded = expand(tree, primary, apart)
        table = table_of(expanded)
        pairs = tangled(table)
        units = [unit for pair in pairs for unit in pair if len(unit.places) > 1]
        more = {unit.config.name for unit in units if unit.key is None} - apart
        if not more:
            expanded.left += [_tangle(*pair) for pair in pairs]
            return expanded, table
        apart |= more


def _tangle(first: Unit, second: Unit) -> Left:
    why = f"it is merged before '{second.config.name}' in some runs and after it in others"
    return Left(first.config.place, first.config.name, why)


def _emptied(expanded: Expanded) -> frozenset[str]:
    """The groups that some config chooses none of."""
    return frozenset(
        key
        for unit in expanded.units.values()
        for key, option in (*((key, option) for key, option, _ in unit.overrides), *unit.choosing.items())
        if option is None and key in expanded.groups
    )


def _choices(expanded: Expanded, naming: Naming) -> dict[str, object]:
    """The fields that hold which option of a group is active, where something hangs on it."""
    if not naming.used:
        return {}
    fields: dict[str, object] = {
        naming.choice(key): {
            "type": " | ".join([*(repr(option) for option in group.options), "None"]),
            "default": group.default if key in expanded.open else None,
        }
        for key, group in expanded.groups.items()
        if key in naming.used
    }
    return {naming.choices: {"doc": "Which option of a group is active.", "fields": fields}}


def _groups_and_views(expanded: Expanded, naming: Naming, sketches: Iterable[Sketch]) -> Mapping[str, object]:
    sketches = list(sketches)
    members: dict[str, dict[str, str]] = {}
    for sketch in sketches:
        if sketch.group is not None and sketch.unit.key is not None and not sketch.doc:
            members.setdefault(sketch.unit.key, {})[sketch.unit.config.option] = sketch.name
    groups = {
        naming.groups[key]: declared_group(group, {} if key in expanded.open else members.get(key, {}))
        for key, group in expanded.groups.items()
        if members.get(key)
    }
    views = {sketch.name: declared_view(sketch) for sketch in sketches}
    return {**({"groups": groups} if groups else {}), **({"views": views} if views else {})}
