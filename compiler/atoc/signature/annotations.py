"""Annotations as types of the language, as far as the source tells; ``any`` where it does not.

What is made admits all that Python would: a ``bool`` is an ``int`` there, and an ``int`` will do for a
``float``. Lists, sets and dicts of a config are tuples, frozen sets and mappings; they count as what they
are called.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence

import ato.config as ato
from atoc.signature.library import Library
from atoc.signature.module import Module

MAX_DEPTH = 20
"""How deep an annotation may nest that is looked at."""

_INT = ato.Union(ato.INT, ato.BOOL)
_FLOAT = ato.Union(ato.Float(finite=False), ato.INT, ato.BOOL)
_TYPING = ("typing", "typing_extensions")

_PLAIN: Mapping[str, ato.Type] = {
    "builtins.bool": ato.BOOL,
    "builtins.bytes": ato.BYTES,
    "builtins.complex": _FLOAT,
    "builtins.float": _FLOAT,
    "builtins.int": _INT,
    "builtins.str": ato.STR,
    "datetime.datetime": ato.DATETIME,
    "datetime.timedelta": ato.DURATION,
    "os.PathLike": ato.PATH,
    "pathlib.Path": ato.PATH,
    "pathlib.PurePath": ato.PATH,
}

_LISTS = ("builtins.list", "typing.List", "typing_extensions.List")
_SEQUENCES = ("collections.abc.Sequence", "typing.Sequence", "typing_extensions.Sequence")
_TUPLES = ("builtins.tuple", "typing.Tuple", "typing_extensions.Tuple")
_SETS = (
    "builtins.set", "builtins.frozenset", "collections.abc.Set", "typing.AbstractSet", "typing.FrozenSet",
    "typing.Set",
)  # fmt: skip
_DICTS = ("builtins.dict", "collections.abc.Mapping", "typing.Dict", "typing.Mapping")
_WRAPPERS = ("Annotated", "Final", "Required", "NotRequired")


def annotated_type(
    library: Library, module: Module, annotation: ast.expr | None, default: ast.expr | None
) -> ato.Type:
    """What a parameter takes: its annotation, and None where that is its default."""
    type = ato.ANY if annotation is None else _Reading(library, module).type(annotation, 0)
    is_none = isinstance(default, ast.Constant) and default.value is None
    return ato.Union(type, ato.NULL) if is_none and type != ato.ANY else type


class _Reading:
    """The module in which an annotation stands."""

    __slots__ = ("library", "module")

    def __init__(self, library: Library, module: Module) -> None:
        self.library = library
        self.module = module

    def type(self, node: ast.expr, depth: int) -> ato.Type:
        """The type that an annotation means."""
        if depth > MAX_DEPTH:
            return ato.ANY
        match node:
            case ast.Constant(value=None):
                return ato.NULL
            case ast.Constant(value=str(text)):
                inner = _expression(text)
                return ato.ANY if inner is None else self.type(inner, depth + 1)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return ato.Union(self.type(left, depth + 1), self.type(right, depth + 1))
            case ast.Subscript(value=value, slice=inner):
                return self._subscript(self.library.full_name(self.module, value), inner, depth + 1)
            case _:
                return self._bare(self.library.full_name(self.module, node))

    def _bare(self, name: str) -> ato.Type:
        """A type without arguments."""
        if name in (*_LISTS, *_TUPLES):
            return ato.List(ato.ANY)
        if name in _SETS:
            return ato.Set(ato.ANY)
        return ato.Dict(ato.ANY) if name in _DICTS else _PLAIN.get(name, ato.ANY)

    def _subscript(self, name: str, inner: ast.expr, depth: int) -> ato.Type:
        items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        room, _, short = name.rpartition(".")
        if room in _TYPING and short == "Literal":
            return _literal(items)
        if room in _TYPING and short in _SPECIAL:
            return _SPECIAL[short](self, items, depth)
        if name == "dataclasses.InitVar":
            return self.type(items[0], depth)
        if name in (*_LISTS, *_SETS) and len(items) == 1:
            item = self.type(items[0], depth)
            return ato.Set(item) if name in _SETS else ato.List(item)
        if name in _SEQUENCES and len(items) == 1:
            return ato.Union(ato.List(self.type(items[0], depth)), ato.STR, ato.BYTES)
        if name in _TUPLES:
            return self._tuple(items, depth)
        if name in _DICTS and len(items) == 2:
            key = self.type(items[0], depth)
            return ato.Dict(self.type(items[1], depth)) if key == ato.STR else ato.ANY
        return ato.PATH if name == "os.PathLike" else ato.ANY

    def _tuple(self, items: Sequence[ast.expr], depth: int) -> ato.Type:
        match items:
            case [item, ast.Constant(value=value)] if value is ...:
                return ato.List(self.type(item, depth))
            case _:
                made = ato.Tuple(*(self.type(item, depth) for item in items))
                return ato.Union(made, ato.List(ato.ANY))  # how long a list of a config is, no type tells

    def union(self, items: Sequence[ast.expr], depth: int) -> ato.Type:
        """One of several types."""
        return ato.Union(*(self.type(item, depth) for item in items))

    def optional(self, items: Sequence[ast.expr], depth: int) -> ato.Type:
        """A type or None."""
        return ato.Union(self.type(items[0], depth), ato.NULL)

    def wrapped(self, items: Sequence[ast.expr], depth: int) -> ato.Type:
        """A type with something said about it."""
        return self.type(items[0], depth)


_SPECIAL: Mapping[str, Callable[[_Reading, Sequence[ast.expr], int], ato.Type]] = {
    **dict.fromkeys(_WRAPPERS, _Reading.wrapped),
    "Optional": _Reading.optional,
    "Union": _Reading.union,
}


def _literal(items: Sequence[ast.expr]) -> ato.Type:
    """A closed set."""
    values = [item.value if isinstance(item, ast.Constant) else ... for item in items]
    plain = [value for value in values if isinstance(value, (bool, int, str))]
    if len(plain) + values.count(None) < len(values):
        return ato.ANY
    parts: list[ato.Type] = [ato.Literal(*plain)] if plain else []
    return ato.Union(*parts, *([ato.NULL] if None in values else []))


def unquoted(node: ast.expr) -> ast.expr:
    """The annotation itself where it is written as text."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return (_expression(str(node.value)) or node) if is_text and isinstance(node, ast.Constant) else node


def _expression(text: str) -> ast.expr | None:
    """An annotation that is written as text."""
    try:
        return ast.parse(text, mode="eval").body if len(text) <= 1_000 else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
