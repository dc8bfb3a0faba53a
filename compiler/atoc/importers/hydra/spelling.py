"""How keys of Hydra are called in expressions of ours, from wherever they stand, and their types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from atoc.importers.hydra.table import Table
from atoc.importers.hydra.values import Missing
from atoc.importers.hydra.writes import name_of
from atoc.importers.interpolations import Reference
from atoc.importers.meaning import absolute
from atoc.importers.resolvers import Path
from atoc.importers.terms import Term, Untold, item


@dataclass(frozen=True, slots=True)
class Spelling:
    """The fields of a scope, as interpolations ask for them.

    ``type_at`` gives the type of the leaf at a path, and ``is_certain`` whether every run has one there.
    """

    table: Table
    scope: str
    type_at: Callable[[Path], str]
    is_certain: Callable[[Path], bool]
    beside: dict[Path, frozenset[str]] = field(default_factory=dict[Path, frozenset[str]])

    def target(self, reference: Reference, owner: Path) -> Path:
        """The whole path of a key that is named in the mapping at a path."""
        return absolute(reference, owner)

    def at(self, path: Path, owner: Path) -> Term:
        """The leaf at a path, or what it holds there; raises ``Untold`` for what is none."""
        leaf = self.leaf(path)
        if leaf is None:
            whole = ".".join(path)
            raise Untold(
                f"'{whole}' is a whole mapping" if path in self.table.structs else f"no config has '{whole}'"
            )
        term = Term(self.named(leaf, owner), self.type_at(leaf))
        for key in path[len(leaf) :]:
            term = item(term, key)
        return term

    def leaf(self, path: Path) -> Path | None:
        """The leaf at a path or around it."""
        return next(
            (path[:depth] for depth in range(len(path), 0, -1) if path[:depth] in self.table.entries), None
        )

    def named(self, path: Path, owner: Path) -> str:
        """The name of a field, as it is written in the struct around ``owner``, whose own fields go first."""
        whole = ".".join(map(name_of, path))
        depth = next((each for each in range(len(owner), 0, -1) if owner[:each] in self.table.structs), 0)
        beside = self.names_in(owner[:depth]) if depth else frozenset[str]()
        if name_of(path[0]) not in beside:
            return whole
        if self.scope in beside or self.scope in self.names_in(()):
            raise Untold(f"'{self.scope}' is a field as well as the scope; choose another name by --scope")
        return f"{self.scope}.{whole}"

    def names_in(self, path: Path) -> frozenset[str]:
        """The names of the fields of the struct at a path."""
        if path not in self.beside:
            depth = len(path)
            inside = (other for other in self.table.entries if len(other) > depth and other[:depth] == path)
            self.beside[path] = frozenset(name_of(other[depth]) for other in inside)
        return self.beside[path]

    def holds(self, path: Path) -> bool | None:
        """Whether something stands at a path; None where only some runs have it."""
        if path in self.table.structs:
            return True
        leaf = self.leaf(path)
        if leaf is None:
            return False
        if all(isinstance(entry.value, Missing) for entry in self.table.entries[leaf]):
            raise Untold(f"'{'.'.join(path)}' is an input, and an input always has a value")
        return True if self.is_certain(leaf) else None

    def keys(self, path: Path) -> tuple[str, ...]:
        """The keys of a mapping that every run has."""
        depth = len(path)
        inside = [other for other in self.table.entries if len(other) > depth and other[:depth] == path]
        if not inside:
            raise Untold(f"'{'.'.join(path)}' is no mapping with fixed keys")
        if not all(map(self.is_certain, inside)):
            raise Untold(f"which keys '{'.'.join(path)}' has hangs on the options")
        return tuple(dict.fromkeys(other[depth] for other in inside))
