"""The values of a config as fields: types and defaults, computed ones among them, and inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from atoc.importers.carried import Left
from atoc.importers.interpolations import Call
from atoc.importers.omegaconf.meaning import Meaning
from atoc.importers.omegaconf.naming import Path, names
from atoc.importers.omegaconf.tree import Branch, Entry, Missing, Text, Value
from atoc.importers.terms import Term, Untold, whole

MAX_DEPTH = 40
"""How deep structs may stand in each other, references to structs followed."""

MAX_FIELDS = 2_000
"""How many fields are made by following references to structs."""

Field = dict[str, object]


def fields(tree: Branch, scope: str, left: list[Left]) -> dict[str, object]:
    """The fields of a config; what cannot be said is added to what was left."""
    return _Fields(Meaning(tree, names(tree, scope, left)), left).of(tree, ())


@dataclass(frozen=True, slots=True)
class _Fields:
    meaning: Meaning
    left: list[Left]
    made: list[Path] = field(default_factory=list[Path])

    def of(self, branch: Branch, path: Path) -> dict[str, object]:
        """The fields of the struct at a path."""
        called = self.meaning.names.structs[path]
        return {called[key]: self.field(entry, (*path, key)) for key, entry in branch.entries.items()}

    def field(self, entry: Entry, path: Path) -> Field:
        """The field or struct at a path."""
        doc: Field = {"doc": entry.doc} if entry.doc else {}
        if path in self.meaning.names.structs and isinstance(entry.value, Branch):
            return {**doc, "fields": self.of(entry.value, path)}
        try:
            copied = self.copied(entry.value, path)
            if copied is not None:
                return {**doc, "fields": copied}
            return {**self.value(entry.value, path), **doc}
        except Untold as reason:
            shown = entry.value.source if isinstance(entry.value, Text) else ".".join(path)
            why = f"'{'.'.join(path)}' is an input instead: {reason}"
            self.left.append(Left(entry.value.span, shown, why))
            return {"type": "any", "input": True, **doc}

    def value(self, value: Value, path: Path) -> Field:
        """The type and the default of a field."""
        if isinstance(value, Missing):
            return {"type": "any", "input": True}
        type, default = self.meaning.default(value, path)
        field: Field = {"type": "any" if type == "None" else type, "default": default}
        return {**field, **_deprecated(value)}

    def copied(self, value: Value, path: Path) -> Mapping[str, object] | None:
        """The fields of a struct that a value refers to as a whole, each with the value that it has there."""
        leads = self.meaning.leads(value, path)
        place = None if leads is None else self.meaning.located(leads)
        if place is None or place not in self.meaning.names.structs:
            return None
        if place == path[: len(place)]:
            raise Untold(f"it would hold itself, since '{'.'.join(place)}' holds it")
        return self.mirrored(place, path, 0)

    def mirrored(self, place: Path, path: Path, depth: int) -> dict[str, object]:
        """The fields of the struct at ``place`` for one at ``path``: each has the value of that there."""
        if depth > MAX_DEPTH:
            raise Untold(f"mappings refer to each other more than {MAX_DEPTH} levels deep")
        if len(self.made) > MAX_FIELDS:
            raise Untold(f"mappings that refer to each other come to more than {MAX_FIELDS:,} fields")
        branch = self.meaning.value(place)
        called = self.meaning.names.structs[place]
        found: dict[str, object] = {}
        for key in branch.entries if isinstance(branch, Branch) else ():
            inner = self.meaning.located((*place, key))
            self.made.append(inner)
            if inner in self.meaning.names.structs:
                found[called[key]] = {"fields": self.mirrored(inner, (*path, key), depth + 1)}
            else:
                term: Term = self.meaning.at(inner, path)
                found[called[key]] = {"type": term.type, "default": whole(term)}
        return found


def _deprecated(value: Value) -> Field:
    part = value.parts[0] if isinstance(value, Text) and len(value.parts) == 1 else None
    if not isinstance(part, Call) or part.name != "oc.deprecated":
        return {}
    return {"deprecated": f"use '{part.arguments[0].parts[0]}'"}
