"""The resolvers that a program declares, with their types (ATC101)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import ato.config as ato
from atoc.expr import Resolver
from atoc.expr.resolvers import NAMES_ALONE, callable_named
from atoc.expr.tree import Call, Tree, walk
from atoc.findings import Finding, Passed
from atoc.resolve.declared import Declared
from atoc.source.node import Scalar
from atoc.syntax import ResolverDeclaration, StructBody
from atoc.types import UNKNOWN_TYPE, parse_type


@dataclass(frozen=True, slots=True)
class Resolvers:
    """The resolvers by name.

    ``broken`` are the names of those that cannot be used; ``is_whole`` is false where some may be missing
    because their document could not be read.
    """

    known: Mapping[str, Resolver] = field(default_factory=dict[str, Resolver])
    broken: frozenset[str] = frozenset()
    is_whole: bool = True

    @property
    def alone(self) -> frozenset[str]:
        """The resolvers without arguments, which may be asked by their name alone."""
        return NAMES_ALONE | {name for name, resolver in self.known.items() if not resolver.arguments}

    def asks_broken(self, tree: Tree) -> bool:
        """Whether a tree calls what may be meant for a resolver of which nothing is known."""
        calls = (node.function for node, _ in walk(tree) if isinstance(node, Call))
        unknown = {name for name in calls if callable_named(name) is None and name not in self.known}
        return bool(unknown) and (not self.is_whole or not unknown.isdisjoint(self.broken))


def bind_resolvers(declared: Declared, enums: Mapping[str, ato.Literal]) -> Passed[Resolvers]:
    """The resolvers of a program, with everything that is wrong with their types."""
    found: list[Finding] = []
    types = {type.name.text: isinstance(type.body, StructBody) for type in declared.types}
    known: dict[str, Resolver] = {}
    for declaration in declared.resolvers:
        reader = _Types(enums, types, declared.are_types_whole)
        resolver = reader.resolver(declaration)
        found.extend(reader.found)
        if resolver is not None:
            known[resolver.name] = resolver
    broken = frozenset(each.name.text for each in declared.resolvers) - known.keys()
    return Passed(Resolvers(known, broken, declared.are_resolvers_whole), tuple(found))


class _Types:
    """The types of one resolver: what can be named there, and what was wrong.

    ``declared`` are the names of all types of the program, and whether each is a struct.
    """

    def __init__(
        self, enums: Mapping[str, ato.Literal], declared: Mapping[str, bool], is_whole: bool
    ) -> None:
        self.enums = enums
        self.declared = declared
        self.is_whole = is_whole
        self.found: list[Finding] = []

    def resolver(self, declaration: ResolverDeclaration) -> Resolver | None:
        """The resolver; None where a part of it is broken."""
        name, returns = declaration.name, declaration.returns
        arguments = tuple(self.read(argument) for argument in declaration.arguments)
        given = None if returns is None else self.read(returns)
        types = tuple(argument for argument in arguments if argument is not None)
        if given is None or len(types) < len(arguments) or not declaration.is_whole:
            return None
        return Resolver(name.text, declaration.source, types, given, name.span, declaration.doc)

    def read(self, written: Scalar) -> ato.Type | None:
        """The type that a text means. Enums are taken as their values, so that every module can name them."""
        unusable: list[str] = []

        def look(name: str) -> ato.Type | None:
            if name in self.enums:
                return ato.Literal(*self.enums[name].values)
            if name in self.declared or not self.is_whole:
                unusable.append(name)
                return ato.ANY
            return None

        passed = parse_type(written, look, self.enums)
        self.found.extend(passed.findings)
        self.found.extend(self.refused(written, unusable))
        return None if unusable else passed.value

    def refused(self, written: Scalar, names: list[str]) -> Iterator[Finding]:
        """That a struct is named, which no expression can hold; of what is broken nothing is said."""
        structs = [name for name in names if self.declared.get(name, False)]
        if structs:
            message = (
                f"'{structs[0]}' is a struct, and resolvers take and give values that expressions can hold"
            )
            help = ("take the fields that are needed one by one, and give one value",)
            yield UNKNOWN_TYPE.at(written.span, message, help=help)
