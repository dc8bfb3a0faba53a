"""What a class says its objects hold: ``self.net = Net(...)`` in a method, ``net: Net`` in its body."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple, Union


class Assigned(NamedTuple):
    """What an attribute is set to: a name with attributes, or what a call of it gives.

    ``chain`` begins with ``self`` for what is an attribute of the object itself, and is empty where nothing
    can be told. ``is_told`` says that it is no more than an annotation.
    """

    chain: tuple[str, ...]
    is_called: bool = False
    is_told: bool = False


def attributes_of(node: ast.ClassDef) -> dict[str, tuple[Assigned, ...]]:
    """What the objects of a class have, by name: what is assigned to it, else what is annotated."""
    found: dict[str, dict[Assigned, None]] = {}
    for statement in node.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for name, each in _assigned(statement):
                found.setdefault(name, {})[each] = None
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            chain = _annotated(statement.annotation)
            if chain and statement.target.id not in found:
                found[statement.target.id] = {Assigned(chain, is_called=True, is_told=True): None}
    return {name: tuple(each) for name, each in found.items()}


def _assigned(method: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, Assigned]]:
    """What a method sets attributes of its object to."""
    first = [*method.args.posonlyargs, *method.args.args][:1]
    if not first:
        return
    receiver = first[0].arg
    nodes = list(ast.walk(method))
    own = {each.arg for each in nodes if isinstance(each, ast.arg)}
    own |= {each.id for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    for each in nodes:
        if isinstance(each, (ast.Assign, ast.AnnAssign)):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and _chain(target.value) == (receiver,):
                    values = _values(each.value) if each.value is not None else ()
                    yield from ((target.attr, _told(value, receiver, own)) for value in values)


def _values(value: ast.expr) -> Iterator[ast.expr]:
    """The values that an expression may have; what is None is not called."""
    if isinstance(value, ast.IfExp):
        yield from _values(value.body)
        yield from _values(value.orelse)
    elif isinstance(value, ast.BoolOp):
        for each in value.values:
            yield from _values(each)
    elif not (isinstance(value, ast.Constant) and value.value is None):
        yield value


def _told(value: ast.expr, receiver: str, own: set[str]) -> Assigned:
    is_called = isinstance(value, ast.Call)
    chain = _chain(value.func if isinstance(value, ast.Call) else value)
    if chain[:1] == (receiver,) and not is_called and len(chain) > 1:
        return Assigned(("self", *chain[1:]))
    return Assigned((), is_called) if not chain or chain[0] in own else Assigned(chain, is_called)


def _chain(node: Union[ast.expr, None]) -> tuple[str, ...]:
    """The names of ``losses.smooth_l1``; none for any other expression."""
    attributes: list[str] = []
    while isinstance(node, ast.Attribute):
        attributes.append(node.attr)
        node = node.value
    return (node.id, *reversed(attributes)) if isinstance(node, ast.Name) else ()


def _annotated(node: ast.expr) -> tuple[str, ...]:
    """The class that an annotation names, alone or beside ``None``."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return _annotated(ast.parse(node.value, mode="eval").body)
        except (SyntaxError, ValueError):
            return ()
    if isinstance(node, ast.Subscript) and _chain(node.value)[-1:] == ("Optional",):
        return _annotated(node.slice)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        sides = [each for each in (node.left, node.right) if not _is_none(each)]
        return _annotated(sides[0]) if len(sides) == 1 else ()
    return _chain(node)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
