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
from collections.abc import Iterator
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
    """A union of types: ``A | B`` on one line, ``Union[...]`` where it must be opened."""

    options: tuple[Source, ...]


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
    return Brackets("{", tuple(Row((f"{key}: ", value)) for key, value in pairs), "}")


def flat(source: Source) -> str:
    """The source on one line."""
    match source:
        case str():
            return source
        case Row():
            return "".join(map(flat, source.parts))
        case Either():
            return " | ".join(map(flat, source.options))
        case Brackets():
            return f"{source.head}{', '.join(map(flat, source.items))}{source.flat_comma}{source.tail}"
        case _:
            assert_never(source)


def laid_out(source: Source, indent: int = 0, before: int = 0, after: int = 0) -> str:
    """The source in lines of at most ``WIDTH`` columns, as far as its brackets allow.

    The first line follows ``before`` characters of other text, ``after`` characters follow the last; further
    lines are indented by ``indent`` steps.
    """
    line = flat(source)
    if len(STEP) * indent + before + cells(line) + after <= WIDTH:
        return line
    match source:
        case str() | Brackets(items=()):
            return line
        case Row():
            return _row(source, indent, before, after)
        case Either():
            return _opened(Brackets("Union[", source.options, "]"), indent)
        case Brackets():
            return _opened(source, indent)
        case _:
            assert_never(source)


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


def parsed(text: str) -> Source:
    """An expression with its brackets known: calls, subscripts, displays, unions of types."""
    return _tree(ast.parse(text, mode="eval").body, text)


def _tree(node: ast.expr, text: str) -> Source:
    match node:
        case ast.Call(func=function, args=arguments, keywords=keywords):
            named = (keyword(each.arg or "", _tree(each.value, text)) for each in keywords)
            return call(_text(function, text), *_trees(arguments, text), *named)
        case ast.Subscript(value=value, slice=ast.Tuple(elts=[_, *_] as items)):
            return Brackets(f"{_text(value, text)}[", _trees(items, text), "]")
        case ast.Subscript(value=value, slice=item):
            return Brackets(f"{_text(value, text)}[", (_tree(item, text),), "]", comma="")
        case ast.Tuple(elts=items):
            return sequence(*_trees(items, text))
        case ast.Set(elts=items):
            return Brackets("{", _trees(items, text), "}")
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values)
            return mapping(*((_text(key, text), _tree(value, text)) for key, value in pairs if key))
        case ast.BinOp(op=ast.BitOr()):
            return Either(tuple(_tree(option, text) for option in _options(node)))
        case _:
            return _text(node, text)


def _trees(nodes: list[ast.expr], text: str) -> tuple[Source, ...]:
    return tuple(_tree(node, text) for node in nodes)


def _options(node: ast.expr) -> Iterator[ast.expr]:
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _options(node.left)
        node = node.right
    yield node


def _text(node: ast.expr, text: str) -> str:
    """The node as it is written. Columns of syntax trees count bytes."""
    data = text.encode("utf-8", "surrogatepass")
    return data[node.col_offset : node.end_col_offset].decode("utf-8", "surrogatepass")
