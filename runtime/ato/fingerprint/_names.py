"""Which names of a function are its own, and so may be called anything.

A scope is a function, a lambda or a comprehension; what is bound in it (parameters, assignments, imports,
captures, handlers) is renamed to a number in the order of its first occurrence. Names that are bound in a
class are attributes, and names that are bound nowhere are globals: both are logic and keep their spelling.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Union

Function = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda]
Comprehension = Union[ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
BY_NAME = frozenset(("locals", "vars", "eval", "exec", "dir", "globals"))
"""Calls by which code can see how its variables are called."""


class Scope:
    """The names that a function, a comprehension or a class binds.

    ``kept`` are those whose spelling is logic all the same; ``elsewhere`` are declared ``global``. The names
    of a class are seen by its own lines only: what is inside it has the scope around it as its outer one.
    """

    __slots__ = ("elsewhere", "is_class", "kept", "names", "outer")

    def __init__(self, names: frozenset[str], outer: Scope | None) -> None:
        self.names = names
        self.outer = outer
        self.elsewhere: frozenset[str] = frozenset()
        self.kept: frozenset[str] = frozenset()
        self.is_class = False

    def owner(self, name: str) -> Scope | None:
        """The scope that binds the name as seen from here; None for a global name."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = None if name in scope.elsewhere else scope.outer
        return scope

    def around(self) -> Scope | None:
        """The scope that a function or comprehension in this one sees."""
        return self.outer if self.is_class else self


def scope_of(function: Function, outer: Scope | None) -> Scope:
    """The scope of a function: its parameters, and what its body assigns."""
    body = [function.body] if isinstance(function, ast.Lambda) else function.body
    found = _bindings(body)
    parameters = {argument.arg for argument in parameters_of(function.args)}
    types = {str(part.name) for part in getattr(function, "type_params", ())}
    scope = Scope(frozenset((found.bound - found.globals - found.nonlocals) | parameters | types), outer)
    scope.elsewhere = frozenset(found.globals)
    return scope


def scope_of_targets(comprehension: Comprehension, outer: Scope | None) -> Scope:
    """The scope of a comprehension; what ``:=`` binds in it belongs to the function around it."""
    names = {
        node.id
        for generator in comprehension.generators
        for node in ast.walk(generator.target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return Scope(frozenset(names), outer)


def scope_of_class(node: ast.ClassDef, outer: Scope | None) -> Scope:
    """The scope of the lines of a class."""
    found = _bindings(node.body)
    scope = Scope(frozenset(found.bound - found.globals - found.nonlocals), outer)
    scope.elsewhere = frozenset(found.globals)
    scope.kept = scope.names
    scope.is_class = True
    return scope


def parameters_of(arguments: ast.arguments) -> list[ast.arg]:
    """All parameters in the order in which they are written."""
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [*every, *(extra for extra in (arguments.vararg, arguments.kwarg) if extra is not None)]


def keywords_in(root: ast.AST) -> frozenset[str] | None:
    """The names by which arguments are passed anywhere in the code; None where ``**`` passes any."""
    found: set[str] = set()
    for node in ast.walk(root):
        if isinstance(node, ast.Call):
            if any(keyword.arg is None for keyword in node.keywords):
                return None
            found.update(str(keyword.arg) for keyword in node.keywords)
    return frozenset(found)


def sees_names(root: ast.AST) -> bool:
    """Whether the code may look at how its variables are called, so that their names are logic."""
    return any(isinstance(node, ast.Name) and node.id in BY_NAME for node in ast.walk(root))


class _Found:
    """Names that statements bind, and those that they declare to belong to another scope."""

    __slots__ = ("bound", "globals", "nonlocals")

    def __init__(self) -> None:
        self.bound: set[str] = set()
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()


def _bindings(body: Sequence[ast.AST]) -> _Found:
    found = _Found()
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Global):
            found.globals.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            found.nonlocals.update(node.names)
        found.bound.update(_bound_at(node))
        waiting.extend(_within(node))
    return found


def _bound_at(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
        case _:
            pass


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that are in the same scope; of a comprehension also what ``:=`` binds inside it."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from (*node.decorator_list, *_defaults(node.args))
        case ast.Lambda():
            yield from _defaults(node.args)
        case ast.ClassDef():
            yield from (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords))
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield from (named.target for part in ast.walk(node) if isinstance(named := part, ast.NamedExpr))
            yield node.generators[0].iter
        case _:
            yield from ast.iter_child_nodes(node)


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [*arguments.defaults, *(default for default in arguments.kw_defaults if default is not None)]
