"""Reading media and tables: what was logged, decoded when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.config import suggestion
from ato.track._errors import TrackError
from ato.track.blobs import Blobs
from ato.track.store._superseded import cuts

if TYPE_CHECKING:
    from ato.track.media import Medium, Table


@dataclass(frozen=True, slots=True)
class StoredMedium:
    """A medium of a run at a step. ``ord`` counts those of one step; ``blob`` names its file, if it has one.

    A superseded one was left behind when the run was resumed from an earlier step.
    """

    name: str
    kind: str
    step: int
    ord: int
    time: float
    meta: Mapping[str, Any]
    blob: str | None
    inline: bytes | None
    blobs: Path
    is_superseded: bool

    @property
    def content(self) -> bytes:
        """The bytes, in the format of others that the kind has. Raises ``TrackError`` where they are gone."""
        return _content(self.blobs, self.blob, self.inline)

    @property
    def value(self) -> Medium:
        """The value that was logged."""
        from ato.track.media import decoded

        return decoded(self.kind, self.content, self.meta)


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A name under which a run has media: their kind (the latest, if there are several), and how many."""

    name: str
    kind: str
    count: int


def media_of(connection: Connection, run_id: int, name: str, blobs: Path) -> list[StoredMedium]:
    """The media of a run under a name by step. Raises ``TrackError`` where it has none of that name."""
    media, keys = kept.media, t.metric_keys
    wanted = (
        select(media)
        .join(keys, keys.c.id == media.c.key_id)
        .where(media.c.run_id == run_id, keys.c.name == name)
        .order_by(media.c.step, media.c.ord)
    )
    rows = list(connection.execute(wanted))
    if not rows:
        known = [key.name for key in keys_of(connection, run_id)]
        raise TrackError(name, "the run has no media of that name", _near(name, known))
    cut = cuts(connection, run_id)
    names = ("kind", "step", "ord", "time", "blob", "inline")
    return [
        StoredMedium(
            **{each: getattr(row, each) for each in names},
            name=name,
            meta=json.loads(row.meta_json),
            blobs=blobs,
            is_superseded=row.segment in cut and row.step >= cut[row.segment],
        )
        for row in rows
    ]


def keys_of(connection: Connection, run_id: int) -> list[StoredKey]:
    """The names under which a run has media."""
    media, keys = kept.media, t.metric_keys
    wanted = (
        select(keys.c.name, func.max(media.c.kind), func.count())
        .join(keys, keys.c.id == media.c.key_id)
        .where(media.c.run_id == run_id)
        .group_by(keys.c.name)
        .order_by(keys.c.name)
    )
    return [StoredKey(name, kind, count) for name, kind, count in connection.execute(wanted)]


def table_of(connection: Connection, run_id: int, name: str, blobs: Path) -> Table:
    """A table of a run with all its rows that count. Raises ``TrackError`` where it has none of that name."""
    from ato.track.media._chunks import joined, unpacked
    from ato.track.media._table import table_of

    definitions, chunks = kept.table_defs, kept.table_chunks
    wanted = select(definitions.c.columns_json).where(
        definitions.c.run_id == run_id, definitions.c.name == name
    )
    found = connection.scalar(wanted)
    if found is None:
        raise TrackError(name, "the run has no such table", _near(name, list(tables_of(connection, run_id))))
    cut = cuts(connection, run_id)
    rows = connection.execute(
        select(chunks).where(chunks.c.run_id == run_id, chunks.c.name == name).order_by(chunks.c.seq)
    )
    parts = [
        unpacked(row.format, _content(blobs, row.blob, row.inline))
        for row in rows
        if row.segment not in cut or row.step is None or row.step < cut[row.segment]
    ]
    declared = {each["name"]: each["type"] for each in json.loads(found)}
    return table_of(*joined(declared, parts))


def tables_of(connection: Connection, run_id: int) -> dict[str, int]:
    """The tables of a run by name, with how many rows each was given."""
    definitions, chunks = kept.table_defs, kept.table_chunks
    names = connection.scalars(select(definitions.c.name).where(definitions.c.run_id == run_id))
    found = dict.fromkeys(sorted(names), 0)
    counted = select(chunks.c.name, func.sum(chunks.c.rows)).where(chunks.c.run_id == run_id)
    found.update({name: int(rows) for name, rows in connection.execute(counted.group_by(chunks.c.name))})
    return found


def _content(blobs: Path, blob: str | None, inline: bytes | None) -> bytes:
    if blob is None:
        return bytes(inline or b"")
    return Blobs(blobs).get(blob).read_bytes()


def _near(name: str, known: list[str]) -> tuple[str, ...]:
    return suggestion(name, known) or ((f"it has {', '.join(known[:5])}",) if known else ("it has none",))
