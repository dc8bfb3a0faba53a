"""What lists are made of, found out once for each: a config may hold one of ten megabytes."""

from __future__ import annotations

from collections.abc import Sequence

BASIC = frozenset((type(None), bool, int, float, str))
"""Types of values that hold nothing and are their own JSON."""


MAPPINGS = 100_000
"""How many mappings of a config are opened: those that several others hold are met once in each."""


class Kinds:
    """The types of the items of lists, each gone through once. For lists that do not change meanwhile."""

    __slots__ = ("_known", "_room")

    def __init__(self) -> None:
        self._room = MAPPINGS
        self._known: dict[int, tuple[Sequence[object], frozenset[type]]] = {}

    def of(self, items: Sequence[object]) -> frozenset[type]:
        """The types of the items of a list or tuple."""
        known = self._known.get(id(items))
        if known is None:
            known = self._known[id(items)] = items, frozenset(map(type, items))
        return known[1]

    def is_basic(self, items: Sequence[object]) -> bool:
        """Whether all of them are numbers, texts and the like."""
        return self.of(items) <= BASIC

    def may_hold_texts(self, items: Sequence[object]) -> bool:
        """Whether a text may be among them, or in one of them."""
        return not self.of(items) <= BASIC - {str}

    def has_room(self, depth: int) -> bool:
        """Whether one more mapping of a config, at that depth, is opened; its topmost one is in any case."""
        self._room -= 1
        return self._room > 0 or depth == 0
