"""What two stores have of the same runs, compared part by part by digests of what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, select

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track.store import Store
from ato.track.sync._heads import Head, heads
from ato.track.sync._sync import Place, looked_at, opened

Rows = Iterator[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of which two stores do not have the same. ``parts`` are what differs, or ``()`` if one lacks it.

    ``only_in`` says which one has it then.
    """

    run: str
    parts: tuple[str, ...]
    only_in: str = ""

    def __str__(self) -> str:
        return (
            f"{self.run}: only in {self.only_in}"
            if self.only_in
            else f"{self.run}: {', '.join(self.parts)} differ"
        )


def check(
    source: Place | Store | None, target: Place | Store, *, project: str | None = None, run: str | None = None
) -> list[Difference]:
    """The runs that are not the same in both stores; of one project, or one run of the source.

    Everything that is stored of a run is compared; numbers that are a store's own are not.
    """
    with ExitStack() as stack:
        ours, theirs = opened(stack, source), looked_at(stack, target)
        uids = None if run is None else [ours.run(run).uid]
        a, b = _heads(ours, project, uids), _heads(theirs, project, uids)
        found: list[Difference] = []
        for uid in sorted({*a, *b}):
            if uid not in a or uid not in b:
                head, store = (a[uid], ours) if uid in a else (b[uid], theirs)
                found.append(Difference(head.title, (), str(store.location)))
                continue
            ours_parts, theirs_parts = digests(ours, a[uid]), digests(theirs, b[uid])
            names = {**ours_parts, **theirs_parts}
            parts = tuple(name for name in names if ours_parts.get(name) != theirs_parts.get(name))
            if parts:
                found.append(Difference(a[uid].title, parts))
    return found


def digests(store: Store, head: Head) -> dict[str, str]:
    """A digest of each part of a run; of metrics, one each."""
    found = {
        "status": _digest(iter([_of(head.row)])),
        "name": _digest(iter([(head.project, head.texts["name"])])),
        "notes": _digest(iter([(head.texts["notes"],)])),
        "tags": _digest(iter([tuple(sorted(head.tags))])),
        "segments": _digest(iter(head.segments)),
    }
    with store.reading() as connection:
        for name, rows in PARTS.items():
            found[name] = _digest(rows(connection, head))
        found |= _metrics(connection, head)
    return found


def _heads(store: Store, project: str | None, uids: list[str] | None) -> dict[str, Head]:
    with store.reading() as connection:
        return heads(connection, project, uids)


def _of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple((name, row[name]) for name in sorted(row) if name != "actor")


def _digest(rows: Rows) -> str:
    hashed = sha256()
    for row in rows:
        hashed.update(repr(tuple(map(_same, row))).encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def _same(item: Any) -> Any:
    """A value as it is read from either database. SQLite has no negative zero; a column beside it tells."""
    if isinstance(item, memoryview):
        return item.tobytes()
    return item + 0.0 if isinstance(item, float) else item


def _config(connection: Connection, head: Head) -> Rows:
    entries = t.config_entries
    digest = head.row["config_digest"]
    yield from _sorted(connection, select(entries).where(entries.c.config_digest == digest))
    for table in (t.config_keys, t.config_events, t.view_applies):
        yield from _own(connection, table, head)


def _code(connection: Connection, head: Head) -> Rows:
    codes = select(t.run_codes.c.code_digest).where(t.run_codes.c.run_id == head.id)
    yield from _own(connection, t.run_codes, head)
    yield from _sorted(connection, select(t.code_fingerprints).where(t.code_fingerprints.c.digest.in_(codes)))


def _around(connection: Connection, head: Head) -> Rows:
    for table, digest in ((t.environments, head.row["env_digest"]), (t.sources, head.row["source_digest"])):
        yield from _sorted(connection, select(table).where(table.c.digest == digest))


def _outputs(connection: Connection, head: Head) -> Rows:
    table = t.output_fingerprints
    columns = [column for column in table.c if column.name not in ("run_id", "trace_id")]
    wanted = select(t.traces.c.name, *columns).join(t.traces, t.traces.c.id == table.c.trace_id)
    yield from _sorted(connection, wanted.where(table.c.run_id == head.id))


def _media(connection: Connection, head: Head) -> Rows:
    table, keys = kept.media, t.metric_keys
    columns = [column for column in table.c if column.name not in ("run_id", "key_id")]
    wanted = select(keys.c.name, *columns).join(keys, keys.c.id == table.c.key_id)
    yield from _sorted(connection, wanted.where(table.c.run_id == head.id))


def _tables(connection: Connection, head: Head) -> Rows:
    for table in (kept.table_defs, kept.table_chunks):
        yield from _own(connection, table, head)


def _artifacts(connection: Connection, head: Head) -> Rows:
    c, versions, artifacts = kept.lineage.c, kept.artifact_versions.c, kept.artifacts
    wanted = (
        select(artifacts.c.name, versions.digest, c.role, c.slot, c.time)
        .join(kept.artifact_versions, versions.id == c.version_id)
        .join(artifacts, artifacts.c.id == versions.artifact_id)
    )
    yield from _sorted(connection, wanted.where(c.run_id == head.id))


def _summary(connection: Connection, head: Head) -> Rows:
    yield from _own(connection, t.summary_values, head)


PARTS: Mapping[str, Callable[[Connection, Head], Rows]] = {
    "config": _config,
    "code": _code,
    "environment and sources": _around,
    "outputs": _outputs,
    "media": _media,
    "tables": _tables,
    "artifacts": _artifacts,
    "summary": _summary,
}


def _metrics(connection: Connection, head: Head) -> dict[str, str]:
    """A digest of the points and the summary of each metric."""
    keys, c, summaries = t.metric_keys.c, t.points.c, t.summaries
    mine = select(c.key_id).where(c.run_id == head.id).distinct()
    found: dict[str, str] = {}
    for key_id, name in connection.execute(
        select(keys.id, keys.name).where(keys.id.in_(mine)).order_by(keys.name)
    ):
        points = select(c.step, c.ord, c.segment, c.time, c.value, c.code).order_by(c.step, c.ord)
        rows = connection.execution_options(yield_per=10_000).execute(
            points.where(c.run_id == head.id, c.key_id == key_id)
        )
        columns = [column for column in summaries.c if column.name not in ("run_id", "key_id")]
        summary = select(*columns).where(summaries.c.run_id == head.id, summaries.c.key_id == key_id)
        told: list[tuple[Any, ...]] = [tuple(row) for row in (*rows, *connection.execute(summary))]
        found[f"metric {name}"] = _digest(iter(told))
    return found


def _own(connection: Connection, table: Table, head: Head) -> Rows:
    columns = [column for column in table.c if column.name != "run_id"]
    yield from _sorted(connection, select(*columns).where(table.c.run_id == head.id))


def _sorted(connection: Connection, wanted: Any) -> Rows:
    """Rows in an order that no database decides."""
    yield from sorted((tuple(row) for row in connection.execute(wanted)), key=repr)
