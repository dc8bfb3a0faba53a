"""Where a Python view compares or joins a list and a tuple, which are alike in the language alone.

config.shape == (3, 4)      of a list False in Python, and True here
config.tags + ('x',)        of a list an error in Python
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import ato.config as ato
from ato.config.types._containers import Dict, List, Set, Tuple, Tuples, Union
from ato.config.types._types import AnyType
from atoc.expr import walk
from atoc.expr.tree import (
    Binary,
    Call,
    Comparison,
    Conditional,
    DictDisplay,
    Display,
    Index,
    Method,
    Name,
    Slice,
    Tree,
)

Kinds = frozenset[str]
"""The kinds of rows that a value may be or hold: ``list``, ``tuple``, and ``?`` where that is not known."""

_NO_ROW: Kinds = frozenset()
_LISTS = ("sorted", "range")
_OF_ITEMS = ("min", "max", "sum")

TypeOf = Callable[[str], "ato.Type | None"]


def mixed(tree: Tree, type_of: TypeOf) -> Iterator[Tree]:
    """The comparisons and sums in an expression in which a list may meet a tuple."""
    for node, _ in walk(tree):
        match node:
            case Comparison(operands=operands):
                pairs = list(pairwise(operands))
            case Binary(operator="+", left=left, right=right):
                pairs = [(left, right)]
            case _:
                continue
        if any(_meet(_kinds(one, type_of), _kinds(other, type_of)) for one, other in pairs):
            yield node


def _meet(one: Kinds, other: Kinds) -> bool:
    return bool(one) and bool(other) and (len(one | other) > 1 or "?" in one | other)


def _kinds(node: Tree, type_of: TypeOf) -> Kinds:
    match node:
        case Name(path=path):
            return of_type(type_of(path))
        case Display(kind=kind, items=items):
            own = frozenset((kind,) if kind != "set" else ())
            return own.union(*(_kinds(item, type_of) for item in items))
        case DictDisplay(pairs=pairs):
            return _NO_ROW.union(*(_kinds(value, type_of) for _, value in pairs))
        case Conditional(then=then, otherwise=otherwise):
            return _kinds(then, type_of) | _kinds(otherwise, type_of)
        case Binary(left=left, right=right):
            return _kinds(left, type_of) | _kinds(right, type_of)
        case Index(base=base) | Slice(base=base):
            return _kinds(base, type_of)
        case Call(function=name, arguments=given) if name in _LISTS or name in _OF_ITEMS:
            own = frozenset(("list",) if name in _LISTS else ())
            return own.union(*(_kinds(each, type_of) for each in given))
        case Method(name="split"):
            return frozenset(("list",))
        case _:
            return _NO_ROW


def of_type(type: ato.Type | None) -> Kinds:
    """The kinds of rows that values of a type are or hold."""
    match type:
        case None | AnyType():
            return frozenset(("?",))
        case Tuples(item=item):
            return of_type(item) | {"tuple"}
        case List(item=item):
            return of_type(item) | {"list"}
        case Tuple(items=items):
            return frozenset(("tuple",)).union(*map(of_type, items))
        case Set(item=item):
            return of_type(item)
        case Dict(value=value):
            return of_type(value)
        case Union(options=options):
            return _NO_ROW.union(*map(of_type, options))
        case _:
            return _NO_ROW
