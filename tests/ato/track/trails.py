"""Audit trails that somebody tampers with who may do everything in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection


def unguarded(connection: Connection) -> None:
    """Take away what holds the trail in the database: then only its hashes show what is done to it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE audits DISABLE TRIGGER USER"))
        return
    names = connection.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audits'")
    )
    for name in list(names):
        connection.execute(text(f"DROP TRIGGER {name}"))
