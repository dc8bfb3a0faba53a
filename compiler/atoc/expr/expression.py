"""A checked expression: its text, its tree, its type and what it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from atoc.expr.resolvers import impure_in
from atoc.span import Span

if TYPE_CHECKING:
    import ato.config as ato
    from atoc.expr.tree import Tree


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that is well formed and well typed.

    ``text`` is as written, without ``${}`` where it is a whole value. ``reads`` are the dotted paths of the
    fields that it names, in the order of their first use. ``narrowed`` are those whose types it takes to be
    narrower, after tests or by what is known around it, than a type checker of Python may see.
    """

    text: str
    tree: Tree
    type: ato.Type
    reads: tuple[str, ...]
    span: Span
    narrowed: tuple[str, ...] = ()

    @property
    def impure(self) -> tuple[str, ...]:
        """The impure resolvers that it asks, whose values only a run can tell; empty for a pure one."""
        return impure_in(self.tree)
