"""The door by which a scope hears of every write to a config: who set what, and where.

A config that is watched knows its places below the roots; so does every config below it, and one that is put
there later. One that is taken away forgets them. Reads pay nothing for it.
"""

from __future__ import annotations

from ato.dynamic.trees._dict import Dict, is_sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Callback = Callable[[tuple[str, ...], Any, str], None]
    Places = tuple[tuple[Callback, tuple[str, ...]], ...]

SET = "set"
"""A value was written."""
DELETED = "deleted"
"""A key was taken away; the value is the one that it had."""
OPENED = "opened"
"""An empty config was made on the way to a write below it, or a default on reading."""
MOST_PLACES = 16
"""Places of one config in a tree that are told of; the same one at more of them is told at the first."""


def tell(places: Places, name: str, value: object, kind: str) -> None:
    """Call back for every place of a config that was written to."""
    for callback, path in places:
        callback((*path, name), value, kind)


def attach(value: object, places: Places, *, above: frozenset[int] = frozenset()) -> None:
    """Let the configs in a value know that they stand at these places."""
    if isinstance(value, Dict):
        if id(value) in above:
            return
        known: Places = getattr(value, "_places", None) or ()
        added = tuple(place for place in places if place not in known)[: MOST_PLACES - len(known)]
        if not added:
            return
        object.__setattr__(value, "_places", known + added)
        _below(value, added, above | {id(value)})
    elif id(value) not in above:
        _below(value, places, above | {id(value)})


def _below(value: object, places: Places, above: frozenset[int]) -> None:
    for name, item in _items(value):
        attach(item, tuple((callback, (*path, name)) for callback, path in places), above=above)


def detach(value: object, places: Places) -> None:
    """Let the configs in a value forget these places."""
    left = places
    if isinstance(value, Dict):
        known: Places = getattr(value, "_places", None) or ()
        left = tuple(place for place in places if place in known)
        if not left:
            return
        object.__setattr__(value, "_places", tuple(place for place in known if place not in left) or None)
    for name, item in _items(value):
        detach(item, tuple((callback, (*path, name)) for callback, path in left))


def _items(value: object) -> Iterator[tuple[str, object]]:
    """The parts of a value in which configs may stand, with their steps: keys, or indices."""
    if isinstance(value, Dict):
        for key, item in value._data.items():
            if isinstance(item, (Dict, list, tuple)):
                yield key, item
    elif is_sequence(value):
        for index, item in enumerate(value):
            if isinstance(item, (Dict, list, tuple)):
                yield str(index), item
