"""Secrets of a run: which texts are secret, and covering them in all that it writes down.

A text is secret by its field (``secret: true``), by the name it stands under, in the config or the
environment, and then wherever else it turns up: in other values, notes, tags, tracebacks, names.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ato.config.formats._plain import MASK
from ato.config.types._values import is_dict, is_list, is_set, is_tuple
from ato.fingerprint._plain import MAX_DEPTH, _items, is_generated
from ato.fingerprint.surroundings._masks import Masks, is_secret_name, secrets_of
from ato.track._texts import storable
from ato.track.run._kinds import Kinds

KEPT_AS_JSON = frozenset(("context", "details", "metadata", "values"))
"""Parts of facts that no column holds by themselves."""


class Cover:
    """Covers secrets in texts and in trees of them. ``values`` are those of the config."""

    __slots__ = ("_known", "_masks", "values")

    def __init__(self, values: Iterable[str] = ()) -> None:
        self.values = tuple(dict.fromkeys(values))
        self._masks = Masks((*self.values, *secrets_of(os.environ)))
        self._known = tuple(self._masks.values)

    def text(self, text: str) -> str:
        """A text without secrets, as databases hold it."""
        if "://" in text or any(value in text for value in self._known):
            text = self._masks.text(text)
        return storable(text)

    def words(self, words: Iterable[str]) -> list[str]:
        """The words of a command line; what stands after a secret flag or ``name=`` is covered too."""
        return [storable(word) for word in self._masks.words(words)]

    def value(self, name: str, value: Any, kinds: Kinds) -> Any:
        """A value of a config that stands under a name: its texts, and those of containers in it."""
        if isinstance(value, str):
            return MASK if value and is_secret_name(name) else self._masked(value)
        if isinstance(value, (bytes, bytearray)):
            return MASK if value and is_secret_name(name) else value
        if is_dict(value):
            return {key: self.value(str(key), item, kinds) for key, item in value.items()}
        if is_list(value) or is_tuple(value):
            if not kinds.may_hold_texts(value):
                return value
            if kinds.is_basic(value) and not is_secret_name(name) and self._is_free(value):
                return value
            return [self.value(name, item, kinds) for item in value]
        if is_set(value):
            return type(value)(self.value(name, item, kinds) for item in value)
        return value

    def fact(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """A fact without secrets, as databases hold it. What is kept as JSON holds any text as it is."""
        return {
            name: _mapped(item, self._masked if name in KEPT_AS_JSON else self.text)
            for name, item in content.items()
        }

    def _masked(self, text: str) -> str:
        if "://" in text or any(value in text for value in self._known):
            return self._masks.text(text)
        return text

    def _is_free(self, items: Iterable[object]) -> bool:
        """Whether no text of a list holds a secret; looks at all of them at once."""
        whole = "\n".join([item for item in items if isinstance(item, str)])
        return "://" not in whole and not any(value in whole for value in self._known)


def _mapped(value: Any, act: Callable[[str], str]) -> Any:
    """Plain data with each text, and each key, as ``act`` gives it."""
    if isinstance(value, str):
        return act(value)
    if is_dict(value):
        return {act(str(key)): _mapped(item, act) for key, item in value.items()}
    if is_list(value) or is_tuple(value):
        return [_mapped(item, act) for item in value]
    return value


def secrets_in(config: object, kinds: Kinds | None = None) -> list[str]:
    """The secret texts of a config: by its schema, and by the names they stand under."""
    by_name = list(_named("", config, {}, 0, kinds or Kinds()))
    if not is_generated(config):
        return by_name
    bare: Any = config._bare()
    origin = getattr(bare, "_origin", None)
    leaves: dict[str, Any] = origin.schema.leaves if origin is not None else {}
    paths = [path for path, leaf in leaves.items() if leaf.is_secret]
    by_field = [text for path in paths for value in _at(bare, path) for text in _texts(value)]
    return list(dict.fromkeys((*by_field, *by_name)))


def _at(config: object, path: str) -> Iterator[object]:
    for name in path.split("."):
        config = getattr(config, name, None)
    if config is not None:
        yield config


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_list(value) or is_tuple(value) or is_set(value):
        for item in value:
            yield from _texts(item)
    elif is_dict(value):
        for item in value.values():
            yield from _texts(item)
    else:
        yield str(value)


def _named(name: str, value: object, seen: dict[int, object], depth: int, kinds: Kinds) -> Iterator[str]:
    """The texts under secret names; each container is looked into once, also one that holds itself."""
    if isinstance(value, str):
        if is_secret_name(name):
            yield value
        return
    hidden = getattr(type(value), "get_secret_value", None)  # pydantic's
    if hidden is not None:
        yield str(hidden(value))
        return
    if id(value) in seen or depth > MAX_DEPTH:
        return
    items = _inside(name, value, kinds)
    if items is not None:
        seen[id(value)] = value
        for key, item in items:
            yield from _named(key, item, seen, depth + 1, kinds)


def _inside(name: str, value: object, kinds: Kinds) -> Iterable[tuple[str, object]] | None:
    """What stands in a container, each under the name that it goes by; None where that is no container."""
    if is_list(value) or is_tuple(value):
        if kinds.is_basic(value) and not (is_secret_name(name) and kinds.may_hold_texts(value)):
            return None
        return [(name, item) for item in value]
    try:
        if is_generated(value):
            return [(field.name, item) for field, item in value._bare()._items()]
        items = _items(value)
        return None if items is None else [(str(key), item) for key, item in items]
    except Exception:  # an object that does not let itself be looked into
        return None


def command(cover: Cover) -> list[str]:
    """The command line of the program, as it may be kept."""
    return cover.words(sys.argv)
