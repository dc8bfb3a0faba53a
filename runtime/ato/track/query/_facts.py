"""Runs as flat rows: facts of each run by the names that filters use."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

import ato.track.store._tables as t
from ato.track.query._around import package_name
from ato.track.query._errors import QueryError
from ato.track.query._logged import FIELDS
from ato.track.query._subject import spelled
from ato.track.query._tokens import tokens
from ato.track.store import StoredRun
from ato.track.store._read import AT_ONCE, summary_of

OWN = (
    "id", "uid", "project", "name", "status", "started", "ended", "duration", "host", "group", "step",
    "parent", "structure", "notes", "reason", "tags",
)  # fmt: skip
SHOWN = ("last", "min", "max")
Row = dict[str, Any]


def rows_of(connection: Connection, runs: Sequence[StoredRun], columns: Sequence[str] = ()) -> list[Row]:
    """A row for each run: what ``columns`` name, or without them everything it has.

    Raises ``QueryError`` for a column that no run can have.
    """
    asked = [normal(column) for column in columns]
    everything = not asked
    kinds = {name.partition(".")[0].partition("[")[0] for name in asked}
    rows = {run.id: own(run) for run in runs}
    for start in range(0, len(runs), AT_ONCE):
        part = runs[start : start + AT_ONCE]
        if everything or "config" in kinds:
            _add_configs(connection, part, rows)
        if everything or "metric" in kinds:
            _add_metrics(connection, part, rows, FIELDS if "metric" in kinds else SHOWN)
        if everything or "summary" in kinds:
            _add_summaries(connection, part, rows)
        if "env" in kinds:
            _add_packages(connection, part, rows)
        if "code" in kinds:
            _add_codes(connection, part, rows)
    whole = [rows[run.id] for run in runs]
    if everything:
        return whole
    return [{column: row.get(name) for column, name in zip(columns, asked)} for row in whole]


def own(run: StoredRun) -> Row:
    """What stands in the row of a run itself."""
    values: Row = {name: getattr(run, name, None) for name in OWN}
    values["duration"] = (run.heartbeat if run.ended is None else run.ended) - run.started
    values["step"] = run.last_step
    values["parent"] = run.parent_uid
    values["structure"] = run.structure_digest
    return values


def normal(column: str) -> str:
    """A column as it is spelled in rows. Raises ``QueryError`` for what names nothing."""
    found = tokens(column)
    if found[0].kind != "name" or found[1].kind != "end":
        raise QueryError(column, 0, len(column), "is not the name of a column")
    parts: list[str] = list(found[0].value)
    first = parts[0]
    if len(parts) == 1 and (first in OWN or first == "tag"):
        return "tags" if first == "tag" else first
    if first == "metric" and len(parts) > 2 and parts[-1] in FIELDS:
        return spelled("metric", ".".join(parts[1:-1]), parts[-1])
    if first == "env" and len(parts) > 1:
        return spelled("env", package_name(parts))
    if first in ("config", "summary", "code") and len(parts) > 1:
        return spelled(first, ".".join(parts[1:]))
    help = (
        f"columns are {', '.join(OWN)}, config.KEY, metric.NAME.FIELD, summary.NAME, env.PACKAGE, code.TRACE"
    )
    raise QueryError(column, 0, len(column), "is not the name of a column", (help,))


def _add_configs(connection: Connection, runs: Sequence[StoredRun], rows: Mapping[int, Row]) -> None:
    entries = t.config_entries.c
    digests = {run.config_digest for run in runs if run.config_digest is not None}
    found: dict[str, Row] = {}
    wanted = select(entries.config_digest, entries.path, entries.value_json)
    for digest, path, value in connection.execute(wanted.where(entries.config_digest.in_(digests))):
        found.setdefault(digest, {})[spelled("config", path)] = json.loads(value)
    for run in runs:
        rows[run.id].update(found.get(run.config_digest or "", {}))


def _add_metrics(
    connection: Connection, runs: Sequence[StoredRun], rows: Mapping[int, Row], fields: Any
) -> None:
    ids = [run.id for run in runs]
    keys = t.metric_keys.c
    columns = [FIELDS["first"].label("first")] if "first" in fields else []
    wanted = select(t.summaries, keys.name, *columns).join(t.metric_keys, keys.id == t.summaries.c.key_id)
    mine = (t.summaries.c.run_id.in_(ids), t.summaries.c.number > 0)
    for row in connection.execute(wanted.where(*mine).order_by(keys.name)):
        told = summary_of(row)
        for field in fields:
            value = row.first if field == "first" else getattr(told, field)
            rows[row.run_id][spelled("metric", row.name, field)] = value


def _add_summaries(connection: Connection, runs: Sequence[StoredRun], rows: Mapping[int, Row]) -> None:
    table = t.summary_values.c
    wanted = select(table.run_id, table.name, table.value_json)
    for run_id, name, value in connection.execute(wanted.where(table.run_id.in_([run.id for run in runs]))):
        rows[run_id][spelled("summary", name)] = json.loads(value)


def _add_packages(connection: Connection, runs: Sequence[StoredRun], rows: Mapping[int, Row]) -> None:
    table = t.environments.c
    wanted = select(table.digest, table.python, table.facts_json)
    found: dict[str, Row] = {}
    for digest, python, facts in connection.execute(
        wanted.where(table.digest.in_({run.env_digest for run in runs if run.env_digest}))
    ):
        packages: Row = json.loads(facts).get("packages") or {}
        found[digest] = {spelled("env", name): version for name, version in packages.items()}
        found[digest]["env.python"] = python
    for run in runs:
        rows[run.id].update(found.get(run.env_digest or "", {}))


def _add_codes(connection: Connection, runs: Sequence[StoredRun], rows: Mapping[int, Row]) -> None:
    table = t.run_codes.c
    wanted = select(table.run_id, table.trace, table.code_digest)
    for run_id, trace, digest in connection.execute(wanted.where(table.run_id.in_([run.id for run in runs]))):
        rows[run_id][spelled("code", trace)] = digest
