"""Expressions and conditions of views, rewritten: names of ours, and fewer brackets.

(not (d == 'a')) and (d == 'b')     d == 'b'
bool(big) and (lr * (2)) > 1        big and lr * 2 > 1
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy

from atoc.importers.plain import is_list

Change = Callable[[str], "ast.expr | None"]
"""What stands for a field in an expression; None where it stays as it is."""

_OPPOSITE: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def parsed(text: str) -> ast.expr:
    """The tree of an expression, with or without the ``${...}`` around it."""
    inner = text[2:-1] if text.startswith("${") and text.endswith("}") else text
    return ast.parse(inner.strip(), mode="eval").body


def text_of(node: ast.expr) -> str:
    """The text of an expression."""
    if not isinstance(node, ast.BoolOp):
        return ast.unparse(node)
    word = " and " if isinstance(node.op, ast.And) else " or "
    return word.join(f"({text_of(each)})" if _is_loose(each) else ast.unparse(each) for each in node.values)


def _is_loose(node: ast.expr) -> bool:
    """Whether it needs brackets beside ``and`` and ``or``."""
    return isinstance(node, (ast.BoolOp, ast.IfExp))


def fields_in(node: ast.expr) -> frozenset[str]:
    """The paths of the fields that an expression reads."""
    return frozenset(_paths(node))


def _paths(node: ast.AST) -> Iterator[str]:
    path = _path(node)
    if path:
        yield path
        return
    for child in _read(node):
        yield from _paths(child)


def _read(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that are values: not the name of a function, nor that of a method."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            yield node.func.value
        yield from node.args
    else:
        yield from ast.iter_child_nodes(node)


def _path(node: ast.AST) -> str:
    keys: list[str] = []
    while isinstance(node, ast.Attribute):
        keys.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(keys))) if isinstance(node, ast.Name) else ""


def changed(node: ast.expr, change: Change) -> ast.expr:
    """The expression with what ``change`` says in place of its fields."""
    path = _path(node)
    if path:
        return change(path) or node
    if isinstance(node, ast.Call):
        func = node.func
        if isinstance(func, ast.Attribute):
            func = ast.Attribute(value=changed(func.value, change), attr=func.attr, ctx=ast.Load())
        return ast.Call(func=func, args=[changed(each, change) for each in node.args], keywords=[])
    made = copy(node)
    for name, value in ast.iter_fields(node):
        if is_list(value):
            setattr(made, name, [_inner(each, change) for each in value])
        elif isinstance(value, ast.expr):
            setattr(made, name, changed(value, change))
    return made


def _inner(node: object, change: Change) -> object:
    return changed(node, change) if isinstance(node, ast.expr) else node


def is_sound(text: str) -> bool:
    """Whether an expression can be read: a field may have a name that is a keyword."""
    try:
        parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def condition(node: ast.expr, bools: frozenset[str]) -> list[ast.expr]:
    """What must hold at once for a condition to hold; ``bools`` are the fields that are true or false."""
    parts = [_plain(part, bools) for part in _conjuncts(_plain(node, bools))]
    known = [_pinned(part) for part in parts]
    pins = dict(pin for pin in known if pin is not None)
    kept = [part for part in parts if not _is_implied(part, pins)]
    return list({ast.dump(part): part for part in kept}.values())


def all_of(parts: Iterable[ast.expr]) -> ast.expr | None:
    """One condition of several."""
    values = list(parts)
    if len(values) < 2:
        return values[0] if values else None
    return ast.BoolOp(op=ast.And(), values=values)


def is_set(path: str) -> ast.expr:
    """The condition that a field has a value."""
    return ast.Compare(left=parsed(path), ops=[ast.NotEq()], comparators=[ast.Constant(value=None)])


def _conjuncts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [part for value in node.values for part in _conjuncts(value)]
    return [node]


def _plain(node: ast.expr, bools: frozenset[str]) -> ast.expr:
    """The same condition with fewer words."""
    match node:
        case ast.Call(func=ast.Name(id="bool"), args=[inner]) if _path(inner) in bools:
            return inner
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _negated(_plain(inner, bools))
        case ast.BoolOp(op=op, values=values):
            flat: list[ast.expr] = []
            for value in (_plain(each, bools) for each in values):
                is_same = isinstance(value, ast.BoolOp) and type(value.op) is type(op)
                flat.extend(value.values if is_same and isinstance(value, ast.BoolOp) else [value])
            return ast.BoolOp(op=op, values=flat)
        case _:
            return node


def _negated(node: ast.expr) -> ast.expr:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPPOSITE:
            return ast.Compare(left=left, ops=[_OPPOSITE[type(op)]()], comparators=[right])
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return inner
        case ast.BoolOp(op=ast.Or(), values=values):
            return ast.BoolOp(op=ast.And(), values=[_negated(value) for value in values])
        case _:
            return ast.UnaryOp(op=ast.Not(), operand=node)


def _pinned(node: ast.expr) -> tuple[str, object] | None:
    """The field that a condition gives one value, with the value."""
    match node:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=str() as value)]):
            return (_path(left), value) if _path(left) else None
        case _:
            return None


def _is_implied(node: ast.expr, pins: Mapping[str, object]) -> bool:
    """Whether a condition holds anyway, as ``d != 'a'`` does beside ``d == 'b'``."""
    match node:
        case ast.Compare(left=left, ops=[ast.NotEq()], comparators=[ast.Constant(value=str() as value)]):
            return pins.get(_path(left), value) != value
        case _:
            return False


def excludes(some: list[ast.expr], others: list[ast.expr]) -> bool:
    """Whether two conditions never hold at once, which is seen where one says the opposite of the other."""
    pins = dict(pin for pin in map(_pinned, some) if pin is not None)
    rivals = [pin for pin in map(_pinned, others) if pin is not None]
    denied = {ast.dump(_negated(part)) for part in some}
    return any(pins.get(path, value) != value for path, value in rivals) or any(
        ast.dump(part) in denied for part in others
    )


def suffix(parts: list[ast.expr]) -> str:
    """A word for the case that a condition is about; nothing where none is at hand."""
    last = parts[-1] if parts else None
    match last:
        case ast.Compare(ops=[ast.NotEq()]) if len(parts) > 1:
            return "other"
        case ast.Compare(ops=[ast.Eq()], comparators=[ast.Constant(value=str() as value)]):
            return value if value.isidentifier() else ""
        case ast.UnaryOp(op=ast.Not(), operand=inner) if _path(inner):
            return f"no_{_path(inner).rpartition('.')[2]}"
        case ast.Name() | ast.Attribute():
            return _path(last).rpartition(".")[2]
        case _:
            return ""
