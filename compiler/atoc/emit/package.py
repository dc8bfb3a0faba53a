"""The package of the generated modules: its ``__init__``, with the program over several scopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from atoc.emit.docstring import docstring
from atoc.emit.header import Origin, comment, made_from, sealed
from atoc.emit.layout import Brackets, Row, laid_out, parsed
from atoc.emit.names import Taken
from atoc.emit.rendering import rendered
from atoc.program import Scope
from atoc.types import string_source

OWN = ("Configs", "View", "compose", "main")
"""What the package calls its own; a module of one of these names would stand in its place."""


@dataclass(frozen=True, slots=True)
class ManyText:
    """What composing several scopes is made from: the table of scopes, their classes, names for types."""

    scopes: str
    result: str
    imports: tuple[str, ...]
    typing: str
    views: str
    slots: str
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What the package has to know of a scope: its name, that of its class, and its views."""

    name: str
    root: str
    views: tuple[str, ...]

    @classmethod
    def of(cls, scope: Scope) -> Outline:
        """The outline of a scope."""
        return cls(scope.name, scope.root.name, tuple(scope.views))


def package(scopes: Sequence[Outline], origin: Origin) -> str:
    """The source of ``__init__``: with what composes several scopes, unless one has a name of its own."""
    about = f"Typed configs of {len(scopes)} scopes; each module has one scope of the program."
    header = comment(made_from(origin, origin.documents))
    is_free = not any(scope.name in OWN for scope in scopes)
    many = _many(scopes) if len(scopes) > 1 and is_free else None
    return sealed(rendered("init.py.j2", header=header, doc=docstring(about, 0), many=many))


def _many(scopes: Sequence[Outline]) -> ManyText:
    names = Brackets("(", tuple(string_source(scope.name) for scope in scopes), ")")
    bare = dict.fromkeys(view for scope in scopes for view in scope.views)
    views = (*bare, *(f"{scope.name}.{view}" for scope in scopes for view in scope.views))
    kind = f"Literal[{', '.join(map(string_source, views))}]" if views else "NoReturn"
    return ManyText(
        scopes=laid_out(Row(("_SCOPES = ", names))),
        result=Taken([scope.name for scope in scopes]).take("R"),
        imports=tuple(f"from .{scope.name} import {scope.root}" for scope in scopes),
        typing=f"{'Literal' if views else 'NoReturn'}, TypeAlias, TypeVar",
        views=laid_out(Row(("View: TypeAlias = ", parsed(kind))), 1),
        slots=laid_out(Row(("__slots__ = ", names)), 1),
        attributes=tuple(f"{scope.name}: {scope.root}" for scope in scopes),
    )
