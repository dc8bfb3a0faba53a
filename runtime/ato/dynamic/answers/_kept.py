"""Values that can be changed in place, lists above all: how they stood, so that a change is seen later.

A list that a config holds is the user's own; nobody is told when it is appended to. It is looked at again
where somebody else begins to write. Cost: one comparison of identities for each item, and nothing for reads.
"""

from __future__ import annotations

from operator import is_

from ato.config.types._values import is_tuple
from ato.dynamic.trees._dict import Dict, is_mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_DEPTH = 50
"""How deep values are looked at; what stands deeper is not told of either."""


class Kept:
    """A value and the items that it had; ``inner`` are those items that can change themselves."""

    __slots__ = ("inner", "items", "value")

    def __init__(self, value: object, items: list[Any], inner: list[Kept]) -> None:
        self.value = value
        self.items = items
        self.inner = inner

    def is_unchanged(self) -> bool:
        """Whether it holds the very same items as before, to any depth."""
        items = _items(self.value)
        return (
            len(items) == len(self.items)
            and all(map(is_, items, self.items))
            and all(each.is_unchanged() for each in self.inner)
        )


def kept(value: object) -> Kept | None:
    """A value as it stands now; None if it cannot change in place, as far as can be told."""
    return _kept(value, set(), 0)


def _kept(value: Any, seen: set[int], depth: int) -> Kept | None:
    if not _is_container(value) or id(value) in seen or depth > MAX_DEPTH:
        return None
    seen.add(id(value))
    items = _items(value)
    found = [_kept(item, seen, depth + 1) for item in items if type(item) not in _FIXED]
    inner = [each for each in found if each is not None]
    return None if is_tuple(value) and not inner else Kept(value, items, inner)


def _is_container(value: object) -> bool:
    return isinstance(value, (list, tuple, set, dict, Dict))


_FIXED = frozenset((str, int, float, bool, type(None)))


def _items(value: Any) -> list[Any]:
    """What a container holds, in its order."""
    if is_mapping(value):
        pairs = value._data if isinstance(value, Dict) else value
        return [*pairs, *pairs.values()]
    return list(value)
