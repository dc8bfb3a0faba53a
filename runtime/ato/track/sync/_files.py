"""Files by content: each is hashed as it comes in, and never sent twice."""

from __future__ import annotations

from collections.abc import Iterable
from time import time
from typing import Any

from sqlalchemy import Connection, select

import ato.track.store._tables_kept as kept
from ato.track.blobs import Blobs
from ato.track.store._upsert import keep
from ato.track.sync._contents import DIGESTS
from ato.track.sync._ends import End, parts
from ato.track.sync._report import Report


def send_files(source: End, target: End, digests: Iterable[str], report: Report) -> None:
    """Bring these files to the target. One that is missing or damaged is told of, and its row says so."""
    wanted = sorted(set(digests))
    if not wanted or source.blobs.folder.absolute() == target.blobs.folder.absolute():
        _note(source, target, dict.fromkeys(wanted, "here"))
        return
    states = {digest: _sent(source, target, digest, report) for digest in wanted}
    _note(source, target, states)


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
    if target.blobs.renew(digest):
        return "here"
    if digest not in source.blobs:
        report.missing.append(f"{digest}: the file is not in {source.blobs.folder}")
        return "missing"
    found = target.blobs.put(source.blobs.path(digest))
    if found.digest != digest:
        report.missing.append(f"{digest}: the file in {source.blobs.folder} is damaged")
        return "missing"
    report.add("files")
    report.size += found.size
    return "here"


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
        rows: list[dict[str, Any]] = [
            {**row._mapping, "state": states[digest]} for digest, row in known.items() if digest not in there
        ]
        for digest in part:
            if (
                digest not in known
                and digest not in there
                and states[digest] == "here"
                and digest in target.blobs
            ):
                size = target.blobs.size(digest)
                rows.append(
                    {"digest": digest, "size": size, "created": time(), "media_type": "", "state": "here"}
                )
        if rows:
            with target.store.writing() as connection:
                keep(connection, table, rows)
