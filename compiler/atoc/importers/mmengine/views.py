"""Each config as a view: what it writes, what it chains with, and when it is applied.

A view is applied after its bases, so its priority is above theirs. Views that write a field differently and
could both be asked for must not be left to the order of words: those of which a config can have one (the
networks of ``_base_/models``, the configs that nobody builds on) are a group, and others get different
priorities.

Example. ``a`` and ``b`` in ``_base_/models`` are a group with priority 0. ``c`` builds on ``a`` and ``d`` on
``c``: priorities 1 and 2. ``d`` and ``e``, which nobody builds on, are the group of configs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from atoc.importers.mmengine.placeholders import with_folders
from atoc.importers.mmengine.schema import Schema
from atoc.importers.mmengine.tree import Config
from atoc.importers.mmengine.values import DELETE, Path, Table, at, has, is_table
from atoc.importers.names import identifier

CONFIG = "config"
"""The group of the configs that nobody builds on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said of all views: their names by path, their groups and their priorities."""

    names: Mapping[str, str]
    groups: Mapping[str, str]
    priorities: Mapping[str, int]


def writes(config: Config, schema: Schema) -> dict[str, object]:
    """What a config writes, by the paths of ours."""
    return dict(_writes(config.own, config, schema, ()))


def _writes(own: Table, config: Config, schema: Schema, path: Path) -> Iterator[tuple[str, object]]:
    names = schema.structs[path]
    for key, value in own.items():
        inner = (*path, key)
        if key not in names:
            continue
        if inner not in schema.structs:
            yield schema.name(inner), with_folders(at(config.whole, inner))
        elif is_table(value):
            if value.get(DELETE):
                yield from _cleared(config, schema, inner)
            yield from _writes(value, config, schema, inner)


def _cleared(config: Config, schema: Schema, path: Path) -> Iterator[tuple[str, object]]:
    """Null for each field that the bases may have set and that is gone."""
    for key in schema.structs[path]:
        inner = (*path, key)
        if has(config.above, inner) and not has(config.whole, inner):
            if inner in schema.structs:
                yield from _cleared(config, schema, inner)
            else:
                yield schema.name(inner), None
        elif inner in schema.structs and has(config.above, inner):
            yield from _cleared(config, schema, inner)


def views(configs: Mapping[str, Config], schema: Schema, root: str) -> tuple[Plan, dict[str, object]]:
    """The plan, and all views as a document declares them."""
    written = {path: writes(config, schema) for path, config in configs.items()}
    plan = _plan(configs, written, root)
    return plan, {plan.names[path]: _view(config, written[path], plan) for path, config in configs.items()}


def _view(config: Config, written: Mapping[str, object], plan: Plan) -> dict[str, object]:
    bases = [plan.names[base] for base in dict.fromkeys(config.bases)]
    chain: object = bases[0] if len(bases) == 1 else bases
    priority = plan.priorities[config.path]
    return {
        "doc": config.doc or f"As {config.path} says.",
        **({"group": plan.groups[config.path]} if config.path in plan.groups else {}),
        **({"priority": priority} if priority else {}),
        **({"chain_with": chain} if bases else {}),
        "set": dict(written),
    }


def _plan(configs: Mapping[str, Config], written: Mapping[str, Mapping[str, object]], root: str) -> Plan:
    closures = _closures(configs)
    groups = _groups(configs, closures)
    return Plan(_names(list(configs), root), groups, _priorities(configs, written, groups))


def _closures(configs: Mapping[str, Config]) -> dict[str, frozenset[str]]:
    """All that each config builds on, itself included."""
    found: dict[str, frozenset[str]] = {}
    for path, config in configs.items():
        found[path] = frozenset((path,)).union(*(found[base] for base in config.bases))
    return found


def _groups(configs: Mapping[str, Config], closures: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """The groups by path: folders of bases of which no config has two, and the configs on top."""
    used = {base for config in configs.values() for base in config.bases}
    tops = [path for path in configs if path not in used and configs[path].bases]
    folders: dict[str, list[str]] = {}
    for path in configs:
        if path not in tops:
            folders.setdefault(str(PurePosixPath(path).parent), []).append(path)
    found = dict.fromkeys(tops, CONFIG) if len(tops) > 1 else {}
    taken = {CONFIG}
    for folder, members in folders.items():
        if len(members) < 2 or any(len(closure & set(members)) > 1 for closure in closures.values()):
            continue
        name = identifier(PurePosixPath(folder).name or "bases", "group")
        while name in taken:
            name += "_"
        taken.add(name)
        found.update(dict.fromkeys(members, name))
    return found


def _priorities(
    configs: Mapping[str, Config], written: Mapping[str, Mapping[str, object]], groups: Mapping[str, str]
) -> dict[str, int]:
    """For each config the least priority above its bases at which no other could undo its writes."""
    found: dict[str, int] = {}
    for path, config in configs.items():
        least = max((found[base] + 1 for base in config.bases), default=0)
        rivals = [
            other
            for other in found
            if groups.get(other, other) != groups.get(path, path) and _differ(written[other], written[path])
        ]
        taken = {found[rival] for rival in rivals}
        above = [found[rival] + 1 for rival in rivals if _goes_before(rival, path, configs)]
        found[path] = next(
            level for level in range(max([least, *above]), len(configs) + least + 1) if level not in taken
        )
    return found


def _goes_before(one: str, other: str, configs: Mapping[str, Config]) -> bool:
    """Whether a config names both as bases, this one first."""
    return any(
        one in config.bases and other in config.bases and config.bases.index(one) < config.bases.index(other)
        for config in configs.values()
    )


def _differ(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return any(key in other and other[key] != value for key, value in one.items())


def _names(paths: Sequence[str], root: str) -> dict[str, str]:
    """The names of the views: as short as they can be told apart by, from the file's name upward."""
    parts = {path: _parts(path, root) for path in paths}
    found: dict[str, str] = {}
    for path, own in parts.items():
        depth = 1
        while depth < len(own) and any(
            other[-depth:] == own[-depth:] for each, other in parts.items() if each != path
        ):
            depth += 1
        name = identifier("_".join(own[-depth:]), "view")
        while name in found.values():
            name += "_"
        found[path] = name
    return found


def _parts(path: str, root: str) -> tuple[str, ...]:
    place = PurePosixPath(path)
    shown = place.relative_to(root) if place.is_relative_to(root) else place
    folders = (part.strip("_") for part in shown.parent.parts)
    short = (
        *(part for part in folders if part.strip(".") not in ("", "base")),
        shown.stem.strip("_") or "view",
    )
    return (f"{short[-2]}_{short[-1]}",) if len(short) > 1 and short[-1][0].isdigit() else short
