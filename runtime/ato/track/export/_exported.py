"""A run as it is read from a store, once for all formats."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track.blobs import Blobs
from ato.track.store import Store, StoredPoint, StoredRun

INFINITY = float("inf")


@dataclass(frozen=True, slots=True)
class Medium:
    """Something that was logged beside numbers. ``content`` is None where its file is not there."""

    key: str
    step: int
    ord: int
    kind: str
    time: float
    meta: Mapping[str, Any]
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Exported:
    """A run, and the store to read the rest from."""

    store: Store
    blobs: Blobs
    run: StoredRun

    @property
    def title(self) -> str:
        """A name that no other run of the store has."""
        return f"{self.run.name}-{self.run.short}"

    def keys(self) -> list[str]:
        """The names of the metrics."""
        return list(self.store.summary(self.run))

    def points(self) -> Iterator[tuple[str, StoredPoint]]:
        """The points, metric by metric, by step; superseded ones too."""
        for key in self.all_keys():
            for point in self.store.history(self.run, key):
                yield key, point

    def all_keys(self) -> list[str]:
        """The names of the metrics, those too of which only superseded points are left."""
        keys, c = t.metric_keys.c, t.summaries.c
        wanted = select(keys.name).join(t.summaries, c.key_id == keys.id).where(c.run_id == self.run.id)
        with self.store.reading() as connection:
            return list(connection.scalars(wanted.order_by(keys.name)))

    def config(self) -> dict[str, Any]:
        """The config as nested mappings where its keys are, else by path."""
        found = self.store.config_of(self.run)
        return {} if found is None else {path: key.value for path, key in found.keys.items() if path}

    def summary(self) -> dict[str, Any]:
        """What the program said of the run."""
        return dict(sorted(self.store.summary_values(self.run).items()))

    def media(self) -> Iterator[Medium]:
        """What was logged beside numbers, by name and step."""
        c, keys = kept.media.c, t.metric_keys.c
        wanted = (
            select(kept.media, keys.name)
            .join(t.metric_keys, keys.id == c.key_id)
            .where(c.run_id == self.run.id)
        )
        with self.store.reading() as connection:
            rows = list(connection.execute(wanted.order_by(keys.name, c.step, c.ord)))
        for row in rows:
            meta = json.loads(row.meta_json)
            yield Medium(
                row.name, row.step, row.ord, row.kind, row.time, meta, self.content(row.blob, row.inline)
            )

    def content(self, blob: str | None, inline: bytes | None) -> bytes | None:
        """The bytes of something that is kept in a file or in the row itself."""
        if blob is None:
            return None if inline is None else bytes(inline)
        return self.blobs.path(blob).read_bytes() if blob in self.blobs else None


def facts(run: StoredRun) -> dict[str, Any]:
    """What is known of a run as a whole, for people and programs."""
    names = (
        "uid", "project", "name", "status", "reason", "error", "started", "ended", "host", "pid",
        "parent_uid", "group", "notes", "tags", "fork_step", "last_step", "config_digest",
        "structure_digest", "code_digest", "env_digest", "source_digest", "command",
    )  # fmt: skip
    found = {name: getattr(run, name) for name in names}
    return found | {name: list(getattr(run, name)) for name in ("tags", "command")}


def in_json(value: float) -> float | str:
    """A number as JSON has it; what JSON has no word for is a text."""
    if value != value:
        return "nan"
    return value if abs(value) != INFINITY else ("inf" if value > 0 else "-inf")


def strict(value: Any) -> Any:
    """A value as JSON has it, however deep the numbers lie for which it has no word."""
    if isinstance(value, dict):
        return {name: strict(item) for name, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [strict(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return in_json(value) if isinstance(value, float) else value
