"""What is kept by content: configs, code, environments, sources. The same digest is the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, select

import ato.track.store._tables as t
from ato.track.store._parts import parts
from ato.track.store._upsert import keep
from ato.track.sync._ends import End, storable

DIGESTS = re.compile(r"\b[0-9a-f]{64}\b")


def send_contents(source: End, target: End, run_id: int, row: Any) -> None:
    """Bring everything that a run refers to by its digest into the target."""
    for table, column, digest in (
        (t.config_entries, "config_digest", row["config_digest"]),
        (t.environments, "digest", row["env_digest"]),
        (t.sources, "digest", row["source_digest"]),
    ):
        if digest is not None:
            _send(source, target, table, column, [digest])
    with source.store.reading() as connection:
        codes = _codes(connection, run_id)
    _send(source, target, t.code_fingerprints, "digest", sorted(codes))


def _send(source: End, target: End, table: Table, column: str, digests: list[str]) -> None:
    """Copy the rows of digests that are not there; all of one digest come together."""
    for part in parts(digests):
        with target.store.reading() as connection:
            there = set(
                connection.scalars(select(table.c[column]).where(table.c[column].in_(part)).distinct())
            )
        absent = [digest for digest in part if digest not in there]
        if not absent:
            continue
        with source.store.reading() as connection:
            rows = [
                dict(row._mapping)
                for row in connection.execute(select(table).where(table.c[column].in_(absent)))
            ]
        with target.store.writing() as connection:
            for piece in parts(rows):
                keep(connection, table, [storable(connection, row) for row in piece])


def _codes(connection: Connection, run_id: int) -> set[str]:
    """The digests of all functions that those of a run reach."""
    own = (
        select(t.run_codes.c.code_digest).where(t.run_codes.c.run_id == run_id),
        select(t.view_applies.c.code_digest).where(t.view_applies.c.run_id == run_id),
    )
    found: set[str] = set()
    asked = {digest for wanted in own for digest in connection.scalars(wanted) if digest is not None}
    while asked:
        found |= asked
        asked = _called(connection, asked) - found
    return found


def reached_code(connection: Connection, run_id: int) -> list[dict[str, Any]]:
    """The functions that those of a run reach, in order of their digests."""
    table, found = t.code_fingerprints, list[dict[str, Any]]()
    for part in parts(sorted(_codes(connection, run_id))):
        rows = connection.execute(select(table).where(table.c.digest.in_(part)).order_by(table.c.digest))
        found += [dict(row._mapping) for row in rows]
    return found


def _called(connection: Connection, digests: Iterable[str]) -> set[str]:
    codes = t.code_fingerprints.c
    called: set[str] = set()
    for part in parts(sorted(digests)):
        for text in connection.scalars(select(codes.calls_json).where(codes.digest.in_(part))):
            called |= set(DIGESTS.findall(text))
    return called
