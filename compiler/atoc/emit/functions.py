"""The expressions of a scope as functions of its config: computed defaults, writes and conditions of views,
conditions of dimensions, which are given a point, and asserts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import ato.config as ato
from ato.config._search import VIEW
from atoc.emit.docstring import docstring
from atoc.emit.layout import STEP, WIDTH, Brackets, Row, Source, call, laid_out, parsed, sequence
from atoc.emit.names import SOURCES, Taken, respelt
from atoc.expr import Resolver, Tree, asked_in, foreign_names, renamed, walk
from atoc.expr import emit as expression_source
from atoc.expr import imports as modules_of
from atoc.expr.expression import Expression
from atoc.expr.tree import Absent
from atoc.findings.render.width import cells
from atoc.program import Assert, Dimension, Scope
from atoc.resolve.names import is_taken_by_modules
from atoc.resolve.parts import atoms
from atoc.resolve.rebind import rebound
from atoc.types import annotation, constructor, string_source

CONFIG = "c"
"""What the functions call the config."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the config: its name, annotations and expression, and the modules that it uses.

    ``across`` are the parameters for the configs of other scopes with their types, ``reads`` what it reads of
    them. ``before`` are the lines above its ``return``.
    """

    name: str
    argument: str
    parameter: str
    returns: str
    source: str
    modules: frozenset[str] = frozenset()
    before: tuple[str, ...] = ()
    across: tuple[tuple[str, str], ...] = ()
    reads: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """Name, parameters and what is returned."""
        parameters = (f"{name}: {type}" for name, type in ((self.argument, self.parameter), *self.across))
        return laid_out(Brackets(f"def {self.name}(", tuple(parameters), f") -> {self.returns}:"))

    @property
    def given(self) -> Source:
        """How a schema is given the function: with the paths of other scopes that it reads, if there are."""
        if not self.reads:
            return self.name
        return call("ato.Across", self.name, *map(string_source, self.reads))

    @property
    def body(self) -> str:
        """All that is in it, to the ``return``; the formatter is told to leave a line that is too long."""
        line = f"return {self.source}"
        if len(STEP) + cells(line) > WIDTH:
            line += "  # fmt: skip"
        return f"\n{STEP}".join((*self.before, line))


@dataclass(frozen=True, slots=True)
class Functions:
    """The functions of a module: of defaults by path, of conditions by view, of writes by view and path, of
    the conditions of dimensions by search and path, and of the asserts that a run looks at.

    ``asking`` are those that ask the resolvers of the program, which the others call.
    """

    defaults: Mapping[str, Function]
    conditions: Mapping[str, Function]
    writes: Mapping[tuple[str, str], Function]
    dimensions: Mapping[tuple[str, str], Function]
    asserts: Sequence[tuple[Assert, Function]]
    asking: Mapping[str, Function]

    def __iter__(self) -> Iterator[Function]:
        yield from self.asking.values()
        yield from self.defaults.values()
        yield from self.conditions.values()
        yield from self.writes.values()
        yield from self.dimensions.values()
        yield from (function for _, function in self.asserts)


@dataclass(frozen=True, slots=True)
class _Making:
    """What the functions of a scope are made with, and those that ask resolvers, made where first needed."""

    scope: Scope
    spelling: Mapping[str, str]
    taken: Taken
    resolvers: Mapping[str, Resolver]
    classes: Mapping[str, str]
    asking: dict[str, Function] = field(default_factory=dict[str, Function])

    def made(self, name: str, expression: Expression, returns: str) -> Function:
        """The function of an expression, under the name or one like it."""
        asked = self._asked(expression)
        foreign = foreign_names(expression.tree)
        own = [path for path in expression.reads if path not in foreign]
        is_dynamic = self._is_dynamic(expression, own, foreign, asked)
        imported = {each: spelt for each, spelt in self.spelling.items() if each in SOURCES}
        tree = renamed(expression.tree, {each.name: self.asking[each.name].name for each in asked})
        return Function(
            name=self.taken.take(name),
            argument=CONFIG if own or expression.impure else "_",
            parameter=self._typed(is_dynamic, self.scope.root.name),
            returns=self._typed(is_dynamic, returns),
            source=respelt(expression_source(_with_parameters(tree, foreign), CONFIG), imported),
            modules=modules_of(expression.tree),
            across=tuple(
                (parameter_of(other), self._typed(is_dynamic, self.classes[other]))
                for other in dict.fromkeys(path.partition(".")[0] for path in foreign)
            ),
            reads=foreign,
        )

    def _asked(self, expression: Expression) -> Sequence[Resolver]:
        asked = asked_in(expression.tree, self.resolvers)
        for resolver in asked:
            if resolver.name not in self.asking:
                python = self.taken.take(f"_ask_{resolver.name}")
                root = self.scope.root.name
                self.asking[resolver.name] = _asking(resolver, python, root, self.spelling)
        return asked

    def _is_dynamic(
        self, expression: Expression, own: Sequence[str], foreign: Sequence[str], asked: Sequence[Resolver]
    ) -> bool:
        """Whether a checker cannot follow the types of what is read."""
        read = [self.scope.fields[path] for path in own if path != VIEW]
        types = (*(each.type for each in read), *(self.scope.foreign[path].type for path in foreign))
        return (
            bool(expression.narrowed)
            or VIEW in expression.reads
            or any(map(_holds_any, (*types, *(each.returns for each in asked))))
            or any(each.guards for each in read)
            or _may_be_absent(expression)
        )

    def _typed(self, is_dynamic: bool, annotated: str) -> str:
        return respelt("Any" if is_dynamic else annotated, self.spelling)


def functions(
    scope: Scope,
    asserts: Sequence[Assert],
    spelling: Mapping[str, str],
    taken: Taken,
    resolvers: Mapping[str, Resolver],
    classes: Mapping[str, str],
) -> Functions:
    """A function for every expression of the scope, each under a name of its own; of asserts, for these
    alone.

    ``classes`` names the class of each scope.
    """
    making = _Making(scope, spelling, taken, resolvers, classes)
    made = making.made
    defaults: dict[str, Function] = {}
    conditions: dict[str, Function] = {}
    writes: dict[tuple[str, str], Function] = {}
    for path in scope.computed:
        late = scope.fields[path]
        if isinstance(late.default, Expression):
            defaults[path] = made(f"_{_joined(path)}", late.default, annotation(late.type))
    for view in scope.views.values():
        if view.when is not None:
            conditions[view.name] = made(f"_when_{view.name}", view.when, "bool")
        for write in view.writes:
            if isinstance(write.value, Expression):
                name = f"_{_joined(write.path)}_of_{view.name}"
                writes[view.name, write.path] = made(name, write.value, annotation(write.field.type))
    dimensions = {
        (search.name, path): made(f"_when_{_joined(path)}_in_{search.name}", when, "bool")
        for search in scope.searches
        for path, when in _whens(search.space)
    }
    held = enumerate(asserts, 1)
    checks = tuple((each, made(f"_holds_{number}", each.that, "bool")) for number, each in held)
    return Functions(defaults, conditions, writes, dimensions, checks, making.asking)


def _whens(space: Mapping[str, Dimension]) -> Iterator[tuple[str, Expression]]:
    return ((path, each.when) for path, each in space.items() if each.when is not None)


def _asking(resolver: Resolver, name: str, root: str, spelling: Mapping[str, str]) -> Function:
    """The function that asks a resolver of the program, and so gives its type to what it gives."""
    returns = respelt("Any" if _holds_any(resolver.returns) else annotation(resolver.returns), spelling)
    asked = call(
        "ato.resolvers.ask",
        CONFIG,
        string_source(resolver.name),
        string_source(resolver.source),
        sequence(*(parsed(constructor(type)) for type in resolver.arguments)),
        parsed(constructor(resolver.returns)),
        "arguments",
    )
    doc = docstring(resolver.doc or f"What ``{resolver.source}`` gives.", 1)
    return Function(
        name=name,
        argument=CONFIG,
        parameter=f"{respelt(root, spelling)}, *arguments: object",
        returns=returns,
        source="value",
        before=(doc, laid_out(Row((f"value: {returns} = ", asked)), 1)),
    )


def parameter_of(scope: str) -> str:
    """What functions call the config of another scope: its name, unless they use that otherwise."""
    return f"{scope}_" if scope == CONFIG or is_taken_by_modules(scope) else scope


def _with_parameters(tree: Tree, foreign: Sequence[str]) -> Tree:
    """The tree where the scopes of foreign paths are called as the parameters are."""
    split = {path: path.partition(".") for path in foreign}
    names = {path: f"{parameter_of(scope)}.{inner}" for path, (scope, _, inner) in split.items()}
    if all(path == name for path, name in names.items()):
        return tree
    return rebound(tree, names, foreign=frozenset(names.values()))


def _joined(path: str) -> str:
    return path.replace(".", "_")


def _may_be_absent(expression: Expression) -> bool:
    """Whether it may give no value at all, as the default of a field in a variant."""
    return any(isinstance(node, Absent) for node, _ in walk(expression.tree))


def _holds_any(type: ato.Type) -> bool:
    """Whether a value of the type may have parts of which nothing is known before the run."""
    return ato.ANY in atoms(type)
