"""Putting things after what they need, and finding the loops where that cannot be done.

A depth-first walk (Tarjan 1972) that keeps the path to where it stands: a thing is put down once all that it
needs has been, and an edge back onto the path closes a loop. Leaving out those edges leaves no loop.

    a needs b, b needs c, c needs a and d      order  d c b a      loop  a b c      cut  c → a

Cost: linear in things and edges, plus the length of the loops that are told, of which there is a bound.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

MAX_LOOPS = 100
"""How many loops are told; what is beyond is cut all the same."""

MAX_RELATED = 8
"""How many things of one loop a finding points at."""

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Ordered(Generic[T]):
    """Things, each after those it needs but for the edges that are ``cut``.

    In each of ``loops`` every thing needs the next one and the last one the first; that last edge is cut.
    """

    order: tuple[T, ...]
    loops: tuple[tuple[T, ...], ...]
    cut: frozenset[tuple[T, T]]


def ordered(things: Iterable[T], needs: Callable[[T], Iterable[T]]) -> Ordered[T]:
    """The things and all that they need, those that need nothing of each other as they are given."""
    done: dict[T, None] = {}
    loops: list[tuple[T, ...]] = []
    cut: set[tuple[T, T]] = set()
    for root in things:
        if root in done:
            continue
        path: dict[T, Iterator[T]] = {root: iter(needs(root))}
        while path:
            current = next(reversed(path))
            following = next((other for other in path[current] if other not in done), None)
            if following is None:
                done[current] = None
                path.popitem()
            elif following not in path:
                path[following] = iter(needs(following))
            elif (current, following) not in cut:
                cut.add((current, following))
                loops += [_loop(path, following)] if len(loops) < MAX_LOOPS else []
    return Ordered(tuple(done), tuple(loops), frozenset(cut))


def _loop(path: Iterable[T], start: T) -> tuple[T, ...]:
    things = tuple(path)
    return things[things.index(start) :]


def shown(loop: tuple[str, ...], limit: int = 8) -> str:
    """A loop as a message writes it: from its first thing back to it."""
    names = loop if len(loop) <= limit else (*loop[: limit - 2], "…", loop[-1])
    return " → ".join((*names, loop[0]))
