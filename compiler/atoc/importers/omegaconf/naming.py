"""Which mappings of a config are structs, and how what stands at a path is named in ours.

A mapping whose keys are names, or nearly (``data-dir``), is a struct; any other, such as one from numbers or
from sentences, is a value of its own, a dict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from atoc.importers.carried import Left
from atoc.importers.names import identifier, may_name
from atoc.importers.omegaconf.tree import Branch, Value

Path = tuple[str, ...]

_NEARLY = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(frozen=True, slots=True)
class Names:
    """The structs of a config, each with the name of ours for every key of it."""

    structs: Mapping[Path, Mapping[str, str]]

    def path(self, path: Path) -> str:
        """The path of ours for a field of a struct."""
        return ".".join(self.structs[path[:depth]][key] for depth, key in enumerate(path))

    def is_field(self, path: Path) -> bool:
        """Whether the path leads to a field or a struct, through structs only."""
        return all(key in self.structs.get(path[:depth], {}) for depth, key in enumerate(path))


def names(tree: Branch, left: list[Left]) -> Names:
    """The names for a whole config; what has to be called otherwise is added to what was left."""
    structs: dict[Path, Mapping[str, str]] = {}
    for path, branch in _branches(tree, ()):
        if path and path[:-1] not in structs:
            continue
        called = {key: key if may_name(key, "field") else identifier(key, "field") for key in branch.entries}
        if path and not _is_struct(called):
            continue
        structs[path] = _distinct(called)
        left.extend(_renamed(branch, structs[path]))
    return Names(structs)


def _branches(value: Value, path: Path) -> Iterator[tuple[Path, Branch]]:
    if isinstance(value, Branch):
        yield path, value
        for key, entry in value.entries.items():
            yield from _branches(entry.value, (*path, key))


def _is_struct(called: Mapping[str, str]) -> bool:
    is_distinct = len(set(called.values())) == len(called)
    return bool(called) and is_distinct and all(_NEARLY.fullmatch(key) for key in called)


def _distinct(called: Mapping[str, str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, name in called.items():
        while name in found.values():
            name += "_"
        found[key] = name
    return found


def _renamed(branch: Branch, called: Mapping[str, str]) -> Iterator[Left]:
    for key, name in called.items():
        if key != name:
            yield Left(branch.entries[key].key, key, f"cannot name a field, and is called '{name}' instead")
