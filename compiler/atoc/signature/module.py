"""The names that a module binds at its top, taken from its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from atoc.source import ModuleSource, ModuleText

MAX_BYTES = 8 * 1024 * 1024
"""How large a module may be that is parsed."""

Function = ast.FunctionDef | ast.AsyncFunctionDef

CONSTRUCTORS = ("__init__", "__new__")
"""What of a class decides what calling it takes."""

_DYNAMIC = frozenset(("globals", "locals", "vars", "exec", "setattr", "__dict__"))


@dataclass(frozen=True, slots=True)
class Imported:
    """A name from another module, or that module itself where ``name`` is None."""

    module: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Assigned:
    """A name that is given a value; None where it is not plain which."""

    value: ast.expr | None


Binding = Imported | Assigned | Function | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Module:
    """A parsed module. ``names`` are all that it binds, each with every way in which it does.

    ``stars`` are the modules of which it takes everything. ``is_dynamic`` tells that it may have names which
    its source does not show.
    """

    name: str
    names: dict[str, list[Binding]]
    stars: tuple[str, ...]
    is_dynamic: bool


def parse_module(text: ModuleText) -> Module | ModuleText:
    """The names of a module; what cannot be parsed here stays as it is."""
    if not isinstance(text, ModuleSource):
        return text
    tree = _parsed(text.content)
    if tree is None:
        return text
    names = bindings(tree, text.package)
    stars = [
        _origin(statement, text.package)
        for statement in _top(tree)
        if isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names)
    ]
    is_dynamic = "__getattr__" in names or any(
        isinstance(node, ast.Name) and node.id in _DYNAMIC for node in ast.walk(tree)
    )
    return Module(text.name, names, tuple(stars), is_dynamic)


def bindings(tree: ast.Module | ast.ClassDef, package: str) -> dict[str, list[Binding]]:
    """The names that a module or the body of a class binds, each with every way in which it does."""
    names: dict[str, list[Binding]] = {}
    for statement in _top(tree):
        for name, binding in _bound(statement, package):
            names.setdefault(name, []).append(binding)
    return names


def _parsed(content: bytes) -> ast.Module | None:
    if len(content) > MAX_BYTES:
        return None
    try:
        return ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _top(tree: ast.Module | ast.ClassDef) -> Iterator[ast.stmt]:
    """The statements at the top of a module or class, in their order, and those that stand in them."""
    waiting: list[ast.AST] = [*reversed(tree.body)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.expr)):
            waiting += reversed(list(ast.iter_child_nodes(node)))


def _bound(statement: ast.stmt, package: str) -> Iterator[tuple[str, Binding]]:
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name, statement
        case ast.Import(names=aliases):
            for alias in aliases:
                top = alias.name.partition(".")[0]
                yield alias.asname or top, Imported(alias.name if alias.asname else top, None)
        case ast.ImportFrom(names=aliases):
            origin = _origin(statement, package)
            for alias in aliases:
                if alias.name != "*":
                    yield alias.asname or alias.name, Imported(origin, alias.name)
        case (
            ast.Assign(targets=[ast.Name() as target], value=value)
            | ast.AnnAssign(target=ast.Name() as target, value=value)
        ):
            yield target.id, Assigned(value)
            yield from ((node.id, Assigned(None)) for node in _stored(statement) if node is not target)
        case _:
            for node in _stored(statement):
                yield node.id, Assigned(None)


def _stored(statement: ast.stmt) -> Iterator[ast.Name]:
    """The names that any other statement binds itself, not those that stand in it.

    A class that is given another constructor afterwards is bound anew by that.
    """
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Attribute) and node.attr in CONSTRUCTORS and isinstance(node.value, ast.Name):
            yield from [] if isinstance(node.ctx, ast.Load) else [node.value]
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node
        waiting += (each for each in ast.iter_child_nodes(node) if not isinstance(each, ast.stmt))


def _origin(statement: ast.ImportFrom, package: str) -> str:
    """The module that an import names, its dots resolved."""
    if not statement.level:
        return statement.module or ""
    base = package.split(".")[: len(package.split(".")) - statement.level + 1]
    return ".".join([*base, *([statement.module] if statement.module else [])])
