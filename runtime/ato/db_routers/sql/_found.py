"""What a finder gives: frozen values with Ato's names, which read more of the store when they are asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, select, true

import ato.track.store._tables as t
from ato.track._location import Location
from ato.track.store import StoredRun, prepared
from ato.track.store._read import history
from ato.track.store._tables_kept import artifact_versions, artifacts, lineage

Answer = TypeVar("Answer")
Tree = dict[str, Any]


@dataclass(frozen=True)
class Project:
    """A project. ``created_at`` is in UTC."""

    id: int
    name: str
    description: str
    created_at: datetime


@dataclass(frozen=True)
class Metric:
    """A point of a metric, with the time at which it was logged."""

    run_id: int
    key: str
    value: float
    step: int
    timestamp: datetime


@dataclass(frozen=True)
class FoundArtifact:
    """A file that a run has made: where it lay, what it is called, its version."""

    run_id: int
    path: str
    data_type: str
    data_info: Tree | None
    name: str


@dataclass(frozen=True)
class Fingerprint:
    """The fingerprint of a function's code (``static``), or of all that its calls gave back (``runtime``)."""

    run_id: int
    trace_id: str
    trace_type: str
    fingerprint: str


@dataclass(frozen=True)
class Experiment:
    """A run. ``stored`` is the run as ``ato.track`` gives it; times are in UTC, ``tags`` a list.

    ``config``, ``metrics``, ``artifacts``, ``fingerprints`` and ``project`` are read when they are asked for.
    """

    id: int
    project_id: int
    structural_hash: str
    tags: list[str]
    status: str
    start_time: datetime
    end_time: datetime | None
    stored: StoredRun = field(repr=False)
    place: Location = field(repr=False)

    @property
    def project(self) -> Project | None:
        """The project of the run."""
        return self._ask(lambda connection: project_named(connection, self.stored.project))

    @property
    def config(self) -> Tree:
        """The config, nested, with secrets covered; empty where the run was given none."""
        return self._ask(self._config)

    @property
    def metrics(self) -> list[Metric]:
        """Every point that was logged, by metric and step."""
        return self._ask(lambda connection: list(self._metrics(connection)))

    @property
    def artifacts(self) -> list[FoundArtifact]:
        """The files that the run has made."""
        return self._ask(lambda connection: list(self._artifacts(connection)))

    @property
    def fingerprints(self) -> list[Fingerprint]:
        """Those of code, then those of outputs."""
        return self._ask(lambda connection: list(fingerprints_of(connection, t.runs.c.id == self.id)))

    def _ask(self, question: Callable[[Connection], Answer]) -> Answer:
        with prepared(self.place) as store, store.reading() as connection:
            return question(connection)

    def _config(self, connection: Connection) -> Tree:
        entries = t.config_entries.c
        wanted = select(entries.path, entries.value_json)
        mine = wanted.where(entries.config_digest == self.stored.config_digest).order_by(entries.path)
        tree: Tree = {}
        for path, value in connection.execute(mine):
            _put(tree, path, json.loads(value))
        return tree

    def _metrics(self, connection: Connection) -> Iterator[Metric]:
        keys = t.metric_keys.c
        wanted = select(keys.name).join(t.summaries, t.summaries.c.key_id == keys.id)
        for name in list(
            connection.scalars(wanted.where(t.summaries.c.run_id == self.id).order_by(keys.name))
        ):
            for point in history(connection, self.id, name):
                if not point.is_superseded:
                    yield Metric(self.id, name, point.value, point.step, moment(point.time))

    def _artifacts(self, connection: Connection) -> Iterator[FoundArtifact]:
        versions = artifact_versions.c
        wanted = (
            select(artifacts.c.name, artifacts.c.type, versions.metadata_json)
            .join(artifact_versions, versions.artifact_id == artifacts.c.id)
            .join(lineage, lineage.c.version_id == versions.id)
            .where(lineage.c.run_id == self.id, lineage.c.role == "made")
            .order_by(lineage.c.time, versions.id)
        )
        for name, kind, metadata in connection.execute(wanted):
            info: Tree = json.loads(metadata)
            path = str(info.pop("path", name))
            yield FoundArtifact(self.id, path, kind, info or None, name)


def _put(tree: Tree, path: str, value: object) -> None:
    """Put a value where its path says; under the whole path where a key has a dot and stands in the way."""
    inner = tree
    *above, last = path.split(".")
    for name in above:
        below: Any = inner.setdefault(name, {})
        if type(below) is not dict:
            tree[path] = value
            return
        inner = cast("Tree", below)
    inner[last] = value


def experiments(connection: Connection, place: Location, runs: list[StoredRun]) -> list[Experiment]:
    """Runs with Ato's names."""
    ids = {row.name: row.id for row in connection.execute(select(t.projects.c.name, t.projects.c.id))}
    return [
        Experiment(
            id=run.id,
            project_id=ids[run.project],
            structural_hash=run.structure_digest or "",
            tags=list(run.tags),
            status=run.status,
            start_time=moment(run.started),
            end_time=None if run.ended is None else moment(run.ended),
            stored=run,
            place=place,
        )
        for run in runs
    ]


def project_named(connection: Connection, name: str) -> Project | None:
    """The project of that name; None where there is none."""
    row = connection.execute(select(t.projects).where(t.projects.c.name == name)).first()
    return None if row is None else Project(row.id, row.name, row.description, moment(row.created))


def fingerprints_of(
    connection: Connection, *conditions: Any, trace: str | None = None
) -> Iterator[Fingerprint]:
    """Of the runs for which the conditions hold, under one trace or all: those of code, then of outputs.

    That of outputs is the last link of their chain, which all of them are in.
    """
    codes, outputs, traces, runs = t.run_codes.c, t.output_fingerprints.c, t.traces.c, t.runs.c
    wanted = select(codes.run_id, codes.trace, codes.code_digest).join(t.runs, runs.id == codes.run_id)
    named = (codes.trace == trace,) if trace is not None else ()
    ordered = wanted.where(*conditions, *named).order_by(codes.run_id, codes.trace)
    for run_id, name, digest in connection.execute(ordered):
        yield Fingerprint(run_id, name, "static", digest)
    mine = (outputs.run_id == runs.id, outputs.trace_id == traces.id)
    last = select(outputs.chain).where(*mine).order_by(outputs.seq.desc()).limit(1).scalar_subquery()
    pairs = select(runs.id, traces.name, last).select_from(t.runs.join(t.traces, true()))
    named = (traces.name == trace,) if trace is not None else ()
    for run_id, name, chain in connection.execute(
        pairs.where(*conditions, *named).order_by(runs.id, traces.name)
    ):
        if chain is not None:
            yield Fingerprint(run_id, name, "runtime", bytes(chain).hex())


def moment(seconds: float) -> datetime:
    """A time in UTC, and saying so."""
    return datetime.fromtimestamp(seconds, timezone.utc)
