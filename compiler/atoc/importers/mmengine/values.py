"""The values of configs of mmengine: how those of a file go over those of its bases, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeGuard

from atoc.importers.evaluation import inner
from atoc.importers.mmengine.placeholders import base_path
from atoc.importers.plain import is_dict, is_list, is_tuple

DELETE = "_delete_"
Path = tuple[str, ...]
Table = dict[str, object]


def is_table(value: object) -> TypeGuard[Table]:
    """Whether a value is a mapping from texts."""
    return is_dict(value) and all(isinstance(key, str) for key in value)


def merged(own: Mapping[str, object], base: Mapping[str, object]) -> Table:
    """The values of a file over those of its bases: mappings are merged, all else is replaced."""
    found = dict(base)
    for key, value in own.items():
        under = found.get(key)
        if is_table(value) and is_table(under) and not value.get(DELETE):
            found[key] = merged(value, under)
        elif key != DELETE:
            found[key] = without_marks(value)
    return found


def changes(before: Table, after: Table) -> Table:
    """What has to be said over one table so that it comes to the other."""
    found: Table = {}
    for key, value in after.items():
        under = before.get(key)
        if key in before and under == value and repr(under) == repr(value):
            continue
        if not is_table(value) or not is_table(under):
            found[key] = value
        elif under.keys() - value.keys():
            found[key] = {**value, DELETE: True}
        else:
            found[key] = changes(under, value)
    return found


def overlaid(own: Table, under: Table) -> Table:
    """What two tables say together, the first over the second; what they say to replace is kept so."""
    found = dict(under)
    for key, value in own.items():
        below = found.get(key)
        is_over = is_table(value) and is_table(below) and not value.get(DELETE)
        found[key] = overlaid(value, below) if is_over and is_table(value) and is_table(below) else value
    return found


def without_marks(value: object) -> object:
    """A value in which nothing says any more that it replaces another."""
    if is_table(value):
        return {key: without_marks(item) for key, item in value.items() if key != DELETE}
    return value


def with_bases(value: object, bases: Mapping[str, object]) -> object:
    """A value in which texts that stand for values of the bases are those; raises :class:`Untold`."""
    path = base_path(value)
    if path is not None:
        found: object = bases
        for key in path:
            found = inner(found, key)
        return found
    if is_dict(value):
        return {key: with_bases(item, bases) for key, item in value.items()}
    if is_list(value):
        return [with_bases(item, bases) for item in value]
    return tuple(with_bases(item, bases) for item in value) if is_tuple(value) else value


def tables(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Everything in nested mappings with its path, the mappings themselves among it."""
    yield path, value
    if is_table(value):
        for key, item in value.items():
            yield from tables(item, (*path, key))


def at(table: Mapping[str, object], path: Path) -> object:
    """What stands at a path; raises ``KeyError`` where nothing does."""
    value: object = table
    for key in path:
        if not is_table(value):
            raise KeyError(key)
        value = value[key]
    return value


def has(table: Mapping[str, object], path: Path) -> bool:
    """Whether something stands at a path."""
    try:
        at(table, path)
    except KeyError:
        return False
    return True
