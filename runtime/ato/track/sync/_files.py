"""Files by content: each is hashed as it comes in, and never sent twice."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from contextlib import ExitStack, contextmanager
from time import time
from typing import Any

from sqlalchemy import Connection, Row, select, update

import ato.track.store._tables_kept as kept
from ato.track._errors import TrackError
from ato.track.blobs import Blobs
from ato.track.store._parts import parts
from ato.track.store._upsert import keep
from ato.track.sync._contents import DIGESTS
from ato.track.sync._ends import End
from ato.track.sync._report import Report

HERE, MISSING, DAMAGED = "here", "missing", "damaged"
NAMED = (
    kept.blobs.c.digest, kept.media.c.blob, kept.table_chunks.c.blob, kept.artifact_files.c.blob,
)  # fmt: skip
"""Where a store names files by their content."""


@contextmanager
def held(target: End, digests: Collection[str]) -> Generator[None, None, None]:
    """While this lasts, no collection in the target takes these files, which its rows do not name yet.

    Raises ``TrackError`` where its folder cannot be written.
    """
    with ExitStack() as stack:
        if digests:
            try:
                stack.enter_context(target.blobs.held())
            except OSError as error:
                raise _unwritable(target, error) from error
        yield


def send_files(source: End, target: End, digests: Iterable[str], report: Report) -> None:
    """Bring these files to the target. One that is missing or damaged is told of, and its row says so."""
    wanted = sorted(set(digests))
    _note(source, target, {digest: _sent(source, target, digest, report) for digest in wanted})


def send_missing(source: End, target: End, report: Report) -> None:
    """Try those files again that the target lacks or has damaged, of the ones that the source knows of."""
    table = kept.blobs.c
    with target.store.reading() as connection:
        wanted = select(table.digest).where(table.state.in_((MISSING, DAMAGED))).order_by(table.digest)
        lacking = list(connection.scalars(wanted))
    for part in parts(lacking):
        with source.store.reading() as connection:
            known = {
                digest
                for column in NAMED
                for digest in connection.scalars(select(column).where(column.in_(part)))
            }
        asked = [digest for digest in part if digest in known or digest in source.blobs]
        found = [digest for digest in asked if _fetched(source, target, digest, report) == HERE]
        if found:
            with target.store.writing() as connection:
                connection.execute(update(kept.blobs).where(table.digest.in_(found)).values(state=HERE))


def absent_files(target: End, digests: Iterable[str]) -> int:
    """How many of these files the target lacks."""
    return sum(digest not in target.blobs for digest in set(digests))


def files_of(connection: Connection, run_id: int, blobs: Blobs) -> set[str]:
    """The files of the media and tables of a run; of those that are named beside, the ones that are there."""
    found: set[str] = set()
    for table in (kept.media, kept.table_chunks):
        wanted = select(table.c.blob).where(table.c.run_id == run_id, table.c.blob.is_not(None)).distinct()
        found |= set(connection.scalars(wanted))
    for table in (kept.media, kept.table_defs):
        told = select(table.c.meta_json).where(table.c.run_id == run_id, table.c.meta_json != "{}")
        for text in connection.scalars(told):
            found |= {digest for digest in DIGESTS.findall(text) if digest in blobs}
    return found


def _sent(source: End, target: End, digest: str, report: Report) -> str:
    return HERE if target.blobs.renew(digest) else _fetched(source, target, digest, report)


def _fetched(source: End, target: End, digest: str, report: Report) -> str:
    """Copy a file over what the target has in its place, if anything; what has become of it."""
    if digest not in source.blobs:
        report.miss(f"{digest}: the file is not in {source.blobs.folder}")
        return MISSING
    try:
        found = target.blobs.put(source.blobs.path(digest))
    except TrackError as error:
        report.miss(f"{digest}: the file in {source.blobs.folder} {error.problem.message}")
        return MISSING
    except OSError as error:
        raise _unwritable(target, error) from error
    if found.digest != digest:
        report.miss(f"{digest}: the file in {source.blobs.folder} is damaged")
        return MISSING
    report.add("files")
    report.size += found.size
    return HERE


def _unwritable(target: End, error: OSError) -> TrackError:
    return TrackError(str(target.blobs.folder), f"cannot be written: {error.strerror}")


def _note(source: End, target: End, states: dict[str, str]) -> None:
    """Copy what is known of files into the table of the target."""
    table = kept.blobs
    for part in parts(list(states)):
        with source.store.reading() as connection:
            known = {
                row.digest: row for row in connection.execute(select(table).where(table.c.digest.in_(part)))
            }
        with target.store.reading() as connection:
            there = set(connection.scalars(select(table.c.digest).where(table.c.digest.in_(part))))
        absent = [digest for digest in part if digest not in there]
        rows = [{**_about(known.get(digest), target, digest), "state": states[digest]} for digest in absent]
        if rows:
            with target.store.writing() as connection:
                keep(connection, table, rows)


def _about(row: Row[Any] | None, target: End, digest: str) -> dict[str, Any]:
    """What the source knows of a file, or what can be seen of it."""
    if row is not None:
        return dict(row._mapping)
    size = target.blobs.size(digest) if digest in target.blobs else 0
    return {"digest": digest, "size": size, "created": time(), "media_type": ""}
