"""What the body of a class says of its attributes, and what of them stands there otherwise by now."""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any, NamedTuple, cast

from ato.fingerprint.canon._writer import constant

CONSTANTS = frozenset((bool, bytes, complex, float, int, str, type(None), type(...)))
"""What constants are."""


class Body(NamedTuple):
    """What a class binds: ``methods`` by the lines of their functions, ``constants`` as text, ``names`` all.

    Methods with decorators and names that are bound several times are in ``names`` alone.
    """

    methods: dict[str, int]
    constants: dict[str, str]
    names: frozenset[str]


def body_of(node: ast.ClassDef) -> Body:
    """What the body of a class binds."""
    bound: list[tuple[str, ast.AST]] = [
        (_mangled(name, node.name), each) for statement in node.body for name, each in _bound(statement)
    ]
    every = [name for name, _ in bound]
    once = {name: each for name, each in bound if every.count(name) == 1}
    methods = {
        name: each.lineno
        for name, each in once.items()
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and not each.decorator_list
    }
    constants = {name: constant(each.value) for name, each in once.items() if isinstance(each, ast.Constant)}
    return Body(methods, constants, frozenset(every))


def _bound(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """The names that a statement of a class binds, each with what it is bound to if that is plain to see."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, statement
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            yield name, value or statement
        case _:
            for each in ast.walk(statement):
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                    yield each.id, statement
                elif isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                    yield each.name, statement
                elif isinstance(each, ast.alias):
                    yield each.asname or each.name.partition(".")[0], statement


def _mangled(name: str, kind: str) -> str:
    is_private = name.startswith("__") and not name.endswith("__")
    return f"_{kind.lstrip('_')}{name}" if is_private else name


def otherwise(kind: type, body: Body, is_own: Callable[[FunctionType], bool]) -> Iterator[tuple[str, object]]:
    """What stands in a class otherwise than its source says: put there later, in place of something or new.

    What is new counts if it ``is_own`` and stands in a file: libraries add to classes too, as ``dataclass``.
    """
    for name, value in vars(kind).items():
        if name in body.methods:
            function = function_in(value)
            if function is None or function.__code__.co_firstlineno != body.methods[name]:
                yield name, value
        elif name in body.constants:
            if type(value) in CONSTANTS and not is_constant(body.constants[name], value):
                yield name, value
        elif name not in body.names:
            function = function_in(value)
            if function is not None and function.__code__.co_filename[:1] != "<" and is_own(function):
                yield name, value


def is_constant(text: str, value: object) -> bool:
    """Whether a value is the constant that a text says."""
    return type(value) in CONSTANTS and constant(value) == text


def function_in(value: object) -> FunctionType | None:
    """The function of what stands in a class; None for what has none, of which nothing is asked."""
    held: Any = cast("Any", value)
    if isinstance(value, (staticmethod, classmethod)):
        held = held.__func__
    elif isinstance(value, property):
        held = held.fget
    elif isinstance(value, functools.cached_property):
        held = held.func
    return held if isinstance(held, FunctionType) else None
