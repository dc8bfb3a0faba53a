"""What the text of a condition comes to where only some of the fields that it reads are known.

Used to tell whether a write inside a branch changes the branch's own condition: with the new value in the
place of the field, the condition may be known to hold, known not to, or neither.

    size == 'small' and big     with size = 's'     False, whatever 'big' is
    lr > 0.1                    with lr = 0.2       True
    lr > limit                  with lr = 0.2       not known
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from atoc.source import node as tree

UNKNOWN = object()
"""What stands for a value that is not known."""

_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], object]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.In: lambda left, right: left in right, ast.NotIn: lambda left, right: left not in right,
}  # fmt: skip


def value_of(node: tree.Node) -> object:
    """The value that a node writes out, ``UNKNOWN`` for one that is worked out or that holds others."""
    if not isinstance(node, tree.Scalar):
        return UNKNOWN
    if node.style == "quoted":
        return UNKNOWN if node.text.startswith("${") else node.text.replace("$${", "${")
    words: Mapping[str, object] = {"null": None, "true": True, "false": False}
    if node.text in words:
        return words[node.text]
    try:
        return ast.literal_eval(node.text)
    except (ValueError, SyntaxError):
        return UNKNOWN


def outcome(text: str, known: Mapping[str, object]) -> bool | None:
    """Whether a condition holds with these values of fields; None where that hangs on others."""
    try:
        found = _value(ast.parse(text, mode="eval").body, known)
        return None if found is UNKNOWN else bool(found)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _value(node: ast.expr, known: Mapping[str, object]) -> object:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name() | ast.Attribute():
            return known.get(ast.unparse(node), UNKNOWN)
        case ast.BoolOp(op=op, values=values):
            return _joined([_value(each, known) for each in values], is_and=isinstance(op, ast.And))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            found = _value(operand, known)
            return UNKNOWN if found is UNKNOWN else not found
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(op, _value(left, known), _value(right, known))
        case ast.Call(func=ast.Name(id="bool"), args=[inner]):
            found = _value(inner, known)
            return UNKNOWN if found is UNKNOWN else bool(found)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            found = [_value(each, known) for each in items]
            return UNKNOWN if UNKNOWN in found else found
        case _:
            return UNKNOWN


def _joined(values: list[object], *, is_and: bool) -> object:
    """``and`` or ``or`` of conditions, where one that decides it is enough."""
    if any(each is not UNKNOWN and bool(each) is not is_and for each in values):
        return not is_and
    return UNKNOWN if UNKNOWN in values else is_and


def _compared(op: ast.cmpop, left: object, right: object) -> object:
    compare = _COMPARED.get(type(op))
    if compare is None or left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    try:
        return compare(left, right)
    except TypeError:
        return UNKNOWN
