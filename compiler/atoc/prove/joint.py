"""Scopes that read each other, as one scope: what is proved of that one is proved of each of them.

Idea. Scopes are composed together phase by phase, and that is composing one scope which has a struct for each
of them. So nothing has to be proved in another way: the scopes are written as one, whose paths and names have
the scope in front, it is proved as any other, and each fact goes back to the scope that it is about
(``apart.py``). Witnesses stay as they are: ``model.big`` and ``data.classes=3`` are words of a command line.

Example. ``model`` has the lazy view ``wide`` with ``when: data.classes > 10``. The one scope has the fields
``data.classes`` and ``model.width`` and the view ``model.wide``; that ``model.width`` is unset with
``data.classes=3`` is a fact about ``width`` of ``model``.

A search varies fields and views of its own scope, and its runs compose the others beside it. So it becomes a
search of the one scope; only the conditions of its space know the views by the names that they have there.

Cost: linear in the scopes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

import ato.config as ato
from atoc.expr import Expression
from atoc.program import Dimension, Field, Group, Known, Program, Scope, Search, Struct, View, Write
from atoc.resolve.order import ordered
from atoc.resolve.rebind import rebound

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a part of a joint scope, ``made``, was made of, and the name of the scope that it was in."""

    scope: str
    original: object
    made: object


@dataclass(frozen=True, slots=True)
class Joint:
    """Scopes that read each other, by name, and the one ``scope`` that they are together.

    ``origins`` tells of each part of that scope, by its identity, what it was made of.
    """

    scope: Scope
    parts: tuple[Scope, ...]
    origins: Mapping[int, Origin]


def components(program: Program) -> tuple[tuple[Scope, ...], ...]:
    """The scopes of a program in groups: those that read each other, directly or through others."""
    group_of = {scope.name: [scope] for scope in program.scopes}
    for scope in program.scopes:
        for name in scope.across:
            own, other = group_of[scope.name], group_of[name]
            if own is not other:
                own.extend(other)
                group_of.update((each.name, own) for each in other)
    groups = {id(group): group for group in group_of.values()}
    return tuple(tuple(sorted(group, key=lambda scope: scope.name)) for group in groups.values())


def join(parts: Sequence[Scope]) -> Joint:
    """Scopes, given by name, as one."""
    origins: dict[int, Origin] = {}
    joined = {part.name: _Joining(part, origins) for part in parts}
    all_fields = {
        f"{name}.{path}": field for name, one in joined.items() for path, field in one.fields.items()
    }
    declared = ((one, view) for one in joined.values() for view in one.scope.views.values())
    views = [one.view(view, number) for number, (one, view) in enumerate(declared)]
    groups = [one.group(group) for one in joined.values() for group in one.scope.groups.values()]
    first = parts[0]
    scope = Scope(
        name=" and ".join(joined),
        root=_root(parts),
        fields=all_fields,
        views={view.name: view for view in views},
        groups={group.name: group for group in groups},
        computed=_computed(all_fields, parts),
        structs=tuple(struct for part in parts for struct in part.structs),
        enums=tuple(enum for part in parts for enum in part.enums),
        span=first.span,
        sources=tuple(sorted({path for part in parts for path in part.sources})),
        is_beyond=any(part.is_beyond for part in parts),
        asserts=tuple(
            one.kept(each, that=one.condition(each.that))
            for one in joined.values()
            for each in one.scope.asserts
        ),
        searches=tuple(one.search(search) for one in joined.values() for search in one.scope.searches),
    )
    return Joint(scope, tuple(parts), origins)


class _Joining:
    """One scope, as its parts are written in the scope of all."""

    def __init__(self, scope: Scope, origins: dict[int, Origin]) -> None:
        self.scope = scope
        self.prefix = f"{scope.name}."
        self.origins = origins
        self.fields = {path: self.field(field) for path, field in scope.fields.items()}

    def kept(self, original: T, **changes: object) -> T:
        """A part with other names, of which it is known what it was made of."""
        made = cast("T", replace(cast("Any", original), **changes))
        self.origins[id(made)] = Origin(self.scope.name, original, made)
        return made

    def expression(self, expression: Expression) -> Expression:
        own = {path: self.prefix + path for path in expression.reads if path in self.scope.fields}
        reads = tuple(own.get(path, path) for path in expression.reads)
        return self.kept(expression, tree=rebound(expression.tree, own), reads=reads)

    def condition(self, expression: Expression) -> Expression:
        """The condition of an assert: verdicts name it by its text, and so the scope stands in front."""
        return replace(self.expression(expression), text=self.prefix + expression.text)

    def given(self, given: Known | Expression) -> Known | Expression:
        return self.expression(given) if isinstance(given, Expression) else given

    def field(self, field: Field) -> Field:
        guards = tuple(self.kept(guard, path=self.prefix + guard.path) for guard in field.guards)
        default = None if field.default is None else self.given(field.default)
        return self.kept(field, path=self.prefix + field.path, default=default, guards=guards)

    def view(self, view: View, position: int) -> View:
        return self.kept(
            view,
            position=position,
            name=self.prefix + view.name,
            writes=tuple(map(self.write, view.writes)),
            chain=tuple(self.kept(entry, name=self.prefix + entry.name) for entry in view.chain),
            group=None if view.group is None else self.prefix + view.group,
            when=None if view.when is None else self.expression(view.when),
            lost=frozenset(self.prefix + path for path in view.lost),
            part_of=self.prefix + view.part_of if view.part_of else "",
            beyond=frozenset((self.prefix + path).rstrip(".") for path in view.beyond),
        )

    def write(self, write: Write) -> Write:
        return self.kept(write, field=self.fields[write.path], value=self.given(write.value))

    def group(self, group: Group) -> Group:
        return self.kept(
            group,
            name=self.prefix + group.name,
            members=tuple(self.prefix + name for name in group.members),
            default=None if group.default is None else self.prefix + group.default,
        )

    def search(self, search: Search) -> Search:
        dimensions = [self.dimension(dimension) for dimension in search.space.values()]
        return self.kept(
            search,
            name=self.prefix + search.name,
            prefix=self.prefix,
            views=tuple(self.prefix + name for name in search.views),
            space={dimension.path: dimension for dimension in dimensions},
        )

    def dimension(self, dimension: Dimension) -> Dimension:
        """A dimension under the path of its field; that of the views stays as it is."""
        field = None if dimension.field is None else self.fields[dimension.path]
        when = None if dimension.when is None else self.expression(dimension.when)
        path = dimension.path if field is None else field.path
        return self.kept(dimension, path=path, field=field, when=when)


def _root(parts: Sequence[Scope]) -> Struct:
    """A struct that holds the roots of the scopes, with the class of such configs."""
    names = tuple(part.name for part in parts)
    held = tuple(ato.Field(part.name, ato.Struct(part.root.model)) for part in parts)
    body = {"__slots__": names, "__match_args__": names, "_fields": held}
    return Struct("Together", (), parts[0].span, type("Together", (ato.Config,), body))


def _computed(fields: Mapping[str, Field], parts: Sequence[Scope]) -> tuple[str, ...]:
    """The computed defaults of all scopes, each after those that it reads."""
    reads = {
        path: field.default.reads for path, field in fields.items() if isinstance(field.default, Expression)
    }
    declared = (f"{part.name}.{path}" for part in parts for path in part.computed)
    return ordered(declared, lambda path: (other for other in reads[path] if other in reads)).order
