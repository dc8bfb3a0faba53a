"""Garbage collection: what no version, medium, table, source or journal refers to goes, once it is old.

Several stores may keep files in one folder, and runs on several machines. All of them have left their marks
there. What one of them refers to is asked of it; nothing is removed where one of them cannot be asked.

Journals are read before the tables: what moves from one to the other meanwhile is seen in one of them.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from time import time
from typing import cast

from sqlalchemy import Connection, delete, select

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track._errors import TrackError
from ato.track._location import Location, located
from ato.track.artifacts._download import forget_parts
from ato.track.blobs import Blobs, Pins, Swept, User, horizon, pins, sweep, unread, user_of, users
from ato.track.blobs._pins import digests_in, named_in
from ato.track.blobs._sweep import GRACE
from ato.track.store import Store, prepared
from ato.track.store._parts import parts


def collect(
    store: Store, grace: float = GRACE, *, beside: Sequence[str | os.PathLike[str]] = (), dry: bool = False
) -> Swept:
    """Remove content that nothing refers to and that is older than ``grace`` seconds, and left-over copies.

    With ``dry`` nothing is touched. Runs may log at the same moment: what they put is young, or held.
    ``beside`` are other stores that keep files in the same folder; those that are files of this machine are
    found without it. Raises ``TrackError`` where what a store refers to cannot be known: nothing is removed
    then.
    """
    if not grace >= 0:
        raise TrackError(str(grace), "is no age: a grace is a number of seconds")
    blobs = Blobs.of(store.location)
    with ExitStack() as stack:
        named = [_named(place) for place in _places(beside)]
        stores = [store, *(stack.enter_context(prepared(each)) for each in named)]
        stores += [stack.enter_context(prepared(each)) for each in _neighbours(blobs, stores)]
        before = horizon(blobs, time(), grace)
        marked, waiting = _marked(blobs, stores, dry=dry)
    try:
        swept = sweep(blobs, marked, before, dry=dry)
        parts = forget_parts(store.location, dry=dry)
    except OSError as error:
        raise TrackError(str(blobs.folder), f"cannot be written: {error.strerror or error}") from error
    gone = [digest for digest in swept.removed if digest not in blobs]
    if gone:
        with store.writing() as connection:
            _forget(connection, gone)
    told = tuple(str(each) for each in waiting if not Path(each.journal).is_file())
    return replace(swept, waiting=told, parts=swept.parts + parts)


def referenced(connection: Connection) -> Iterator[str]:
    """The digests that rows refer to."""
    for table in (kept.artifact_files, kept.media, kept.table_chunks):
        wanted = select(table.c.blob).where(table.c.blob.is_not(None)).distinct()
        yield from connection.scalars(wanted)
    for (text,) in connection.execute(select(t.sources.c.facts_json)):
        yield from digests_in(text.encode())
    for table in (kept.media, kept.table_defs):  # a medium of several files names them there
        for (text,) in connection.execute(select(table.c.meta_json).where(table.c.meta_json != "{}")):
            yield from digests_in(text.encode())


def _places(beside: object) -> list[str]:
    if isinstance(beside, (str, os.PathLike)):
        return [os.fspath(cast("str", beside))]
    return [os.fspath(each) for each in cast("Sequence[str]", beside)]


def _named(place: str) -> Location:
    """A store that is named. Raises ``TrackError`` where there is none: asking makes none."""
    location = located(place)
    if location.path is not None and not _is_store(location.path):
        raise TrackError(str(location), "there is no store here", ("nothing was removed",))
    return location


def _is_store(path: Path) -> bool:
    """Whether a file is the database of a store, of whichever version."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return bool(database.execute("SELECT max(version) FROM schema_versions").fetchone()[0] > 0)
    except (sqlite3.Error, OSError, TypeError):
        return False


def _neighbours(blobs: Blobs, stores: Sequence[Store]) -> list[Location]:
    """The databases of this machine that keep files in the same folder, beside those that are named.

    Raises ``TrackError`` where there are others, which cannot be asked.
    """
    named = {user_of(each.location, blobs.folder) for each in stores}
    found: list[Location] = []
    unknown: list[tuple[Path, User]] = []
    for mark, user in users(blobs.folder):
        path = user.path(blobs.folder)
        if user in named:
            continue
        if path is not None and _is_store(path):
            found.append(located(path))
        else:
            unknown.append((mark, user))
    if unknown:
        raise TrackError(
            str(blobs.folder),
            "holds what other stores refer to, and not all of them can be asked; nothing was removed",
            tuple(_advice(mark, user) for mark, user in unknown),
        )
    return found


def _advice(mark: Path, user: User) -> str:
    if not user.store:
        return (
            "a database that was here is lost, and what it referred to is kept for it: bring it back, or "
            f"remove {mark} to let that go"
        )
    return f"{user}: name it with beside=[...], or --beside; remove {mark} if it is gone for good"


def _marked(blobs: Blobs, stores: Sequence[Store], *, dry: bool) -> tuple[set[str], list[Pins]]:
    """Everything that is referred to, and what is pinned for journals that no database has read yet."""
    marked: set[str] = set()
    pinned = list(pins(blobs.folder))
    for each in stores:
        marked.update(named_in(each.location.journals))
    done: set[str] = set()
    for each in stores:
        with each.reading() as connection:
            table = kept.journals.c
            done.update(connection.scalars(select(table.name).where(table.state == "done")))
    for each in stores:
        with each.reading() as connection:
            marked.update(referenced(connection))
    left = unread(pinned, done, dry=dry)
    marked.update(*(each.digests for each in left))
    return marked, left


def _forget(connection: Connection, gone: list[str]) -> None:
    for part in parts(gone):
        used = select(kept.artifact_files.c.blob).where(kept.artifact_files.c.blob.in_(part))
        held = set(connection.scalars(used))
        free = [digest for digest in part if digest not in held]
        connection.execute(delete(kept.blobs).where(kept.blobs.c.digest.in_(free)))
