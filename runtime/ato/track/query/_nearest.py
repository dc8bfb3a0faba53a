"""The runs whose configs are nearest to that of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from math import isfinite
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, select

import ato.track.store._tables as t
from ato.config import suggestion
from ato.track._errors import TrackError
from ato.track.query._sharing import found
from ato.track.store import StoredRun
from ato.track.store._read import AT_ONCE

NUMBERS = ("int", "float")
NEIGHBOURS = 2.0**-53
"""How far integers are from each other that are the same as floats."""


class Near(NamedTuple):
    """A run, how far its config is (0 for equal ones, 1 for nothing in common), and the keys that differ."""

    run: StoredRun
    distance: float
    differs: tuple[str, ...]


class Entry(NamedTuple):
    """A value of a config, as far as it is compared."""

    kind: str
    num: float | None
    beside: str | None
    value_hash: str


Config = Mapping[str, Entry]


def near_to(
    connection: Connection, runs: Sequence[StoredRun], run: Any, keys: Sequence[str], limit: int
) -> list[Near]:
    """The runs but that one, the nearest first; the latest first among equals."""
    mine = found(connection, run)
    if mine.config_digest is None:
        raise TrackError(f"{mine.project}/{mine.name}", "the run was given no config")
    others = [each for each in runs if each.id != mine.id and each.config_digest is not None]
    digests = {mine.config_digest, *(each.config_digest for each in others if each.config_digest)}
    configs = _configs(connection, sorted(digests), keys)
    base = configs.get(mine.config_digest, {})
    _check(keys, {path for config in configs.values() for path in config})
    told = {digest: distance(base, configs.get(digest, {})) for digest in digests}
    near = [Near(each, *told[each.config_digest or ""]) for each in others]
    return sorted(near, key=lambda each: (each.distance, -each.run.started, -each.run.id))[:limit]


def _check(keys: Sequence[str], known: Set[str]) -> None:
    for key in keys:
        if key not in known and not any(path.startswith(f"{key}.") for path in known):
            near = suggestion(key, sorted(known)) if known else ()
            raise TrackError(key, "no config of these runs has such a key", near)


def distance(left: Config, right: Config) -> tuple[float, tuple[str, ...]]:
    """How far two configs are from each other, and the keys that differ."""
    keys = sorted(left.keys() | right.keys())
    added = {key: apart(left.get(key), right.get(key)) for key in keys}
    differs = tuple(key for key in keys if added[key])
    return (sum(added.values()) / len(keys) if keys else 0.0), differs


def apart(left: Entry | None, right: Entry | None) -> float:
    """What a key adds: 0 for an equal value, less than 1 for two numbers of one sign, else 1."""
    if left is None or right is None:
        return 1.0
    if left.value_hash == right.value_hash:
        return 0.0
    if left.kind not in NUMBERS or right.kind not in NUMBERS or left.num is None or right.num is None:
        return 1.0
    if left.num == right.num:
        return 0.0 if left.beside == right.beside else NEIGHBOURS
    a, b = left.num / 2, right.num / 2  # their sum is a float, too
    return abs(a - b) / (abs(a) + abs(b)) if isfinite(a) and isfinite(b) and (a or b) else 1.0


def _configs(connection: Connection, digests: Sequence[str], keys: Iterable[str]) -> dict[str, Config]:
    entries = t.config_entries.c
    below = tuple(f"{key}." for key in keys)
    named = frozenset(keys)
    found: dict[str, dict[str, Entry]] = {}
    beside = case((entries.kind == "int", entries.txt))
    columns = (entries.kind, entries.num, beside, entries.value_hash)
    wanted = select(entries.config_digest, entries.path, *columns)
    for start in range(0, len(digests), AT_ONCE):
        part = digests[start : start + AT_ONCE]
        for digest, path, *rest in connection.execute(wanted.where(entries.config_digest.in_(part))):
            if not named or path in named or path.startswith(below):
                found.setdefault(digest, {})[path] = Entry(*rest)
    return dict(found)
