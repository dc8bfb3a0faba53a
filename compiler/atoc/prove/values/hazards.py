"""What may go wrong where an expression stands, as far as its text and the declarations tell.

Idea. Most expressions cannot fail: they divide by a number that is written out, read fields that are always
set, and write where there is no constraint. Only what is left over is worth a question. Bounds that fields
declare, and conditions that guard a part, are followed by ``intervals.py``.

Example. Of ``total // epochs`` nothing is left over where ``epochs`` is declared with ``ge: 1``; of
``sizes[0]`` nothing where ``sizes`` has a ``min_length``.

Cost. One look at each part of the expression.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import ato.config as ato
from atoc.expr import Expression, Tree, walk
from atoc.expr.power import is_exact
from atoc.expr.resolvers import lowered
from atoc.expr.tree import (
    Binary,
    Call,
    Conditional,
    Constant,
    Display,
    Index,
    Logic,
    Name,
    children,
    literal_int,
    names_of,
)
from atoc.program import Field
from atoc.prove.values.evaluation import Kind
from atoc.prove.values.identity import is_accepted
from atoc.prove.values.intervals import Knowledge
from atoc.types import bases, may_be_infinite


def hazards(tree: Tree, known: Knowledge) -> frozenset[Kind]:
    """Whether a division by zero or a missing item cannot be ruled out."""
    return frozenset(_hazards(tree, known))


def always_fits(tree: Tree, known: Knowledge, field: Field) -> bool:
    """Whether every value of the expression surely keeps the constraints of the field."""
    declared = field.member.runtime
    if is_widened(tree, known, field):
        return False
    if not declared.is_constrained:
        return True
    match tree:
        case Conditional():
            then, otherwise = (known.where(tree.condition, holds=holds) for holds in (True, False))
            return always_fits(tree.then, then, field) and always_fits(tree.otherwise, otherwise, field)
        case Constant():
            return is_accepted(declared, tree.value)
        case Name(path=path) if path in known.fields and _same_limits(
            known.fields[path].member.runtime, declared
        ):
            return True
        case _:
            interval = known.interval(tree)
            has_bounds_alone = (declared.min_length, declared.max_length, declared.pattern) == (None,) * 3
            return interval is not None and has_bounds_alone and interval.keeps(declared)


def is_widened(tree: Tree, known: Knowledge, field: Field) -> bool:
    """Whether an ``inf`` or ``nan`` that the tree reads may come to a field that takes none."""
    if ato.FLOAT not in bases(field.type) or may_be_infinite(field.type):
        return False
    return any(path in known.fields and may_be_infinite(known.fields[path].type) for path in names_of(tree))


def is_rounded(expression: Expression, fields: Mapping[str, Field]) -> bool:
    """Whether arithmetic on floats may take part, of which nothing is ever claimed as proved."""
    nodes = [node for node, _ in walk(expression.tree)]
    if not any(isinstance(node, (Binary, Call)) for node in nodes):
        return False
    return any(_makes_float(node, fields) for node in nodes)


def _makes_float(node: Tree, fields: Mapping[str, Field]) -> bool:
    match node:
        case Constant():
            return isinstance(node.value, float)
        case Name():
            return node.path not in fields or _may_be_float(fields[node.path].type)
        case Binary(operator="/"):
            return True
        case Binary(operator="**"):
            return not is_exact(node)
        case Call():
            return node.function in ("float", "sqrt", "exp", "log", "math.div")
        case _:
            return False


def _may_be_float(type: ato.Type) -> bool:
    match type:
        case ato.Union():
            return any(map(_may_be_float, type.options))
        case ato.Tuple():
            return any(map(_may_be_float, type.items))
        case ato.List() | ato.Set():
            return _may_be_float(type.item)
        case ato.Dict():
            return _may_be_float(type.value)
        case ato.Literal():
            return any(isinstance(value, float) for value in type.values)
        case _:
            return isinstance(type, ato.Float) or type == ato.ANY


def _hazards(tree: Tree, known: Knowledge) -> Iterator[Kind]:
    match tree:
        case Conditional():
            yield from _hazards(tree.condition, known)
            yield from _hazards(tree.then, known.where(tree.condition, holds=True))
            yield from _hazards(tree.otherwise, known.where(tree.condition, holds=False))
        case Logic():
            for part in tree.operands:
                yield from _hazards(part, known)
                known = known.where(part, holds=tree.operator == "and")
        case Call() if (meant := lowered(tree)) is not tree:
            yield from _hazards(meant, known)
        case _:
            if isinstance(tree, Binary) and _may_divide_by_zero(tree, known):
                yield "division"
            if isinstance(tree, Index) and not _is_there(tree, known):
                yield "index"
            for part in children(tree):
                yield from _hazards(part, known)


def _may_divide_by_zero(tree: Binary, known: Knowledge) -> bool:
    match tree.operator:
        case "/" | "//" | "%":
            divisor = known.interval(tree.right)
        case "**" if (literal_int(tree.right) or 0) < 0:
            divisor = known.interval(tree.left)
        case _:
            return False
    return divisor is None or not divisor.excludes_zero


def _is_there(tree: Index, known: Knowledge) -> bool:
    """Whether an item that is asked for by number surely is there."""
    place = literal_int(tree.index)
    if place is None:
        return False
    least = _least_length(tree.base, known)
    return -least <= place < least


def _least_length(tree: Tree, known: Knowledge) -> int:
    match tree:
        case Display(kind="list" | "tuple"):
            return len(tree.items)
        case Constant(value=str() as text):
            return len(text)
        case Name(path=path) if path in known.fields:
            field = known.fields[path]
            if isinstance(field.type, ato.Tuple):
                return len(field.type.items)
            is_counted = isinstance(field.type, ato.List) or field.type == ato.STR
            return (field.member.runtime.min_length or 0) if is_counted else 0
        case _:
            return 0


def _same_limits(one: ato.Field, other: ato.Field) -> bool:
    """Whether what keeps the constraints of the one keeps those of the other, since they are the same."""
    names = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern")
    return all(getattr(other, name) in (None, getattr(one, name)) for name in names)
