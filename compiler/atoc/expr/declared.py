"""The resolvers that a program declares: a function of its own, asked in a run.

The compiler knows their types and nothing else. It never imports them, and claims nothing about what they
give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import ato.config as ato
from atoc.expr.functions import Function, Refused, Types
from atoc.expr.operators import named
from atoc.expr.resolvers import unforeseen
from atoc.expr.tree import Call, Constant, Tree, mapped, walk
from atoc.span import Span
from atoc.types import assignable, literals


@dataclass(frozen=True, slots=True)
class Resolver:
    """A declared resolver. ``source`` is where its function is found, as ``package.module:name``.

    ``span`` is that of the name.
    """

    name: str
    source: str
    arguments: tuple[ato.Type, ...]
    returns: ato.Type
    span: Span
    doc: str = ""

    @property
    def usage(self) -> str:
        """How it is written."""
        return f"{self.name}({', '.join(map(str, self.arguments))})"


MAX_TYPE = 120
"""Characters of a closed set that a message shows."""

Resolvers = Mapping[str, Resolver]


def as_function(resolver: Resolver) -> Function:
    """The resolver as one of the language: it takes as many arguments as it has types for."""

    def type_of(given: Types) -> ato.Type | Refused:
        for index, (argument, wanted) in enumerate(zip(given, resolver.arguments, strict=True)):
            if not assignable(argument, wanted):
                return Refused(index, named(wanted) if literals(wanted) is None else str(wanted)[:MAX_TYPE])
        return resolver.returns

    count = len(resolver.arguments)
    value = unforeseen(resolver.name)
    return Function(resolver.usage, count, count, type_of, value, "", is_impure=True)


def asked_in(tree: Tree, resolvers: Resolvers) -> tuple[Resolver, ...]:
    """The declared resolvers that a tree asks, in the order of their first use."""
    calls = (node.function for node, _ in walk(tree) if isinstance(node, Call))
    return tuple(resolvers[name] for name in dict.fromkeys(calls) if name in resolvers)


def renamed(tree: Tree, names: Mapping[str, str]) -> Tree:
    """The tree in which each declared resolver is called by the name that it has in Python."""
    tree = mapped(tree, lambda part: renamed(part, names))
    if isinstance(tree, Call) and tree.function in names:
        return replace(tree, function=names[tree.function])
    return tree


def with_plain_read(tree: Tree, resolvers: Resolvers) -> Tree:
    """The tree with what stands plain in ``${fold:3,a}`` read by the types that the resolver takes.

    What a type does not take stays text, of which the typing tells.
    """
    if not any(
        isinstance(node, Call) and node.plain and node.function in resolvers for node, _ in walk(tree)
    ):
        return tree
    return _with_plain_read(tree, resolvers)


def _with_plain_read(tree: Tree, resolvers: Resolvers) -> Tree:
    tree = mapped(tree, lambda part: _with_plain_read(part, resolvers))
    if not (isinstance(tree, Call) and tree.function in resolvers):
        return tree
    types = resolvers[tree.function].arguments
    arguments = (
        _read(argument, types[index]) if index in tree.plain and index < len(types) else argument
        for index, argument in enumerate(tree.arguments)
    )
    return replace(tree, arguments=tuple(arguments))


def _read(argument: Tree, type: ato.Type) -> Tree:
    if not isinstance(argument, Constant):
        return argument
    try:
        value = type.read(str(argument.value))
    except ato.BadValue:
        return argument
    if value is None or isinstance(value, (bool, int, float, str)):
        return replace(argument, value=value)
    return argument
