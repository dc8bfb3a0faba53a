"""Every place of a scope where an expression stands, with what is known there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from atoc.expr import Expression
from atoc.program import Field, Scope, View
from atoc.prove.values.evaluation import Site
from atoc.prove.values.intervals import Knowledge


@dataclass(frozen=True, slots=True)
class Place:
    """An expression where it stands; ``field`` is the one that takes the value, ``view`` the one that gives
    it, or whose condition it is."""

    site: Site
    expression: Expression
    known: Knowledge
    view: View | None = None
    field: Field | None = None

    @property
    def is_late(self) -> bool:
        """Whether it is worked out after outside values are there."""
        return self.view is None or self.view.lazy

    @property
    def subject(self) -> str:
        """What a verdict about it is about: the view, or else the field."""
        return self.view.name if self.view is not None else self.field.path if self.field is not None else ""


def places_of(scope: Scope) -> Iterator[Place]:
    """The conditions and the writes of the views, then the computed defaults, as they are declared."""
    declared = Knowledge(scope.fields, {})
    for view in scope.views.values():
        if view.when is not None:
            yield Place(Site(view.name), view.when, declared, view)
        guarded = _guarded(view, declared)
        for write in view.writes:
            if isinstance(write.value, Expression):
                yield Place(Site(view.name, write.path), write.value, guarded, view, write.field)
    for path in scope.computed:
        default = scope.fields[path].default
        if isinstance(default, Expression):
            yield Place(Site(None, path), default, declared, None, scope.fields[path])


def _guarded(view: View, declared: Knowledge) -> Knowledge:
    """What the condition of a view tells its own writes: of fields that it writes itself, nothing."""
    if view.when is None:
        return declared
    return declared.where(view.when.tree, holds=True).without(write.path for write in view.writes)
