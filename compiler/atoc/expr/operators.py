"""The typing of operators: which operands they take, and what they give.

A function here answers with a type, or with the :class:`Objection` that one operand meets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import ato.config as ato
from atoc.expr.functions import TEXTUAL, is_number, is_of, is_ordered, items_of, number_of_kinds
from atoc.expr.power import is_exact
from atoc.expr.tree import (
    Binary,
    Call,
    Constant,
    Index,
    Method,
    Name,
    Relation,
    Tree,
    Unary,
    is_written_sequence,
    literal_int,
)
from atoc.types import NEVER, bases, item_of, join, join_all, literals, may_be_none

MAX_SHOWN = 10
"""How many values of a closed set a message lists."""

Typed = tuple[Tree, ato.Type]
"""An operand with its type."""


@dataclass(frozen=True, slots=True)
class Objection:
    """An operand that is not taken, and why: the message goes on from the operand."""

    tree: Tree
    message: str
    help: tuple[str, ...] = ()


def objection(operand: Typed, taker: str, wanted: str) -> Objection:
    """That ``taker`` takes ``wanted`` and not this operand, with the way to convert it."""
    tree, type = operand
    found = "may be None" if may_be_none(type) and type != ato.NULL else f"is {named(type)}"
    return Objection(tree, f"{found}, and {taker} takes {wanted}", _conversion(tree, type, wanted))


def named(type: ato.Type) -> str:
    """A type with its article, and literals as what they are of: ``a str``, ``an int or a bool``."""
    return " or ".join(
        f"{base}" if base == ato.NULL else f"of type {base}" if base == ato.ANY else f"{base.article} {base}"
        for base in bases(type)
    )


def subject(tree: Tree) -> str:
    """A part of an expression as a message names it."""
    match tree:
        case Name():
            return f"'{tree.path}'"
        case Constant():
            return repr(tree.value)
        case Call():
            return f"'{tree.function}(...)'"
        case Method():
            return f"'.{tree.name}(...)'"
        case _:
            return "this part"


def _conversion(tree: Tree, type: ato.Type, wanted: str) -> tuple[str, ...]:
    x = tree.path if isinstance(tree, Name) else repr(tree.value) if isinstance(tree, Constant) else "x"
    found = bases(type)
    wants_number = wanted in ("a number", "an int") or wanted.startswith("numbers")
    if ato.ANY in found:
        return (f"convert it first: int({x}), float({x}), str({x}) or bool({x})",)
    if may_be_none(type):
        return (f"test it first: ... if {x} != None else ...",)
    if wanted == "a condition":
        return (_as_condition(x, found),)
    if found == (ato.BOOL,) and wants_number:
        return (f"a bool is no number; write 1 if {x} else 0",)
    if found == (ato.STR,) and wants_number:
        return (f"read it as a number: int({x}) or float({x})",)
    if wanted == "text" and is_of(type, *TEXTUAL):
        return (f"write it as text: str({x})",)
    return ()


def _as_condition(x: str, found: tuple[ato.Type, ...]) -> str:
    if all(base in (ato.INT, ato.FLOAT) for base in found):
        return f"compare it: {x} != 0"
    if all(base == ato.STR or isinstance(base, (ato.List, ato.Set, ato.Tuple, ato.Dict)) for base in found):
        return f"compare it: len({x}) > 0"
    return f"write bool({x}) if its truth is meant"


def unary_type(tree: Unary, operand: ato.Type) -> ato.Type | Objection:
    """What a sign or ``not`` gives."""
    if tree.operator == "not":
        if is_of(operand, ato.BOOL):
            return ato.BOOL
        return objection((tree.operand, operand), "'not'", "a condition")
    if not is_number(operand):
        return objection((tree.operand, operand), f"'{tree.operator}'", "a number")
    match tree.operator, tree.operand:
        case "-", Constant(value=int() as value):
            return ato.Literal(-value)
        case _:
            return number_of_kinds(operand)


def binary_type(tree: Binary, left: ato.Type, right: ato.Type) -> ato.Type | Objection:
    """What arithmetic gives."""
    if tree.operator == "+" and not is_number(left):
        return _sum_type(tree, left, right)
    if tree.operator == "*" and (is_written_sequence(tree.left) or is_written_sequence(tree.right)):
        return _repeat_type(tree, left, right)
    sides = ((tree.left, left), (tree.right, right))
    for operand, other in (sides, sides[::-1]):
        if not is_number(operand[1]):
            return _no_number(tree, operand, other[1])
    if tree.operator == "**" and not is_exact(tree):
        return _power_type(tree, number_of_kinds(left, right))
    return ato.FLOAT if tree.operator == "/" else number_of_kinds(left, right)


def _no_number(tree: Binary, operand: Typed, other: ato.Type) -> Objection:
    found = objection(operand, f"'{tree.operator}'", "numbers")
    is_text, items = is_of(operand[1], ato.STR), _sequence(operand[1])
    if tree.operator == "%" and is_text:
        return replace(found, help=("put values in a text with '{} of {}'.format(a, b)",))
    if tree.operator == "*" and is_of(other, ato.INT) and (is_text or items is not None):
        return replace(found, help=("only a text or list that is written out is repeated: 'ab' * n",))
    return found


def _power_type(tree: Binary, kind: ato.Type) -> ato.Type:
    """What a power gives of which it is not known that the exponent is whole and not below 0."""
    return ato.FLOAT if literal_int(tree.right) is not None else join(kind, ato.FLOAT)


def _sum_type(tree: Binary, left: ato.Type, right: ato.Type) -> ato.Type | Objection:
    if is_of(left, ato.STR):
        if is_of(right, ato.STR):
            return ato.STR
        return objection((tree.right, right), "'+' after text", "text")
    first, second = _sequence(left), _sequence(right)
    if first is None:
        return objection((tree.left, left), "'+'", "numbers, texts or lists")
    if second is None:
        return objection((tree.right, right), "'+' after a list", "a list")
    return ato.List(join(first, second))


def _sequence(type: ato.Type) -> ato.Type | None:
    """The type of the items of a list or tuple; None for what may be something else."""
    return None if any(isinstance(base, ato.Set) for base in bases(type)) else items_of(type)


def _repeat_type(tree: Binary, left: ato.Type, right: ato.Type) -> ato.Type | Objection:
    items, count = ((tree.left, left), (tree.right, right))
    if not is_written_sequence(tree.left):
        items, count = count, items
    if not is_of(count[1], ato.INT):
        return objection(count, "'*' beside text or a list", "an int")
    inner = _sequence(items[1])
    return ato.STR if inner is None else ato.List(inner)


def relation_type(left: Typed, relation: Relation, right: Typed) -> ato.Type | Objection:
    """That a relation holds between two operands is a bool, if it can be asked."""
    if relation in ("in", "not in"):
        return _membership(left, relation, right)
    if relation in ("==", "!="):
        return _equality(left, right)
    if is_ordered((left[1], right[1])):
        return ato.BOOL
    for operand in (left, right):
        if not is_ordered((operand[1],)):
            return objection(operand, f"'{relation}'", "numbers, or texts")
    return objection(right, f"'{relation}' after {named(left[1])}", "the same")


def _equality(left: Typed, right: Typed) -> ato.Type | Objection:
    if not comparable(left[1], right[1]):
        return _never_equal(left, right)
    for one, other in ((left, right), (right, left)):
        stranger = _stranger(one, other)
        if stranger is not None:
            return stranger
    return ato.BOOL


def _never_equal(left: Typed, right: Typed) -> Objection:
    other = _other_side(left[0])
    message = f"is {named(right[1])}, and {other} is {named(left[1])}: the two are never equal"
    is_path = ato.PATH in (left[1], right[1]) and (is_of(left[1], ato.STR) or is_of(right[1], ato.STR))
    return Objection(right[0], message, ("compare the path as text, with str()",) if is_path else ())


def _other_side(tree: Tree) -> str:
    return subject(tree) if isinstance(tree, (Name, Constant, Call)) else "the other side"


def _stranger(one: Typed, other: Typed) -> Objection | None:
    """A written value that is compared with a field of a closed set which does not hold it."""
    tree, choices = one[0], literals(other[1])
    is_declared = isinstance(other[0], (Name, Index))
    if not isinstance(tree, Constant) or tree.value is None or not is_declared:
        return None
    if choices is None or any(
        type(tree.value) is type(choice) and tree.value == choice for choice in choices
    ):
        return None
    near: tuple[str, ...] = ()
    if isinstance(tree.value, str):
        near = tuple(ato.suggestion(tree.value, [choice for choice in choices if isinstance(choice, str)]))
    shown = [repr(choice) for choice in choices if choice is not None]
    listed = ", ".join(shown[:MAX_SHOWN]) + (", …" if len(shown) > MAX_SHOWN else "")
    return Objection(tree, f"is not a value of {_other_side(other[0])}, which is one of {listed}", near)


def _membership(left: Typed, relation: Relation, right: Typed) -> ato.Type | Objection:
    found = bases(right[1])
    if found == (ato.STR,):
        if is_of(left[1], ato.STR):
            return ato.BOOL
        return objection(left, f"'{relation}' before text", "text")
    if len(found) == 1 and isinstance(found[0], ato.Dict):
        items: ato.Type | None = ato.STR
    else:
        items = items_of(right[1])
    if items is None:
        return objection(right, f"'{relation}'", "a list, a tuple, a set, a dict or text")
    if comparable(left[1], items):
        return ato.BOOL
    message = f"is {named(left[1])}, and each item is {named(items)}: they are never equal"
    return Objection(left[0], message)


def comparable(left: ato.Type, right: ato.Type) -> bool:
    """Whether a value of the one type can equal one of the other; everything may be asked for ``None``."""
    return any(_can_equal(one, other) for one in bases(left) for other in bases(right))


def _can_equal(left: ato.Type, right: ato.Type) -> bool:
    if is_number(left) and is_number(right):
        return True
    if any(type in (ato.ANY, ato.NULL, NEVER) for type in (left, right)):
        return True
    match left, right:
        case (ato.List() | ato.Tuple(), ato.List() | ato.Tuple()):
            return comparable(item_of(left), item_of(right))
        case (ato.Set(), ato.Set()) | (ato.Dict(), ato.Dict()):
            return True
        case _:
            return left == right


def index_type(base: Typed, index: Typed) -> ato.Type | Objection:
    """What indexing gives: each option of a union must be taken."""
    items: list[ato.Type] = []
    for kind in bases(base[1]):
        item = _index_of(kind, base, index)
        if isinstance(item, Objection):
            return item
        items.append(item)
    return join_all(items)


def _index_of(kind: ato.Type, base: Typed, index: Typed) -> ato.Type | Objection:
    if kind == ato.ANY:
        return _indexed(index, ato.ANY, (ato.INT, ato.STR), "an int or text")
    if isinstance(kind, ato.Dict):
        return _indexed(index, kind.value, (ato.STR,), "text")
    if kind == ato.STR:
        return _indexed(index, ato.STR, (ato.INT,), "an int")
    if isinstance(kind, ato.List):
        return _indexed(index, kind.item, (ato.INT,), "an int")
    if isinstance(kind, ato.Tuple):
        return _indexed(index, _item(kind, index[1]), (ato.INT,), "an int")
    return objection(base, "'[...]'", "a list, a tuple, a dict or text")


def _indexed(index: Typed, item: ato.Type, keys: tuple[ato.Type, ...], wanted: str) -> ato.Type | Objection:
    return item if is_of(index[1], *keys) else objection(index, "'[...]'", wanted)


def _item(tuple: ato.Tuple, index: ato.Type) -> ato.Type:
    match literals(index):
        case (int() as place,) if -len(tuple.items) <= place < len(tuple.items):
            return tuple.items[place]
        case _:
            return item_of(tuple)
