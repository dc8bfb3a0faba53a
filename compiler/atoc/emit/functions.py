"""The expressions of a scope as functions of its config: computed defaults, writes and conditions of
views.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import ato.config as ato
from atoc.emit.layout import STEP, WIDTH
from atoc.emit.names import Taken, respelt
from atoc.expr import emit as expression_source
from atoc.expr import imports as modules_of
from atoc.expr.expression import Expression
from atoc.findings.render.width import cells
from atoc.program import Scope
from atoc.resolve.parts import atoms
from atoc.types import annotation

CONFIG = "c"
"""What the functions call the config."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the config: its name, annotations and expression, and the modules that it uses."""

    name: str
    argument: str
    parameter: str
    returns: str
    source: str
    modules: frozenset[str]

    @property
    def signature(self) -> str:
        """Name, parameter and what is returned."""
        return f"{self.name}({self.argument}: {self.parameter}) -> {self.returns}"

    @property
    def body(self) -> str:
        """The ``return`` statement; the formatter is told to leave a line that is too long."""
        line = f"return {self.source}"
        return line if len(STEP) + cells(line) <= WIDTH else f"{line}  # fmt: skip"


@dataclass(frozen=True, slots=True)
class Functions:
    """The functions of a module: of defaults by path, of conditions by view, of writes by view and path."""

    defaults: Mapping[str, Function]
    conditions: Mapping[str, Function]
    writes: Mapping[tuple[str, str], Function]

    def __iter__(self) -> Iterator[Function]:
        yield from self.defaults.values()
        yield from self.conditions.values()
        yield from self.writes.values()


def functions(scope: Scope, spelling: Mapping[str, str], taken: Taken) -> Functions:
    """A function for every expression of the scope, each under a name of its own."""
    defaults: dict[str, Function] = {}
    conditions: dict[str, Function] = {}
    writes: dict[tuple[str, str], Function] = {}

    def made(name: str, expression: Expression, returns: str) -> Function:
        is_dynamic = any(map(_holds_any, (scope.fields[path].type for path in expression.reads)))
        return Function(
            name=taken.take(name),
            argument=CONFIG if expression.reads or expression.impure else "_",
            parameter=respelt("Any" if is_dynamic else scope.root.name, spelling),
            returns=respelt("Any" if is_dynamic else returns, spelling),
            source=expression_source(expression.tree, CONFIG),
            modules=modules_of(expression.tree),
        )

    for path in scope.computed:
        field = scope.fields[path]
        if isinstance(field.default, Expression):
            defaults[path] = made(f"_{_joined(path)}", field.default, annotation(field.type))
    for view in scope.views.values():
        if view.when is not None:
            conditions[view.name] = made(f"_when_{view.name}", view.when, "bool")
        for write in view.writes:
            if isinstance(write.value, Expression):
                name = f"_{_joined(write.path)}_of_{view.name}"
                writes[view.name, write.path] = made(name, write.value, annotation(write.field.type))
    return Functions(defaults, conditions, writes)


def _joined(path: str) -> str:
    return path.replace(".", "_")


def _holds_any(type: ato.Type) -> bool:
    """Whether a value of the type may have parts of which nothing is known before the run."""
    return ato.ANY in atoms(type)
