"""The types of dataclass fields as texts of our language: ``Optional[int]`` as ``int | None``."""

from __future__ import annotations

import ast
from collections.abc import Mapping

_SCALARS = {
    "int": "int", "float": "float", "str": "str", "bool": "bool", "bytes": "bytes", "Path": "path",
    "Any": "any", "object": "any",
}  # fmt: skip
_LISTS = ("List", "list", "Sequence")
_DICTS = ("Dict", "dict", "Mapping")


def is_missing(node: ast.expr) -> bool:
    """Whether a default is OmegaConf's ``MISSING``."""
    return getattr(node, "id", None) == "MISSING" or getattr(node, "attr", None) == "MISSING"


class Annotations:
    """The annotations of a module, whose ``classes`` they may name."""

    def __init__(self, classes: Mapping[str, ast.ClassDef]) -> None:
        self.classes = classes

    def type_of(self, node: ast.expr) -> str | None:
        """The text of the type; None for a struct, and for what is not known here."""
        match node:
            case ast.Constant(value=str() as text):
                return self._quoted(text)
            case ast.Constant(value=None):
                return "None"
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return self._named(name)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return _union([self.type_of(left), self.type_of(right)])
            case ast.Subscript(value=value, slice=inner):
                return self._generic(getattr(value, "id", getattr(value, "attr", "")), inner)
            case _:
                return None

    def struct(self, node: ast.expr) -> ast.ClassDef | None:
        """The dataclass that an annotation names."""
        found = self.classes.get(getattr(node, "id", ""))
        return None if found is None or self.is_enum(found.name) else found

    def is_enum(self, name: str) -> bool:
        """Whether a class is an enum."""
        bases = self.classes[name].bases if name in self.classes else []
        return any("Enum" in (getattr(base, "id", ""), getattr(base, "attr", "")) for base in bases)

    def _quoted(self, text: str) -> str | None:
        try:
            return self.type_of(ast.parse(text, mode="eval").body)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def _named(self, name: str) -> str | None:
        if name in _SCALARS:
            return _SCALARS[name]
        if name in _LISTS:
            return "list[any]"
        if name in _DICTS:
            return "dict[str, any]"
        return " | ".join(map(repr, self._members(name))) or None if self.is_enum(name) else None

    def _members(self, name: str) -> list[str]:
        """The names of an enum, by which OmegaConf reads it."""
        body = self.classes[name].body
        return [
            target.id
            for each in body
            if isinstance(each, ast.Assign)
            for target in each.targets
            if isinstance(target, ast.Name) and not target.id.startswith("_")
        ]

    def _generic(self, name: str, inner: ast.expr) -> str | None:
        items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        kinds = [self.type_of(item) for item in items]
        if name == "Optional":
            return _union([*kinds, "None"])
        if name == "Union":
            return _union(kinds)
        if name in _LISTS:
            return f"list[{kinds[0] or 'any'}]"
        if name in _DICTS and len(kinds) == 2:
            return f"dict[str, {kinds[1] or 'any'}]"
        if name in ("Tuple", "tuple"):
            return "list[any]"
        return None


def _union(kinds: list[str | None]) -> str | None:
    known = [kind for kind in kinds if kind is not None]
    if len(known) < len(kinds):
        return None
    return (
        "any" if "any" in known else " | ".join(sorted(dict.fromkeys(known), key=lambda kind: kind == "None"))
    )
