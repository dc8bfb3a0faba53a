"""How keys of Hydra are called in expressions of ours, from wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from atoc.importers.hydra.expressions import Names, Path, Unclear
from atoc.importers.hydra.table import Table
from atoc.importers.hydra.writes import name_of


@dataclass(frozen=True, slots=True)
class Spelling:
    """The names of the fields of a scope."""

    table: Table
    scope: str

    def names_in(self, owner: Path, may_be_none: Callable[[Path], bool]) -> Names:
        """The names as the defaults of the struct at a path read them: its own fields go first."""
        beside = {
            name_of(path[len(owner)])
            for path in self.table.entries
            if owner and path[: len(owner)] == owner and len(path) > len(owner)
        }

        def spell(path: Path) -> str:
            whole = self.spelled(path)
            head = whole.partition(".")[0].partition("[")[0]
            return f"{self.scope}.{whole}" if head in beside else whole

        return Names(spell, may_be_none)

    def spelled(self, path: Path) -> str:
        """The name of a field of the scope; raises ``Unclear`` for what is none."""
        whole = ".".join(path)
        if path in self.table.entries:
            return ".".join(map(name_of, path))
        if path in self.table.structs:
            raise Unclear(f"'{whole}' is a whole mapping")
        for depth in range(len(path) - 1, 0, -1):
            if path[:depth] in self.table.entries:
                steps = (step if step.isdigit() else repr(step) for step in path[depth:])
                return ".".join(map(name_of, path[:depth])) + "".join(f"[{step}]" for step in steps)
        raise Unclear(f"no config has '{whole}'")
