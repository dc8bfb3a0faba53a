"""The typing of slices: ``x[1:3]`` of text, a list or a tuple, also from the end and in steps."""

from __future__ import annotations

from collections.abc import Sequence

import ato.config as ato
from atoc.expr.functions import is_of
from atoc.expr.operators import Objection, Typed, objection
from atoc.expr.tree import Slice, literal_int
from atoc.types import bases, item_of, join_all

TAKER = "'[:]'"
"""What messages call a slice."""


def slice_type(tree: Slice, base: ato.Type, bounds: Sequence[Typed]) -> ato.Type | Objection:
    """What a slice gives: of a tuple, exactly these items where the places are written out."""
    for bound in bounds:
        if not is_of(bound[1], ato.INT):
            return objection(bound, TAKER, "an int")
    if tree.step is not None and literal_int(tree.step) == 0:
        return Objection(
            tree.step, "is the step of a slice, and no slice goes on by 0", ("leave the step out",)
        )
    parts = [_part_of(tree, kind) for kind in bases(base)]
    given = [part for part in parts if part is not None]
    if len(given) < len(parts):
        return objection((tree.base, base), TAKER, "a list, a tuple or text")
    return join_all(given)


def _part_of(tree: Slice, kind: ato.Type) -> ato.Type | None:
    match kind:
        case ato.List():
            return ato.List(kind.item)
        case ato.Tuple():
            return _of_tuple(tree, kind)
        case ato.Type() if kind in (ato.STR, ato.ANY):
            return kind
        case _:
            return None


def _of_tuple(tree: Slice, type: ato.Tuple) -> ato.Type:
    written = [None if bound is None else literal_int(bound) for bound in (tree.start, tree.stop, tree.step)]
    if sum(place is not None for place in written) < len(tree.bounds):
        return ato.List(item_of(type))
    return ato.Tuple(*type.items[slice(*written)])
