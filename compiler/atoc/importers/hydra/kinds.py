"""The types of leaves, where no structured config declares them: from the values that are ever set there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from atoc.importers.hydra.spelling import Spelling
from atoc.importers.hydra.table import Table
from atoc.importers.hydra.values import Computed, Literal, Missing, Several, Value
from atoc.importers.inferred import type_of, united
from atoc.importers.meaning import text
from atoc.importers.resolvers import Path
from atoc.importers.terms import Untold


class Kinds:
    """The types by path, worked out when they are asked for; what is there ``sometimes`` may be None.

    ``config`` answers what interpolations ask; ``is_certain`` tells whether every run has a leaf.
    """

    def __init__(
        self, table: Table, scope: str, sometimes: Collection[Path], is_certain: Callable[[Path], bool]
    ) -> None:
        self.table = table
        self.config = Spelling(table, scope, self.at, is_certain)
        self.sometimes = sometimes
        self.known: dict[Path, str] = {}
        self.asked: set[Path] = set()

    def at(self, path: Path) -> str:
        """The text of the type at a path; ``any`` for one that hangs on itself."""
        if path in self.known:
            return self.known[path]
        if path in self.asked or path not in self.table.entries:
            return "any"
        self.asked.add(path)
        declared = self.table.declared.get(path)
        values = [entry.value for entry in self.table.entries[path]]
        kind = declared if declared is not None else self._together(values)
        if path in self.sometimes:
            kind = optional(kind)
        self.known[path] = kind
        return kind

    def _together(self, values: Sequence[Value]) -> str:
        kinds = [self._of(value) for value in values if not isinstance(value, Missing)]
        flat = [part for kind in kinds for part in kind.split(" | ")]
        if set(flat) <= {"int", "float", "None"} and "float" in flat:
            flat = [part for part in flat if part != "int"]
        if set(flat) & {"list[any]"} and all(part.startswith("list[") or part == "None" for part in flat):
            flat = ["list[any]" if part.startswith("list[") else part for part in flat]
        lists = {part for part in flat if part.startswith("list[")}
        if len(lists) > 1:
            flat = ["list[any]" if part in lists else part for part in flat]
        return united(flat)

    def _of(self, value: Value) -> str:
        match value:
            case Literal():
                return "None" if value.value is None else numbers_as_floats(type_of(value.value))
            case Several():
                return f"list[{self._together(value.items)}]" if value.keys is None else "dict[str, any]"
            case Missing():
                return "any"
            case Computed():
                return self._worked_out(value)

    def _worked_out(self, value: Computed) -> str:
        """The type of an expression; ``any`` for what cannot be said, which becomes an input."""
        if len(value.parts) > 1:
            return "str"
        try:
            return text(value.parts, value.owner, self.config).type
        except Untold:
            return "any"


def optional(kind: str) -> str:
    """The type with None in it."""
    return kind if kind == "any" or kind.endswith("None") else f"{kind} | None"


def numbers_as_floats(kind: str) -> str:
    """``list[int | float]`` as the ``list[float]`` that is meant."""
    return kind.replace("int | float", "float")
