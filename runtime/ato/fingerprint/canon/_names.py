"""Which names of a function are its own, and so may be called anything.

A scope is a function, a lambda or a comprehension; what is bound in it (parameters, assignments, imports,
captures, handlers) is renamed to a number in the order of its first occurrence. Names that are bound in a
class are attributes, and names that are bound nowhere are globals: both are logic and keep their spelling.

What a scope binds is known when it has been read to its end; who owns a name is asked after that.
"""

from __future__ import annotations

import ast
from typing import Union

Function = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda]
Comprehension = Union[ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
BY_NAME = frozenset(("locals", "vars", "eval", "exec", "dir", "globals"))
"""Calls by which code can see how its variables are called."""


class Scope:
    """The names that a function, a comprehension or a class binds.

    ``kept`` are those whose spelling is logic all the same; ``elsewhere`` and ``around_it`` are declared
    ``global`` and ``nonlocal``. The names of a class are seen by its own lines only: what is inside it has
    the scope around it as its outer one. ``imported`` says where names that ``import`` binds come from,
    ``made`` are those of functions and classes written in it, ``receiver`` is what ``self`` is called.
    """

    __slots__ = (
        "around_it",
        "elsewhere",
        "imported",
        "is_class",
        "is_comprehension",
        "kept",
        "known",
        "made",
        "names",
        "numbers",
        "outer",
        "parameters",
        "receiver",
    )

    def __init__(self, outer: Scope | None) -> None:
        self.outer = outer
        self.names: set[str] = set()
        self.parameters: list[str] = []
        self.elsewhere: set[str] = set()
        self.around_it: set[str] = set()
        self.kept: frozenset[str] = frozenset()
        self.imported: dict[str, str] = {}
        self.made: set[str] = set()
        self.numbers: dict[str, str] = {}
        self.known: dict[str, str] = {}
        self.receiver: str | None = None
        self.is_class = False
        self.is_comprehension = False

    def bind(self, name: str) -> None:
        """Take a name as one of this scope; what ``:=`` binds in a comprehension belongs around it."""
        scope = self
        while scope.is_comprehension and scope.outer is not None:
            scope = scope.outer
        if name not in scope.elsewhere and name not in scope.around_it:
            scope.names.add(name)

    def owner(self, name: str) -> Scope | None:
        """The scope that binds the name as seen from here; None for a global name."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = None if name in scope.elsewhere else scope.outer
        return scope

    def around(self) -> Scope | None:
        """The scope that a function or comprehension in this one sees."""
        return self.outer if self.is_class else self


def parameters_of(arguments: ast.arguments) -> list[ast.arg]:
    """All parameters in the order in which they are written."""
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [*every, *(extra for extra in (arguments.vararg, arguments.kwarg) if extra is not None)]
