"""Covering what is called a secret, in a config without a schema and on the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from ato.config.formats._plain import MASK
from ato.fingerprint._plain import MAX_DEPTH, _items, is_generated
from ato.fingerprint.surroundings._masks import Masks, is_secret_name, secrets_of


def covered(path: str, value: object) -> object:
    """The value, or a mask for a text under a name such as ``password`` or ``api_key``."""
    if isinstance(value, (str, bytes)) and value and is_secret_name(path.rpartition(".")[2]):
        return MASK
    return value


def secrets_in(config: object) -> list[str]:
    """The secret texts of a config: by its schema, or, without one, by the names they stand under."""
    if not is_generated(config):
        return list(_named("", config, {}, 0))
    bare: Any = config._bare()
    origin = getattr(bare, "_origin", None)
    leaves: dict[str, Any] = origin.schema.leaves if origin is not None else {}
    return [str(value) for path, leaf in leaves.items() if leaf.is_secret for value in _at(bare, path)]


def _at(config: object, path: str) -> Iterator[object]:
    for name in path.split("."):
        config = getattr(config, name, None)
    if config is not None:
        yield config


def _named(name: str, value: object, seen: dict[int, object], depth: int) -> Iterator[str]:
    """The texts under secret names; each container is looked into once, also one that holds itself."""
    if isinstance(value, str):
        if is_secret_name(name):
            yield value
        return
    items = _items(value)
    if items is None or id(value) in seen or depth > MAX_DEPTH:
        return
    seen[id(value)] = value
    for key, item in items:
        yield from _named(str(key), item, seen, depth + 1)


def command(words: Iterable[str] = ()) -> list[str]:
    """The command line of the program, or other words of one, as it may be kept."""
    return list(Masks(secrets_of(os.environ)).words(words or sys.argv))
