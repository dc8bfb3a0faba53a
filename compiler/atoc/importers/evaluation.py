"""The value of an expression of a Python file, found without running it; what is not understood is said.

Literals, ``dict(...)``, names that were assigned before, what stands in ``_base_``, arithmetic on numbers,
joining of texts and lists. A call of anything else, a comprehension or a lambda is not understood.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import pow
from typing import Any

from ato.config import Problem
from atoc.importers.carried import Refused
from atoc.importers.plain import is_dict, is_items, is_list, is_tuple
from atoc.importers.terms import Untold
from atoc.span import SourceFile

MAX_SIZE = 100_000
"""Items or characters of a value that is put together, and bits of a number."""
MAX_DEPTH = 60
"""How deep lists and dicts may stand in each other."""
MAX_BITS = 1_000
"""Bits of a power."""

MAX_DIGITS = 4000
"""Digits of a number that is read from a text."""

_CONTAINERS: Mapping[str, Callable[[Any], object]] = {
    "list": list,
    "tuple": tuple,
    "sorted": sorted,
    "len": len,
}
_SCALARS: Mapping[str, Callable[[Any], object]] = {"int": int, "float": float, "str": str}
_PURE = frozenset((*_CONTAINERS, *_SCALARS, "range"))
_NUMBERS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda one, other: one + other,
    ast.Sub: lambda one, other: one - other,
    ast.Mult: lambda one, other: one * other,
    ast.Div: lambda one, other: one / other,
    ast.FloorDiv: lambda one, other: one // other,
    ast.Mod: lambda one, other: one % other,
}


@dataclass(frozen=True, slots=True)
class Names:
    """What is known where an expression stands: the names of the file, and the values of its bases."""

    own: dict[str, object]
    bases: dict[str, object]


def statements(file: SourceFile) -> list[ast.stmt]:
    """The statements of a Python file; raises ``Refused`` where it is none."""
    try:
        return ast.parse(file.text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        reason = getattr(error, "msg", None) or str(error)
        raise Refused([Problem(f"{file.path}:{line}", f"is no Python that can be read: {reason}")]) from None


def evaluate(node: ast.expr, names: Names) -> object:
    """The value of an expression; raises :class:`Untold` with the reason where it is not understood."""
    try:
        return _evaluate(node, names)
    except RecursionError:
        raise Untold("it is nested too deep to be read") from None


def _evaluate(node: ast.expr, names: Names) -> object:
    match node:
        case ast.Constant(value=None | bool() | int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            return _named(name, names)
        case ast.Tuple(elts=items):
            return tuple(evaluate(item, names) for item in items)
        case ast.List(elts=items):
            return _list(items, names)
        case ast.Dict():
            return _dict(node, names)
        case ast.Call():
            return _call(node, names)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() | ast.Not()):
            return _unary(node, names)
        case ast.BinOp():
            return _binary(evaluate(node.left, names), node.op, evaluate(node.right, names))
        case ast.Attribute() | ast.Subscript():
            return _part(node, names)
        case ast.JoinedStr():
            return _joined(node, names)
        case ast.IfExp():
            return evaluate(node.body if evaluate(node.test, names) else node.orelse, names)
        case _:
            raise Untold(f"`{shown(node)}` is known only when it runs")


def inner(value: object, key: object) -> object:
    """What a container holds under a key; raises :class:`Untold`."""
    if is_dict(value) and key in value:
        return value[key]
    if (
        isinstance(key, int)
        and (is_items(value) or isinstance(value, str))
        and -len(value) <= key < len(value)
    ):
        return value[key]
    raise Untold(f"there is no {key!r} in it")


def _named(name: str, names: Names) -> object:
    if name in names.own:
        return names.own[name]
    if name == "_base_":
        return names.bases
    raise Untold(f"`{name}` is no name with a known value here")


def _list(items: list[ast.expr], names: Names) -> list[object]:
    found: list[object] = []
    for item in items:
        if isinstance(item, ast.Starred):
            more = evaluate(item.value, names)
            if not is_items(more):
                raise Untold(f"`{shown(item)}` is no list")
            found.extend(more)
        else:
            found.append(evaluate(item, names))
    return found


def _dict(node: ast.Dict, names: Names) -> dict[object, object]:
    found: dict[object, object] = {}
    for key, value in zip(node.keys, node.values):
        if key is None:
            found.update(_mapping(value, names))
            continue
        named = evaluate(key, names)
        if not isinstance(named, (str, int, float, bool, tuple)):
            raise Untold(f"`{shown(key)}` is no key")
        found[named] = evaluate(value, names)
    return found


def _call(node: ast.Call, names: Names) -> object:
    called = node.func.id if isinstance(node.func, ast.Name) else ""
    if called == "dict":
        found: dict[object, object] = {}
        for argument in node.args:
            found.update(_mapping(argument, names))
        for keyword in node.keywords:
            if keyword.arg is None:
                found.update(_mapping(keyword.value, names))
            else:
                found[keyword.arg] = evaluate(keyword.value, names)
        return found
    if called in _PURE and called not in names.own and not node.keywords:
        return _known_call(called, [evaluate(each, names) for each in node.args])
    raise Untold(f"`{shown(node)}` is a call, and nothing is run")


def _known_call(called: str, given: list[object]) -> object:
    """A function of the language that only makes a value of values."""
    if called == "range":
        return _range(given)
    only = given[0] if len(given) == 1 else None
    try:
        match called, only:
            case (("list" | "tuple" | "sorted" | "len"), str() | dict() | list() | tuple()):
                return _CONTAINERS[called](only)
            case (("int" | "float" | "str"), str() | int() | float()) if len(str(only)) <= MAX_DIGITS:
                return _SCALARS[called](only)
            case _:
                raise Untold(f"`{called}` does not take these values")
    except (TypeError, ValueError, OverflowError) as error:
        raise Untold(str(error)) from None


def _range(given: list[object]) -> list[object]:
    numbers = [each for each in given if isinstance(each, int)]
    if len(numbers) != len(given) or not 1 <= len(numbers) <= 3 or numbers[2:] == [0]:
        raise Untold("`range` takes up to three whole numbers")
    found = range(*numbers)
    if len(found) > MAX_SIZE:
        raise Untold(f"it would have more than {MAX_SIZE:,} items")
    return list(found)


def _mapping(node: ast.expr, names: Names) -> dict[object, object]:
    value = evaluate(node, names)
    if not is_dict(value):
        raise Untold(f"`{shown(node)}` is no mapping")
    return value


def _unary(node: ast.UnaryOp, names: Names) -> object:
    value = evaluate(node.operand, names)
    if isinstance(node.op, ast.Not):
        return not value
    if not isinstance(value, (int, float)):
        raise Untold(f"`{shown(node)}` asks for a number")
    return -value if isinstance(node.op, ast.USub) else +value


def _binary(one: object, sign: ast.operator, other: object) -> object:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        if isinstance(sign, ast.Pow):
            return _power(one, other)
        if type(sign) in _NUMBERS:
            return _calculated(one, sign, other)
    if isinstance(sign, ast.Add):
        if isinstance(one, str) and isinstance(other, str):
            return _bounded(one + other)
        if is_list(one) and is_list(other):
            return _bounded(one + other)
        if is_tuple(one) and is_tuple(other):
            return _bounded(one + other)
    if isinstance(sign, ast.Mult) and is_items(one) and isinstance(other, int):
        if len(one) * max(other, 0) <= MAX_SIZE:
            return one * other
        raise Untold(f"it would have more than {MAX_SIZE:,} items")
    raise Untold("the operator does not take these values")


def _calculated(one: float, sign: ast.operator, other: float) -> float:
    if max(_bits(one), _bits(other)) > MAX_SIZE:
        raise Untold(f"its numbers have more than {MAX_SIZE:,} bits")
    try:
        return _NUMBERS[type(sign)](one, other)
    except (ZeroDivisionError, OverflowError) as error:
        raise Untold(str(error)) from None


def _power(one: float, other: float) -> float:
    if isinstance(one, int) and isinstance(other, int):
        if other < 0 or one.bit_length() * other > MAX_BITS:
            raise Untold(f"a power that is no whole number or has more than {MAX_BITS:,} bits")
        return int(one**other)
    try:
        return pow(one, other)
    except (ZeroDivisionError, OverflowError, ValueError) as error:
        raise Untold(str(error)) from None


def _bits(number: float) -> int:
    return number.bit_length() if isinstance(number, int) else 0


def _bounded(value: str | list[object] | tuple[object, ...]) -> object:
    if len(value) > MAX_SIZE:
        raise Untold(f"it would have more than {MAX_SIZE:,} items")
    return value


def _part(node: ast.Attribute | ast.Subscript, names: Names) -> object:
    """``_base_.model.type``, ``model['type']``, ``steps[0]``."""
    if isinstance(node, ast.Attribute):
        key: object = node.attr
        first = _owners(node)[-1]
        if not isinstance(first, ast.Name) or (first.id != "_base_" and first.id not in names.own):
            raise Untold(f"`{shown(node)}` is known only when it runs")
    elif isinstance(node.slice, ast.Slice):
        return _stretch(evaluate(node.value, names), node.slice, names)
    else:
        key = evaluate(node.slice, names)
    return inner(evaluate(node.value, names), key)


def _stretch(value: object, cut: ast.Slice, names: Names) -> object:
    """``steps[1:]``."""
    bounds = [_bound(each, names) for each in (cut.lower, cut.upper, cut.step)]
    if bounds[2] == 0:
        raise Untold("a stretch takes steps")
    if not (is_items(value) or isinstance(value, str)):
        raise Untold("only of a list, a tuple or a text a stretch can be taken")
    return value[slice(*bounds)]


def _bound(node: ast.expr | None, names: Names) -> int | None:
    value = None if node is None else evaluate(node, names)
    if value is not None and not isinstance(value, int):
        raise Untold("the bounds of a stretch are whole numbers")
    return value


def _owners(node: ast.expr) -> list[ast.expr]:
    found = [node]
    while isinstance(found[-1], (ast.Attribute, ast.Subscript)):
        found.append(found[-1].value)
    return found


def _joined(node: ast.JoinedStr, names: Names) -> str:
    pieces: list[str] = []
    for piece in node.values:
        match piece:
            case ast.Constant(value=str() as text):
                pieces.append(text)
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                pieces.append(_shown_in_text(evaluate(value, names)))
            case _:
                raise Untold(f"`{shown(node)}` formats a value")
    return "".join(pieces)


def _shown_in_text(value: object) -> str:
    if not is_small(value):
        raise Untold(f"it would have more than {MAX_SIZE:,} items")
    return str(value)


def is_small(value: object, most: int = MAX_SIZE) -> bool:
    """Whether a value holds no more than so many values, each counted wherever it stands, and not itself."""
    waiting, count = [(value, 0)], 0
    while waiting:
        each, depth = waiting.pop()
        count += 1
        inner = list(each) if is_items(each) else list(each.values()) if is_dict(each) else []
        if count + len(waiting) + len(inner) > most or depth > MAX_DEPTH:
            return False
        waiting += [(item, depth + 1) for item in inner]
    return True


def shown(node: ast.AST) -> str:
    """A piece of a script as text."""
    try:
        return ast.unparse(node)
    except RecursionError:
        return "..."
