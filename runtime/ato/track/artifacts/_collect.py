"""Garbage collection: what no version, medium, table, source or journal refers to goes, once it is old.

Journals are read before the tables: what moves from one to the other meanwhile is seen in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time

from sqlalchemy import Connection, delete, select

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track._errors import TrackError
from ato.track.blobs import Blobs, Swept, horizon, sweep
from ato.track.blobs._sweep import GRACE
from ato.track.store import Store

PIECE = 1 << 24
_DIGEST = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def collect(store: Store, grace: float = GRACE, *, dry: bool = False) -> Swept:
    """Remove content that nothing refers to and that is older than ``grace`` seconds, and left-over copies.

    With ``dry`` nothing is touched. Runs may log at the same moment: what they put is young, or held.
    """
    if grace < 0:
        raise TrackError(str(grace), "is no age: a grace is a number of seconds")
    blobs = Blobs(store.location.blobs)
    before = horizon(blobs, time(), grace)
    marked = set(_in_journals(store.location.journals))
    with store.reading() as connection:
        marked |= set(referenced(connection))
    try:
        swept = sweep(blobs, marked, before, dry=dry)
    except OSError as error:
        raise TrackError(str(blobs.folder), f"cannot be written: {error.strerror or error}") from error
    gone = [digest for digest in swept.removed if digest not in blobs]
    if gone:
        with store.writing() as connection:
            _forget(connection, gone)
    return swept


def referenced(connection: Connection) -> Iterator[str]:
    """The digests that rows refer to."""
    for table in (kept.artifact_files, kept.media, kept.table_chunks):
        wanted = select(table.c.blob).where(table.c.blob.is_not(None)).distinct()
        yield from connection.scalars(wanted)
    for (text,) in connection.execute(select(t.sources.c.facts_json)):
        yield from _digests(text.encode())
    for table in (kept.media, kept.table_defs):  # a medium of several files names them there
        for (text,) in connection.execute(select(table.c.meta_json).where(table.c.meta_json != "{}")):
            yield from _digests(text.encode())


def _in_journals(folder: Path) -> Iterator[str]:
    """Every digest that a journal which has not been read yet may refer to."""
    for path in folder.glob("*.j*"):
        with suppress(FileNotFoundError), path.open("rb") as file:
            before = b""
            while piece := file.read(PIECE):
                yield from _digests(before + piece)
                before = piece[-130:]


def _digests(content: bytes) -> Iterator[str]:
    return (found.decode() for found in _DIGEST.findall(content))


def _forget(connection: Connection, gone: list[str]) -> None:
    for start in range(0, len(gone), 500):
        part = gone[start : start + 500]
        used = select(kept.artifact_files.c.blob).where(kept.artifact_files.c.blob.in_(part))
        held = set(connection.scalars(used))
        free = [digest for digest in part if digest not in held]
        connection.execute(delete(kept.blobs).where(kept.blobs.c.digest.in_(free)))
