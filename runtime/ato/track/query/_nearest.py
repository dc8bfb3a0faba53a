"""The runs whose configs are nearest to that of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

import ato.track.store._tables as t
from ato.track._errors import TrackError
from ato.track.query._sharing import found
from ato.track.store import StoredRun
from ato.track.store._read import AT_ONCE

NUMBERS = ("int", "float")


class Near(NamedTuple):
    """A run, how far its config is (0 for equal ones, 1 for nothing in common), and the keys that differ."""

    run: StoredRun
    distance: float
    differs: tuple[str, ...]


class Entry(NamedTuple):
    """A value of a config, as far as it is compared."""

    kind: str
    num: float | None
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
    if keys and not base and not any(configs.values()):
        raise TrackError(", ".join(keys), "no config has such a key")
    told = {digest: distance(base, configs.get(digest, {})) for digest in digests}
    near = [Near(each, *told[each.config_digest or ""]) for each in others]
    return sorted(near, key=lambda each: (each.distance, -each.run.started, -each.run.id))[:limit]


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
    if left.kind in NUMBERS and right.kind in NUMBERS and left.num is not None and right.num is not None:
        size = abs(left.num) + abs(right.num)
        return abs(left.num - right.num) / size if size and isfinite(size) else float(bool(size))
    return 1.0


def _configs(connection: Connection, digests: Sequence[str], keys: Iterable[str]) -> dict[str, Config]:
    entries = t.config_entries.c
    below = tuple(f"{key}." for key in keys)
    named = frozenset(keys)
    found: dict[str, dict[str, Entry]] = {}
    wanted = select(entries.config_digest, entries.path, entries.kind, entries.num, entries.value_hash)
    for start in range(0, len(digests), AT_ONCE):
        part = digests[start : start + AT_ONCE]
        for digest, path, *rest in connection.execute(wanted.where(entries.config_digest.in_(part))):
            if not named or path in named or path.startswith(below):
                found.setdefault(digest, {})[path] = Entry(*rest)
    return dict(found)
