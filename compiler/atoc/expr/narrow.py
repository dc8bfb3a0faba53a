"""What a condition tells of fields that may be ``None``: after ``x != None``, ``x`` has a value.

Example: in ``x != None and x > 3`` the second operand is read knowing that the first holds.
"""

from __future__ import annotations

from atoc.expr.tree import Comparison, Constant, Logic, Name, Tree, Unary

Paths = frozenset[str]
NOTHING: Paths = frozenset()


def present_if(condition: Tree, *, holds: bool) -> Paths:
    """The fields that are not ``None`` wherever the condition holds, or wherever it does not."""
    match condition:
        case Unary(operator="not"):
            return present_if(condition.operand, holds=not holds)
        case Logic():
            told = [present_if(part, holds=holds) for part in condition.operands]
            all_apply = (condition.operator == "and") == holds
            return NOTHING.union(*told) if all_apply else told[0].intersection(*told[1:])
        case Comparison(relations=(relation,), operands=(left, right)):
            return _tested(left, right) if relation == ("!=" if holds else "==") else NOTHING
        case _:
            return NOTHING


def _tested(left: Tree, right: Tree) -> Paths:
    match left, right:
        case (Name(path=path), Constant(value=None)) | (Constant(value=None), Name(path=path)):
            return frozenset((path,))
        case _:
            return NOTHING
