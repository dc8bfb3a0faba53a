"""Which mappings of a config are structs, and how what stands at a path is named in ours.

A mapping whose keys are names, or nearly (``data-dir``), is a struct; any other, such as one from numbers or
from sentences, is a value of its own, a dict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from atoc.importers.carried import Left
from atoc.importers.names import are_names, called
from atoc.importers.omegaconf.tree import Branch, Value
from atoc.importers.terms import Untold

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The structs of a config, each with the name of ours for every key of it, and the name of the scope."""

    structs: Mapping[Path, Mapping[str, str]]
    scope: str

    def path(self, path: Path, owner: Path) -> str:
        """The path of ours for a field, as it is written in the struct around ``owner``.

        A field there of the same name goes before it, unless the name begins with that of the scope. Raises
        :class:`Untold` where the scope is called as a field that would go before it too.
        """
        whole = ".".join(self.structs[path[:depth]][key] for depth, key in enumerate(path))
        around = next(owner[:depth] for depth in range(len(owner), -1, -1) if owner[:depth] in self.structs)
        beside = self.structs[around].values() if around else ()
        if whole.partition(".")[0] not in beside:
            return whole
        if self.scope in beside or self.scope in self.structs[()].values():
            raise Untold(f"'{self.scope}' is a field as well as the scope; choose another name by --scope")
        return f"{self.scope}.{whole}"

    def is_field(self, path: Path) -> bool:
        """Whether the path leads to a field or a struct, through structs only."""
        return all(key in self.structs.get(path[:depth], {}) for depth, key in enumerate(path))


def names(tree: Branch, scope: str, left: list[Left]) -> Names:
    """The names for a whole config; what has to be called otherwise is added to what was left."""
    structs: dict[Path, Mapping[str, str]] = {}
    for path, branch in _branches(tree, ()):
        is_struct = not path or (path[:-1] in structs and are_names(branch.entries))
        if is_struct:
            structs[path] = called(branch.entries)
            left.extend(_renamed(branch, structs[path]))
    return Names(structs, scope)


def _branches(value: Value, path: Path) -> Iterator[tuple[Path, Branch]]:
    if isinstance(value, Branch):
        yield path, value
        for key, entry in value.entries.items():
            yield from _branches(entry.value, (*path, key))


def _renamed(branch: Branch, new: Mapping[str, str]) -> Iterator[Left]:
    for key, name in new.items():
        if key != name:
            yield Left(branch.entries[key].key, key, f"cannot name a field, and is called '{name}' instead")
