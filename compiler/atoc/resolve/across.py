"""Scopes that read each other: which fields they read, and in which order their defaults are worked out.

Computed defaults may read those of other scopes, so that only all scopes together have an order, and circles
that no scope has alone (ATC501).

    model.head reads data.classes, data.classes reads model.kind      order  kind, classes, head

Cost: linear in all expressions of the program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from atoc.expr import Expression, foreign_names
from atoc.findings import Finding, Passed
from atoc.program import Field, Scope
from atoc.resolve.order import Ordered, ordered
from atoc.resolve.scopes import circle


def link_scopes(scopes: Sequence[Scope]) -> Passed[tuple[Scope, ...]]:
    """The scopes with the fields that they read of each other; circles across scopes lose a default."""
    read = {scope.name: _read_elsewhere(scope) for scope in scopes} if len(scopes) > 1 else {}
    if not any(read.values()):
        return Passed(tuple(scopes))
    fields = {f"{scope.name}.{path}": field for scope in scopes for path, field in scope.fields.items()}
    result = _in_order(scopes)
    found = tuple(_across(fields, loop) for loop in result.loops)
    for path, _ in result.cut:
        fields[path] = replace(fields[path], default=None)
    linked = (_linked(scope, fields, read[scope.name], result.order) for scope in scopes)
    return Passed(tuple(linked), found)


def _read_elsewhere(scope: Scope) -> tuple[str, ...]:
    """The paths of other scopes that the expressions of a scope read, in the order of their first use."""
    paths = (path for expression in scope.expressions() for path in foreign_names(expression.tree))
    return tuple(dict.fromkeys(paths))


def _in_order(scopes: Sequence[Scope]) -> Ordered[str]:
    """The computed defaults of all scopes, each after those that it reads, with the scope in front."""
    reads: dict[str, tuple[str, ...]] = {}
    for scope in scopes:
        for path in scope.computed:
            default = scope.fields[path].default
            names = default.reads if isinstance(default, Expression) else ()
            full = (f"{scope.name}.{name}" if name in scope.fields else name for name in names)
            reads[f"{scope.name}.{path}"] = tuple(full)
    return ordered(reads, lambda path: (other for other in reads[path] if other in reads))


def _across(fields: Mapping[str, Field], loop: tuple[str, ...]) -> Finding:
    scope, _, path = loop[0].partition(".")
    return replace(circle(fields, loop), scope=scope, key=path)


def _linked(scope: Scope, fields: Mapping[str, Field], read: Sequence[str], order: Sequence[str]) -> Scope:
    own = f"{scope.name}."
    computed = (path.removeprefix(own) for path in order if path.startswith(own))
    return replace(
        scope,
        fields={path: fields[own + path] for path in scope.fields},
        computed=tuple(path for path in computed if fields[own + path].default is not None),
        foreign={path: fields[path] for path in read},
    )
