"""Connections: SQLite as it has to be set for many processes on one file, and PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError

from ato.track._errors import TrackError
from ato.track._location import Location

BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""
CONNECT_SECONDS = 10
ALIVE = {
    "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000,
}  # fmt: skip
"""After so long (seconds; milliseconds) a server that does not answer is taken for gone."""
WAL_KEPT = 64 << 20
"""How many bytes the write-ahead log of SQLite keeps when what is in it has come to the database."""
NETWORK = {
    "9p", "afs", "ceph", "cifs", "fuse", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "smb2",
    "smb3",    "smbfs",
}  # fmt: skip
"""File systems that several machines share, on which SQLite's WAL corrupts a database."""


def engine_of(location: Location) -> Engine:
    """The engine of a store. Connects to nothing yet."""
    if location.path is None:
        return _postgresql(location)
    path = location.path

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(_uri(path), uri=True, timeout=BUSY_SECONDS, check_same_thread=False)

    engine = create_engine(location.url, creator=connect)

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _: object) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.isolation_level = None  # transactions begin where we say
        _safe(connection)
        connection.execute(f"PRAGMA journal_size_limit={WAL_KEPT}")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        options = connection.get_execution_options()
        if options.get("is_final"):
            connection.exec_driver_sql("PRAGMA synchronous=FULL")
            connection.info["is_final"] = True
        elif connection.info.pop("is_final", False):
            _safe(connection.connection.driver_connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


def is_read_only(path: Path) -> bool:
    """Whether a database that is there can be read only: it is another user's, or on a disk that is."""
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _uri(path: Path) -> str:
    """How SQLite is to open a file. Without a right to write and without a log it takes no locks."""
    uri = path.absolute().as_uri()
    if not is_read_only(path):
        return uri
    log = path.with_name(f"{path.name}-wal")
    return f"{uri}?mode=ro" if log.exists() else f"{uri}?mode=ro&immutable=1"


def empty_log(engine: Engine) -> bool:
    """Bring all of SQLite's write-ahead log to the database; False where a reader still needs it."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout=0")  # who writes meanwhile does not wait for us
        try:
            is_held_up, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not is_held_up
        finally:
            driver.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000:.0f}")


def _safe(driver: Any) -> None:
    """Make a commit safe from the end of the process; with WAL, the disk itself has it later."""
    is_wal = driver.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    driver.execute(f"PRAGMA synchronous={'NORMAL' if is_wal else 'FULL'}")


def _postgresql(location: Location) -> Engine:
    try:
        return create_engine(
            location.url, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_SECONDS, **ALIVE}
        )
    except ImportError:
        help = ("pip install 'atoc[postgres]'",)
        raise TrackError(str(location), "needs psycopg, which is not installed", help) from None
    except (ArgumentError, ValueError):  # whose words may hold parts of the password
        help = ("postgresql://user:password@host:5432/database; in a password write / as %2F and @ as %40",)
        raise TrackError(str(location), "is no URL of a database", help) from None


def use_wal(connection: Connection, folder: Path) -> None:
    """Let readers go on while one writes, for good; not where machines share the disk."""
    driver: Any = connection.connection.driver_connection
    if not is_on_network(folder):
        _insist(lambda: driver.execute("PRAGMA journal_mode=WAL"))
        driver.execute("PRAGMA synchronous=NORMAL")
        return
    getLogger("ato.track").warning(
        "%s is on a disk that machines share: the store does without WAL there, and is slower; a local disk "
        "or PostgreSQL is not",
        folder,
    )


def _insist(act: Callable[[], object]) -> None:
    """Do what SQLite refuses while another connection is open, without waiting for it."""
    until = monotonic() + BUSY_SECONDS
    while True:
        try:
            act()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


@contextmanager
def writing(engine: Engine, *, is_final: bool = False) -> Generator[Connection, None, None]:
    """A transaction that writes: it has the database to itself from its first statement on in SQLite.

    A final one is on the disk itself when it ends, with all before it.
    """
    options = {"writes": True, "is_final": is_final}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def is_on_network(folder: Path) -> bool:
    """Whether a folder, which need not exist yet, lies on a file system that several machines share."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return kind_of(folder, mounts).partition(".")[0] in NETWORK  # fuse.sshfs and its like


def kind_of(folder: Path, mounts: list[str]) -> str:
    """The file system on which a folder lies, by the lines of a table of mounts; empty if unknown."""
    real = folder.resolve()
    found, depth = "", -1
    for line in mounts:
        words = line.split(" ")
        if len(words) < 3:
            continue
        place = Path(words[1].encode().decode("unicode_escape"))
        if (place == real or place in real.parents) and len(place.parts) >= depth:
            found, depth = words[2], len(place.parts)
    return found
