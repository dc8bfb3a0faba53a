"""Inserting rows that may be there, in the words of either database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, and take the new values of those whose key is there. All rows name the same columns."""
    if rows:
        given = _insert(connection, table)
        keys = [column.name for column in table.primary_key]
        changed = {name: given.excluded[name] for name in rows[0] if name not in keys}
        connection.execute(given.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))


def keep(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, and leave those alone whose key, or another unique value, is there."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), list(rows))


def _insert(connection: Connection, table: Table) -> Any:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
