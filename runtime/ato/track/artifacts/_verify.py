"""Verification: hashing what the store holds anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

import ato.track.store._tables_kept as kept
from ato.track.artifacts._find import by_ids, files_of, find
from ato.track.artifacts._manifest import digest_of
from ato.track.artifacts._version import Version
from ato.track.blobs import Blobs
from ato.track.store import Store


@dataclass(frozen=True, slots=True)
class Fault:
    """Content that is not as it was: ``missing``, ``damaged``, or ``changed`` of a version's rows.

    ``held_by`` are the files of versions that are affected, as ``cifar/model:v0 weights.pt``.
    """

    digest: str
    state: str
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """How many contents were hashed and how large they were, and what is wrong."""

    count: int
    size: int
    faults: tuple[Fault, ...]


def verify(store: Store, versions: Sequence[str | Version] = ()) -> Verified:
    """Hash the content of versions, or all that the store holds; what is found is noted in the store."""
    blobs = Blobs(store.location.blobs)
    with store.reading() as connection:
        chosen = _chosen(connection, store, versions)
        holders, faults = _holders(connection, chosen)
        digests = set(holders) if versions else {*holders, *_beside(connection), *blobs}
    states = {digest: blobs.check(digest) for digest in sorted(digests)}
    size = sum(blobs.size(digest) for digest, state in states.items() if state == "here")
    for digest, state in states.items():
        if state != "here":
            faults.append(Fault(digest, state, tuple(holders.get(digest, ()))))
    _note(store, states)
    return Verified(len(states), size, tuple(faults))


def _beside(connection: Connection) -> set[str]:
    """What media and tables refer to as their content."""
    found: set[str] = set()
    for table in (kept.media, kept.table_chunks):
        found.update(connection.scalars(select(table.c.blob).where(table.c.blob.is_not(None)).distinct()))
    return found


def _chosen(connection: Connection, store: Store, versions: Sequence[str | Version]) -> list[Version]:
    if versions:
        return [
            each if isinstance(each, Version) else find(connection, store.location, each) for each in versions
        ]
    table = kept.artifact_versions.c
    ids = list(connection.scalars(select(table.id).where(table.state == "ready").order_by(table.id)))
    return by_ids(connection, store.location, ids)


def _holders(connection: Connection, versions: Sequence[Version]) -> tuple[dict[str, list[str]], list[Fault]]:
    """Which files have which content, and the versions whose rows are not those that were logged."""
    holders: dict[str, list[str]] = {}
    faults: list[Fault] = []
    for version in versions:
        files = files_of(connection, version.id)
        if digest_of(files) != version.digest:
            faults.append(Fault(version.digest, "changed", (str(version),)))
        for file in files:
            if file.digest is not None:
                holders.setdefault(file.digest, []).append(f"{version} {file.path}")
    return holders, faults


def _note(store: Store, states: dict[str, str]) -> None:
    table = kept.blobs
    with store.reading() as connection:
        pairs = connection.execute(select(table.c.digest, table.c.state))
        known: dict[str, str] = {row.digest: row.state for row in pairs}
    changed = {digest: state for digest, state in states.items() if known.get(digest, state) != state}
    if changed:
        with store.writing() as connection:
            for digest, state in changed.items():
                connection.execute(update(table).where(table.c.digest == digest).values(state=state))
