"""The lazy blocks of a view, each with the names of the view as they are where it stands.

A block runs when its view is long done, so it is given cells of its own for what it only reads. A name that
some block assigns is one for all of them: what an earlier block has made of it is seen, unless the view has
given it another value between the two.
"""

from __future__ import annotations

from functools import wraps
from types import CellType, FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ato.dynamic.scopes._block import Block

SHARED = "__ato_shared__"
"""Where a rewritten view has the names that its blocks assign."""
UNBOUND = object()


def blocks_of(made: Any, config: object) -> Iterator[tuple[Callable[[], object], Block]]:
    """Run a rewritten view; what it gives are blocks that can run at any time after."""
    function: FunctionType = getattr(made, "__func__", made)
    shared: frozenset[str] = vars(function)[SHARED]
    own = frozenset(function.__code__.co_cellvars) - shared
    seen: dict[str, object] = {}
    for block, how in made(config):
        cells: dict[str, CellType] = dict(zip(block.__code__.co_freevars, block.__closure__ or ()))
        now = {name: _content(cell) for name, cell in cells.items()}
        anew = {
            name: value
            for name, value in now.items()
            if name in shared and (name not in seen or seen[name] is not value)
        }
        seen.update(anew)
        cells.update({name: _cell(value) for name, value in now.items() if name in own})
        yield _standing(block, cells, anew), how


def _standing(block: Any, cells: dict[str, CellType], anew: dict[str, object]) -> Callable[[], object]:
    """A block over these cells, with what the view has put in those that it shares."""
    function: Any = FunctionType(
        block.__code__, block.__globals__, block.__name__, block.__defaults__, tuple(cells.values())
    )

    @wraps(function)
    def run() -> object:
        for name, value in anew.items():
            if value is not UNBOUND:
                cells[name].cell_contents = value
        return function()

    return run


def _content(cell: CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:  # the name is not assigned yet
        return UNBOUND


def _cell(value: object) -> CellType:
    return CellType() if value is UNBOUND else CellType(value)
