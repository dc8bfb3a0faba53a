"""The types of leaves, where no structured config declares them: from the values that are ever set there."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from atoc.importers.hydra.expressions import Path, Unclear, absolute
from atoc.importers.hydra.table import Table
from atoc.importers.hydra.values import Literal, Missing, Several, Value, sole
from atoc.importers.inferred import type_of, united
from atoc.importers.interpolations import Call, Reference


class Kinds:
    """The types by path, worked out when they are asked for; what is there ``sometimes`` may be None."""

    def __init__(self, table: Table, sometimes: Collection[Path]) -> None:
        self.table = table
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

    def may_be_none(self, path: Path) -> bool:
        """Whether the type at a path admits None."""
        kind = self.at(path)
        return kind == "any" or kind.endswith("None")

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
        if isinstance(value, Literal):
            return "None" if value.value is None else numbers_as_floats(type_of(value.value))
        if isinstance(value, Several):
            return f"list[{self._together(value.items)}]" if value.keys is None else "dict[str, any]"
        part = sole(value)
        if isinstance(part, Reference) and not isinstance(value, Missing):
            return self._referred(part, value.owner)
        return self._called(part) if isinstance(part, Call) else "str"

    def _referred(self, reference: Reference, owner: Path) -> str:
        try:
            return self.at(absolute(reference, owner))
        except Unclear:
            return "any"

    def _called(self, call: Call) -> str:
        if call.name in ("oc.env", "now"):
            return "str"
        if call.name == "oc.decode" and call.arguments:
            inner = call.arguments[0].parts
            default = inner[0].arguments[-1].parts if inner and isinstance(inner[0], Call) else ()
            text = "".join(map(str, default))
            return _decoded(text)
        return "any"


def _decoded(text: str) -> str:
    if text.lower() in ("true", "false"):
        return "bool"
    return "int" if text.lstrip("+-").isdigit() else "float"


def optional(kind: str) -> str:
    """The type with None in it."""
    return kind if kind == "any" or kind.endswith("None") else f"{kind} | None"


def numbers_as_floats(kind: str) -> str:
    """``list[int | float]`` as the ``list[float]`` that is meant."""
    return kind.replace("int | float", "float")
