"""Who refers to content, as people call them: files of versions, media, tables and sources of runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track.artifacts._find import files_of
from ato.track.artifacts._manifest import digest_of
from ato.track.artifacts._version import Version
from ato.track.blobs._pins import digests_in
from ato.track.store._parts import parts

_media, _chunks, _runs = kept.media, kept.table_chunks, t.runs.c


@dataclass(frozen=True, slots=True)
class Holders:
    """What refers to each digest and which runs have logged it; versions whose rows are not those logged."""

    names: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    versions: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    runs: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    changed: list[Version] = field(default_factory=list[Version])

    def add(self, digest: str, run: str, what: str) -> None:
        """Note that a run refers to content."""
        self.names.setdefault(digest, []).append(f"{run} {what}")
        self.runs.setdefault(digest, set()).add(run)


def of_versions(connection: Connection, versions: Sequence[Version], into: Holders) -> None:
    """Add the files of versions."""
    for version in versions:
        files = files_of(connection, version.id)
        if digest_of(files) != version.digest:
            into.changed.append(version)
        for file in files:
            if file.digest is not None:
                into.names.setdefault(file.digest, []).append(f"{version} {file.path}")
                into.versions.setdefault(file.digest, set()).add(version.id)


def of_runs(connection: Connection, into: Holders) -> None:
    """Add the media and tables of runs."""
    keys = t.metric_keys.c
    columns = (_media.c.blob, _media.c.kind, keys.name.label("key"), _media.c.step)
    wanted = _of_run(_media, *columns).join(t.metric_keys, keys.id == _media.c.key_id)
    for row in connection.execute(wanted.where(_media.c.blob.is_not(None))):
        into.add(row.blob, f"{row.project}/{row.run}", f"{row.kind} {row.key} at step {row.step}")
    wanted = _of_run(_chunks, _chunks.c.blob, _chunks.c.name.label("table"), _chunks.c.seq)
    for row in connection.execute(wanted.where(_chunks.c.blob.is_not(None))):
        into.add(row.blob, f"{row.project}/{row.run}", f"part {row.seq} of the table {row.table}")


def in_passing(connection: Connection, digests: Iterable[str], into: Holders) -> None:
    """Add what names these digests beside its own content: media of several files, sources of runs."""
    wanted = set(digests)
    for table in (_media, kept.table_defs) if wanted else ():
        for row in connection.execute(_of_run(table, table.c.meta_json).where(table.c.meta_json != "{}")):
            for digest in wanted.intersection(digests_in(row.meta_json.encode())):
                into.add(digest, f"{row.project}/{row.run}", "a medium of several files")
    sources = select(t.sources.c.facts_json, _runs.name.label("run"), t.projects.c.name.label("project"))
    sources = sources.join(t.runs, _runs.source_digest == t.sources.c.digest)
    sources = sources.join(t.projects, t.projects.c.id == _runs.project_id)
    for row in connection.execute(sources) if wanted else ():
        for digest in wanted.intersection(digests_in(row.facts_json.encode())):
            into.add(digest, f"{row.project}/{row.run}", "its sources")


def runs_on(connection: Connection, holders: Holders, digest: str) -> tuple[str, ...]:
    """The runs that hang on content: those that have logged it, and that made or used a version with it."""
    found = set(holders.runs.get(digest, ()))
    table = kept.lineage
    for ids in parts(sorted(holders.versions.get(digest, ()))):
        wanted = _of_run(table).where(table.c.version_id.in_(ids))
        found.update(f"{row.project}/{row.run}" for row in connection.execute(wanted))
    return tuple(sorted(found))


def _of_run(table: Table, *columns: Any) -> Any:
    """Columns of a table, with the name and the project of the run that each row is of."""
    named = select(*columns, _runs.name.label("run"), t.projects.c.name.label("project")).select_from(table)
    return named.join(t.runs, _runs.id == table.c.run_id).join(
        t.projects, t.projects.c.id == _runs.project_id
    )
