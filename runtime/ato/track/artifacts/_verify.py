"""Verification: hashing what the store holds anew."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, select, update

import ato.track.store._tables_kept as kept
from ato.track.artifacts._find import by_ids, find
from ato.track.artifacts._holders import Holders, in_passing, of_runs, of_versions, runs_on
from ato.track.artifacts._version import Version
from ato.track.blobs import Blobs, is_digest
from ato.track.store import Store

AT_ONCE = 4
"""How many contents are hashed at the same time."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Content that is not as it was: ``missing``, ``damaged``, or ``changed`` of a version's rows.

    ``held_by`` are the files of versions that are affected, as ``cifar/model:v0 weights.pt``, and media and
    tables of runs; ``runs`` those that logged it, and that made or used such a version, as ``cifar/first``.
    """

    digest: str
    state: str
    held_by: tuple[str, ...]
    runs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """How many contents were hashed and how large they were, and what is wrong."""

    count: int
    size: int
    faults: tuple[Fault, ...]


def verify(store: Store, versions: Sequence[str | Version] = ()) -> Verified:
    """Hash the content of versions, or all that the store holds; what is found is noted in the store."""
    blobs = Blobs.of(store.location)
    with store.reading() as connection:
        holders = _holders(connection, store, versions)
    digests = sorted(holders.names if versions else {*holders.names, *blobs})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        states = dict(zip(digests, pool.map(partial(_state, blobs), digests)))
    if "missing" in states.values():  # what was deleted meanwhile is no fault
        with store.reading() as connection:
            holders = _holders(connection, store, versions)
        states = {
            each: state for each, state in states.items() if state != "missing" or each in holders.names
        }
    _note(store, blobs, states)
    with store.reading() as connection:
        faults = _faults(
            connection, holders, {each: state for each, state in states.items() if state != "here"}
        )
    return Verified(len(states), sum(_size(blobs, each) for each in states if states[each] == "here"), faults)


def _holders(connection: Connection, store: Store, versions: Sequence[str | Version]) -> Holders:
    holders = Holders()
    of_versions(connection, _chosen(connection, store, versions), holders)
    if not versions:
        of_runs(connection, holders)
    return holders


def _chosen(connection: Connection, store: Store, versions: Sequence[str | Version]) -> list[Version]:
    if versions:
        return [
            each if isinstance(each, Version) else find(connection, store.location, each) for each in versions
        ]
    table = kept.artifact_versions.c
    ids = list(connection.scalars(select(table.id).where(table.state == "ready").order_by(table.id)))
    return by_ids(connection, store.location, ids)


def _faults(connection: Connection, holders: Holders, states: dict[str, str]) -> tuple[Fault, ...]:
    in_passing(connection, [digest for digest in states if digest not in holders.names], holders)
    faults = [Fault(version.digest, "changed", (str(version),)) for version in holders.changed]
    for digest, state in states.items():
        held_by = tuple(holders.names.get(digest, ()))
        faults.append(Fault(digest, state, held_by, runs_on(connection, holders, digest)))
    return tuple(faults)


def _state(blobs: Blobs, digest: str) -> str:
    return blobs.check(digest) if is_digest(digest) else "missing"  # nothing of ours writes such a row


def _size(blobs: Blobs, digest: str) -> int:
    with suppress(OSError):  # it was sound a moment ago
        return blobs.path(digest).stat().st_size
    return 0


def _note(store: Store, blobs: Blobs, states: dict[str, str]) -> None:
    """Write down what was found. On a server, what is not on this machine may be on the one that made it."""
    table = kept.blobs
    is_alone = store.location.path is None and not (blobs.user and blobs.user.is_apart)
    with store.reading() as connection:
        pairs = connection.execute(select(table.c.digest, table.c.state))
        known: dict[str, str] = {row.digest: row.state for row in pairs}
    changed = {
        digest: state
        for digest, state in states.items()
        if known.get(digest, state) != state and not (is_alone and state == "missing")
    }
    if changed:
        with store.writing() as connection:
            for digest, state in changed.items():
                connection.execute(update(table).where(table.c.digest == digest).values(state=state))
