"""The fields of a tree of configs: what stands at a path in any of them, struct or field.

A mapping is a struct where it is one in every config that has it; its keys are fields. Where some configs
have a mapping and others something else at a path (``optimizer = None``), it is one field that is given as a
whole. A config that says nothing of a field leaves it ``null``, so every field takes that too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from atoc.importers.carried import Left
from atoc.importers.inferred import together, type_of, united
from atoc.importers.mmengine.tree import Config
from atoc.importers.mmengine.values import Path, is_table, tables
from atoc.importers.names import are_names, called
from atoc.importers.plain import is_list, is_tuple
from atoc.span import Span


@dataclass(frozen=True, slots=True)
class Schema:
    """The structs, each with the names of its fields by key, and the types of the fields."""

    structs: Mapping[Path, Mapping[str, str]]
    types: Mapping[Path, str]

    def name(self, path: Path) -> str:
        """The path of ours."""
        return ".".join(self.structs[path[:depth]][key] for depth, key in enumerate(path))

    def fields(self, path: Path = ()) -> dict[str, object]:
        """The fields of the struct at a path, as a document declares them."""
        found: dict[str, object] = {}
        for key, name in self.structs[path].items():
            inner = (*path, key)
            is_struct = inner in self.structs
            found[name] = (
                {"fields": self.fields(inner)} if is_struct else {"type": self.types[inner], "default": None}
            )
        return found


def schema(configs: Iterable[Config], left: list[Left]) -> Schema:
    """The fields of all configs; what has to be called otherwise is added to what was left."""
    held: dict[Path, list[object]] = {}
    first: dict[Path, str] = {}
    for config in configs:
        for path, value in tables(config.whole):
            held.setdefault(path, []).append(value)
            first.setdefault(path, config.path)
    structs: dict[Path, Mapping[str, str]] = {}
    types: dict[Path, str] = {}
    for path in sorted(held, key=len):
        if path and path[:-1] not in structs:
            continue
        keys = dict.fromkeys(key for value in held[path] if is_table(value) for key in value)
        if not path:
            keys = _public(keys, first, left)
        if not path or (all(map(is_table, held[path])) and are_names(keys)):
            structs[path] = called(keys)
            left.extend(_renamed(path, structs[path], first))
        else:
            types[path] = _type(held[path])
    return Schema(structs, types)


def _public(keys: Iterable[str], first: Mapping[Path, str], left: list[Left]) -> dict[str, None]:
    """The keys but for names of a file's own."""
    own = [key for key in keys if key.startswith("_")]
    for key in own:
        why = "is a name of the file's own; its value stands where it is used"
        left.append(Left(Span.start_of(first[key,]), key, why))
    return {key: None for key in keys if key not in own}


def _renamed(path: Path, names: Mapping[str, str], first: Mapping[Path, str]) -> Iterable[Left]:
    for key, name in names.items():
        if key != name:
            inner = (*path, key)
            why = f"cannot name a field, and is called '{name}' instead"
            yield Left(Span.start_of(first[inner]), ".".join(inner), why)


def _type(values: list[object]) -> str:
    kinds = ["None" if value is None else type_of(value) for value in values]
    if all(is_tuple(value) for value in values) and len(set(kinds)) > 1:
        items = [item for value in values if is_tuple(value) for item in value]
        return united([f"tuple[{together(items)}, ...]", "None"])
    if all(is_list(value) for value in values):
        items = [item for value in values if is_list(value) for item in value]
        return united([f"list[{together(items)}]", "None"])
    if all(map(is_table, values)):
        return "dict[str, any] | None"
    return united([*kinds, "None"])
