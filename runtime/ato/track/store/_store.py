"""A store: its place, its engine, and the questions that can be asked of it."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path
from time import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, text

import ato.track.store._media as _media
import ato.track.store._read as _read
from ato.track._errors import TrackError
from ato.track._location import Location, located
from ato.track.journal import Reader
from ato.track.store._engine import empty_log, engine_of, is_read_only, use_wal, writing
from ato.track.store._errors import of_driver
from ato.track.store._ingest import Ingest, settle
from ato.track.store._lock import locked
from ato.track.store._lost import note_lost
from ato.track.store._media import StoredKey, StoredMedium
from ato.track.store._rows import StoredConfig, StoredPoint, StoredRun, Summary
from ato.track.store._schema import STEPS, check, migrate, version_of
from ato.track.store._take_over import mark_silent, take_over

if TYPE_CHECKING:
    from ato.track.artifacts import Lineage, StoredArtifact, Version
    from ato.track.artifacts._lineage import Direction
    from ato.track.media import Table
    from ato.track.registry import Registry

ADVISORY = 0x61746F  # the number of our lock in PostgreSQL: "ato"


class Store:
    """An open store. Reading gives frozen values; use it as a context manager, or ``close`` it."""

    def __init__(self, location: Location, engine: Engine) -> None:
        self.location = location
        self.engine = engine

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Store({str(self.location)!r})"

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    # Transactions, for the rooms that read and write tables of their own.

    @contextmanager
    def reading(self) -> Generator[Connection, None, None]:
        """A connection that sees one state of the store. Raises ``TrackError`` for what it refuses."""
        with told(self.location), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection, None, None]:
        """A transaction, committed at the end; in SQLite no one else writes meanwhile."""
        with told(self.location), writing(self.engine) as connection:
            yield connection

    # Journals.

    def ingest(self, journal: Reader | str | os.PathLike[str]) -> Ingest:
        """What moves a journal into this store, part by part."""
        reader = journal if isinstance(journal, Reader) else Reader(journal)
        return Ingest(self.engine, reader, str(self.location))

    def empty_log(self) -> bool:
        """Bring SQLite's write-ahead log to the database; False where a reader still needs it."""
        return empty_log(self.engine)

    def settle(self, ingests: list[Ingest]) -> bool:
        """Bring what journals said to the disk itself; False where the store does not have it all."""
        return settle(self.engine, ingests)

    def take_over(self, folder: str | os.PathLike[str] | None = None, uid: str | None = None) -> int:
        """Read the journals of dead processes, of one run or of all; returns how many there were.

        ``folder`` is that of the store if it is not given.
        """
        with told(self.location):
            return take_over(self.engine, Path(folder) if folder else self.location.journals, uid)

    # Questions.

    def run(self, reference: str | int) -> StoredRun:
        """The run of that number, uid, at least 4 digits at either end of it, name, or ``project/name``.

        Raises ``TrackError`` for none, and for several.
        """
        with self.reading() as connection:
            return _read.find_run(connection, reference)

    def runs(
        self,
        project: str | None = None,
        *,
        status: str | None = None,
        tag: str | None = None,
        limit: int = _read.LISTED,
    ) -> list[StoredRun]:
        """Runs, the latest first; of one project, with that status, with that tag."""
        with self.reading() as connection:
            return _read.list_runs(connection, project, status, tag, limit)

    def history(self, run: StoredRun | str | int, key: str) -> list[StoredPoint]:
        """The points of a metric by step. Raises ``TrackError`` for one that no run of the project has."""
        with self.reading() as connection:
            return _read.history(connection, self._id(connection, run), key)

    def best(self, project: str, key: str, goal: str = "max", by: str = "") -> StoredRun | None:
        """The run whose metric is the highest (``max``) or the lowest (``min``); None where none has numbers.

        ``by`` is what of the metric is compared: ``last``, ``min`` or ``max``; else what the goal says.
        """
        for word, known in ((goal, ("max", "min")), (by or goal, ("last", "max", "min"))):
            if word not in known:
                raise TrackError(word, f"is none of {', '.join(known)}")
        with self.reading() as connection:
            return _read.best_of(connection, project, key, goal, by or goal)

    def summary(self, run: StoredRun | str | int) -> dict[str, Summary]:
        """The metrics of a run in numbers, by name."""
        with self.reading() as connection:
            return _read.summaries_of(connection, self._id(connection, run))

    def summary_values(self, run: StoredRun | str | int) -> dict[str, Any]:
        """What the program said of the run by ``run.summary.update``."""
        with self.reading() as connection:
            return _read.values_of(connection, self._id(connection, run))

    def config_of(self, run: StoredRun | str | int) -> StoredConfig | None:
        """The config of a run and who set each key of it; None where it was given none."""
        with self.reading() as connection:
            return _read.config_of(connection, self._id(connection, run))

    # What runs have made and used. The rooms for it stand on this one.

    def artifacts(self, project: str | None = None, *, type: str | None = None) -> list[StoredArtifact]:
        """The artifacts by project and name; of one project, of one type."""
        from ato.track.artifacts._find import list_artifacts

        with self.reading() as connection:
            return list_artifacts(connection, project, type)

    def artifact(self, reference: str, project: str | None = None) -> Version:
        """The version of that name: ``project/name:v2``, ``name:alias``, ``name`` (the latest)."""
        from ato.track.artifacts._find import find

        with self.reading() as connection:
            return find(connection, self.location, reference, project)

    def versions(self, name: str, project: str | None = None) -> list[Version]:
        """The versions of an artifact, the latest first."""
        from ato.track.artifacts._find import versions_of

        with self.reading() as connection:
            return versions_of(connection, self.location, name, project)

    def lineage(
        self,
        subject: Version | StoredRun | str | int,
        direction: Direction = "both",
        depth: int | None = None,
    ) -> Lineage:
        """What a version or a run came from (``up``), what came of it (``down``), or both, as a graph.

        A text with a ``:`` names a version, any other a run. ``depth`` bounds how many edges are followed.
        """
        from ato.track.artifacts._lineage import lineage

        with self.reading() as connection:
            return lineage(connection, self.location, subject, direction, depth)

    @property
    def registry(self) -> Registry:
        """The named versions of the store, their stages and who promoted them."""
        from ato.track.registry import Registry

        return Registry(self)

    def media(self, run: StoredRun | str | int, key: str) -> list[StoredMedium]:
        """The media of a run under a name, by step; ``value`` of each is what was logged.

        Raises ``TrackError`` where the run has none of that name.
        """
        with self.reading() as connection:
            return _media.media_of(connection, self._id(connection, run), key, self.location.blobs)

    def media_keys(self, run: StoredRun | str | int) -> list[StoredKey]:
        """The names under which a run has media, with their kinds."""
        with self.reading() as connection:
            return _media.keys_of(connection, self._id(connection, run))

    def table(self, run: StoredRun | str | int, name: str) -> Table:
        """A table of a run, with all its rows. Raises ``TrackError`` where the run has none of that name."""
        with self.reading() as connection:
            return _media.table_of(connection, self._id(connection, run), name, self.location.blobs)

    def tables(self, run: StoredRun | str | int) -> dict[str, int]:
        """The tables of a run by name, with how many rows each has."""
        with self.reading() as connection:
            return _media.tables_of(connection, self._id(connection, run))

    def _id(self, connection: Connection, run: StoredRun | str | int) -> int:
        return run.id if isinstance(run, StoredRun) else _read.find_run(connection, run).id


def open_store(store: str | os.PathLike[str] | None = None) -> Store:
    """Open a store, made if it is not there, and take over what dead processes have left in it.

    ``store`` is a path (``.ato/runs.db``), a folder, or ``postgresql://...``; without it, ``ATO_STORE`` says.
    Raises ``TrackError`` for what cannot be opened, and for the tables of a newer ato.
    """
    opened = prepared(located(store))
    try:
        if opened.location.path is None or not is_read_only(opened.location.path):
            _tidy(opened)
    except BaseException:
        opened.close()
        raise
    return opened


def _tidy(store: Store) -> None:
    """Take over what the dead have left. Where it cannot be stored, that is told: the rest can be read."""
    try:
        store.take_over()
        with told(store.location):
            mark_silent(store.engine, time(), store.location.journals)
    except TrackError as error:
        getLogger("ato.track").warning("what dead processes have left is not taken over: %s", error)


def prepared(location: Location) -> Store:
    """The store of that place with tables of the latest version. Leaves the journals of others alone."""
    engine = engine_of(location)
    try:
        with told(location):
            _prepare(location, engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(location, engine)


def _prepare(location: Location, engine: Engine) -> None:
    if location.path is None or location.path.exists():
        with engine.connect() as connection:
            version = version_of(connection)
        check(version, str(location))
        if version == STEPS[-1].version:
            return
        if location.path is not None and is_read_only(location.path):
            message = f"has tables of version {version}, and no one may bring them up to date here"
            raise TrackError(str(location), message, ("open it once where it can be written",))
    if location.path is None:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ADVISORY})
            migrate(connection, str(location))
        return
    with locked(location.path.with_name(f"{location.path.name}.lock")):
        with engine.connect() as connection:
            use_wal(connection, location.path.parent)
        with writing(engine) as connection:
            if migrate(connection, str(location)) == 0:
                note_lost(location)


@contextmanager
def told(location: Location) -> Generator[None, None, None]:
    """Tell what a database refuses in a line of ours."""
    try:
        yield
    except Exception as error:
        original = of_driver(error)
        if original is None and not isinstance(error, OSError):
            raise
        why = str(original) if original is not None else getattr(error, "strerror", "") or str(error)
        words = " ".join(why.split())
        raise TrackError(str(location), f"the store cannot be used: {words}", _advice(words)) from error


def _advice(why: str) -> tuple[str, ...]:
    if "not a database" in why or "malformed" in why:
        return ("move the file away: a new store is made, and the journals beside it are read into it",)
    if "readonly" in why or "unable to open" in why or "Permission" in why or "Read-only" in why:
        return ("name a store in a folder that can be written: store=..., or ATO_STORE",)
    if "full" in why or "No space" in why:
        return ("the disk is full: runs go on, and are kept in their journals while these can grow",)
    if "connection" in why:
        return (
            "see whether the server runs, and whether host, port, name and password of the URL are right",
        )
    if "locked" in why:
        return ("another program has been writing for long: see which one, and try again",)
    if "disk I/O" in why:
        return (
            "the disk may be full (df), or broken; a full one has no room for the log that reading needs",
        )
    return ()
