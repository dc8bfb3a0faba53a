"""Source laid out as the formatter lays it out: on one line where it fits, else one item a line.

Generated code must pass a formatter untouched, whatever its version, and no formatter runs at build time.
Both wishes are met by using little of a formatter's art: brackets are either closed up, or open with one item
a line and a comma after the last, which every formatter keeps. They are opened from the outside inwards until
all lines fit:

    ato.Field("backbone", ato.Literal("resnet18", "resnet50"))

    ato.Field(
        "backbone",
        ato.Literal("resnet18", "resnet50"),
    )

Cost: linear in the text times the depth of its brackets.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from typing_extensions import assert_never

from atoc.findings.render.width import cells

WIDTH = 110
"""Columns of a line of generated code."""

STEP = "    "
"""One step of indentation."""


@dataclass(frozen=True, slots=True)
class Brackets:
    """Items in brackets: ``head`` ends with the opening one, ``tail`` begins with the closing one.

    ``comma`` follows the last item of open brackets, ``flat_comma`` that of closed ones.
    """

    head: str
    items: tuple[Source, ...]
    tail: str
    comma: str = ","
    flat_comma: str = ""


@dataclass(frozen=True, slots=True)
class Either:
    """A union of types: ``A | B`` on one line, ``Union[...]`` where it must be opened. ``union`` is what the
    module calls that.
    """

    options: tuple[Source, ...]
    union: str


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one after the other on a line, such as ``name=`` and a value."""

    parts: tuple[Source, ...]


Source = str | Brackets | Either | Row


def call(function: str, *items: Source) -> Brackets:
    """A call of a function with these arguments."""
    return Brackets(f"{function}(", items, ")")


def keyword(name: str, value: Source) -> Row:
    """A keyword argument."""
    return Row((f"{name}=", value))


def sequence(*items: Source) -> Brackets:
    """A tuple."""
    return Brackets("(", items, ")", flat_comma="," if len(items) == 1 else "")


def mapping(*pairs: tuple[str, Source]) -> Brackets:
    """A dict display of keys that are source already."""
    return Brackets("{", tuple(_pair(key, value) for key, value in pairs), "}")


def _pair(key: str, value: Source) -> Source:
    return f"{key}: {value}" if isinstance(value, str) else Row((f"{key}: ", value))


def flat(source: Source) -> str:
    """The source on one line."""
    return "".join(_pieces(source))


def laid_out(source: Source, indent: int = 0, before: int = 0, after: int = 0) -> str:
    """The source in lines of at most ``WIDTH`` columns, as far as its brackets allow.

    The first line follows ``before`` characters of other text, ``after`` characters follow the last; further
    lines are indented by ``indent`` steps.
    """
    line = _closed(source, WIDTH - len(STEP) * indent - before - after)
    if line is not None:
        return line
    match source:
        case str():
            return source
        case Brackets(items=()):
            return flat(source)
        case Row():
            return _row(source, indent, before, after)
        case Either():
            return _opened(Brackets(f"{source.union}[", source.options, "]"), indent)
        case Brackets():
            return _opened(source, indent)
        case _:
            assert_never(source)


def _closed(source: Source, room: int) -> str | None:
    """The source on one line if that takes at most so many columns; no more of it is looked at."""
    line: list[str] = []
    for piece in _pieces(source):
        room -= cells(piece)
        if room < 0:
            return None
        line.append(piece)
    return "".join(line)


def _pieces(source: Source) -> Iterator[str]:
    """What stands one after the other on one line."""
    match source:
        case str():
            yield source
        case Row():
            for part in source.parts:
                yield from _pieces(part)
        case Either():
            yield from _separated(source.options, " | ")
        case Brackets():
            yield source.head
            yield from _separated(source.items, ", ")
            yield source.flat_comma + source.tail
        case _:
            assert_never(source)


def _separated(sources: Sequence[Source], separator: str) -> Iterator[str]:
    for number, source in enumerate(sources):
        if number:
            yield separator
        yield from _pieces(source)


def _opened(brackets: Brackets, indent: int) -> str:
    inner = STEP * (indent + 1)
    items = (laid_out(item, indent + 1, 0, len(brackets.comma)) for item in brackets.items)
    lines = "".join(f"{inner}{item}{brackets.comma}\n" for item in items)
    return f"{brackets.head}\n{lines}{STEP * indent}{brackets.tail}"


def _row(row: Row, indent: int, before: int, after: int) -> str:
    """Open the last part if its head then fits on the line; else open every part."""
    *leading, last = row.parts
    lead = "".join(map(flat, leading))
    opened = lead + laid_out(last, indent, before + cells(lead), after)
    if len(STEP) * indent + before + cells(opened.split("\n", 1)[0]) <= WIDTH:
        return opened
    return "".join(laid_out(part, indent, WIDTH) for part in row.parts)


def parsed(text: str, union: str = "Union") -> Source:
    """An expression with its brackets known: calls, subscripts, displays, unions of types."""
    parsing = _Parsing(text.encode("utf-8", "surrogatepass"), union)
    return parsing.tree(ast.parse(text, mode="eval").body)


@dataclass(frozen=True, slots=True)
class _Parsing:
    """The bytes of an expression, which the columns of syntax trees count, and the name of ``Union``."""

    data: bytes
    union: str

    def tree(self, node: ast.expr) -> Source:
        match node:
            case ast.Call(func=function, args=arguments, keywords=keywords):
                named = (keyword(each.arg or "", self.tree(each.value)) for each in keywords)
                return call(self.written(function), *map(self.tree, arguments), *named)
            case ast.Subscript(value=value, slice=ast.Tuple(elts=[_, *_] as items)):
                return Brackets(f"{self.written(value)}[", tuple(map(self.tree, items)), "]")
            case ast.Subscript(value=value, slice=item):
                return Brackets(f"{self.written(value)}[", (self.tree(item),), "]", comma="")
            case ast.Tuple(elts=items):
                return sequence(*map(self.tree, items))
            case ast.Set(elts=items):
                return Brackets("{", tuple(map(self.tree, items)), "}")
            case ast.Dict(keys=keys, values=values):
                pairs = zip(keys, values)
                return mapping(*((self.written(key), self.tree(value)) for key, value in pairs if key))
            case ast.BinOp(op=ast.BitOr()):
                return Either(tuple(map(self.tree, _options(node))), self.union)
            case _:
                return self.written(node)

    def written(self, node: ast.expr) -> str:
        """The node as it is written."""
        return self.data[node.col_offset : node.end_col_offset].decode("utf-8", "surrogatepass")


def _options(node: ast.expr) -> Iterator[ast.expr]:
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _options(node.left)
        node = node.right
    yield node
