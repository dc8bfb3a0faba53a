"""Runs as flat rows: facts of each run by the names that filters use."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

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
Parts = tuple[str, ...]
Runs = Sequence[StoredRun]
Rows = Mapping[int, Row]


def rows_of(connection: Connection, runs: Runs, columns: Sequence[str] = ()) -> list[Row]:
    """A row for each run: what ``columns`` name, or without them everything it has.

    Raises ``QueryError`` for a column that no run can have.
    """
    asked = [parts_of(column) for column in columns]
    rows = {run.id: own(run) for run in runs}
    for start in range(0, len(runs), AT_ONCE):
        _fill(connection, runs[start : start + AT_ONCE], rows, asked)
    whole = [rows[run.id] for run in runs]
    if not asked:
        return whole
    names = [(column, spelled(*parts)) for column, parts in zip(columns, asked)]
    return [{column: row.get(name) for column, name in names} for row in whole]


def own(run: StoredRun) -> Row:
    """What stands in the row of a run itself."""
    values: Row = {name: getattr(run, name, None) for name in OWN}
    values["duration"] = (run.heartbeat if run.ended is None else run.ended) - run.started
    values["step"] = run.last_step
    values["parent"] = run.parent_uid
    values["structure"] = run.structure_digest
    return values


def parts_of(column: str) -> Parts:
    """The parts of a column: its kind, the name and for a metric the field.

    Raises ``QueryError`` for what names nothing.
    """
    found = tokens(column)
    if found[0].kind != "name" or found[1].kind != "end":
        raise QueryError(column, 0, len(column), "is not the name of a column")
    parts: Parts = found[0].value
    first, rest = parts[0], ".".join(parts[1:])
    if len(parts) == 1 and (first in OWN or first == "tag"):
        return ("tags",) if first == "tag" else parts
    if first == "metric" and len(parts) > 2 and parts[-1] in FIELDS:
        return "metric", ".".join(parts[1:-1]), parts[-1]
    if first in ("config", "summary", "code") and rest:
        return first, rest
    if first == "env" and rest:
        return first, package_name(parts)
    others = "config.KEY, metric.NAME.FIELD, summary.NAME, env.PACKAGE, code.TRACE"
    help = f"columns are {', '.join(OWN)}, {others}"
    raise QueryError(column, 0, len(column), "is not the name of a column", (help,))


def _fill(connection: Connection, runs: Runs, rows: Rows, asked: Sequence[Parts]) -> None:
    """Add what is asked for, and no more; if nothing is, what programs log."""
    kinds = {parts[0] for parts in asked} if asked else {"config", "metric", "summary"}
    for kind in sorted(kinds & KINDS.keys()):
        KINDS[kind](connection, runs, rows, [parts for parts in asked if parts[0] == kind])


def _named(column: ColumnElement[str], asked: Sequence[Parts]) -> list[ColumnElement[bool]]:
    return [column.in_(sorted({parts[1] for parts in asked}))] if asked else []


def _configs(connection: Connection, runs: Runs, rows: Rows, asked: Sequence[Parts]) -> None:
    entries = t.config_entries.c
    digests = {run.config_digest for run in runs if run.config_digest is not None}
    found: dict[str, Row] = {}
    wanted = select(entries.config_digest, entries.path, entries.value_json)
    mine = wanted.where(entries.config_digest.in_(digests), *_named(entries.path, asked))
    for digest, path, value in connection.execute(mine.order_by(entries.path)):
        found.setdefault(digest, {})[spelled("config", path)] = json.loads(value)
    for run in runs:
        rows[run.id].update(found.get(run.config_digest or "", {}))


def _metrics(connection: Connection, runs: Runs, rows: Rows, asked: Sequence[Parts]) -> None:
    fields = sorted({parts[2] for parts in asked}) or SHOWN
    keys = t.metric_keys.c
    columns = [FIELDS["first"].label("first")] if "first" in fields else []
    wanted = select(t.summaries, keys.name, *columns).join(t.metric_keys, keys.id == t.summaries.c.key_id)
    mine = (t.summaries.c.run_id.in_([run.id for run in runs]), t.summaries.c.number > 0)
    for row in connection.execute(wanted.where(*mine, *_named(keys.name, asked)).order_by(keys.name)):
        told = summary_of(row)
        for field in fields:
            value = row.first if field == "first" else getattr(told, field)
            rows[row.run_id][spelled("metric", row.name, field)] = value


def _summaries(connection: Connection, runs: Runs, rows: Rows, asked: Sequence[Parts]) -> None:
    table = t.summary_values.c
    wanted = select(table.run_id, table.name, table.value_json)
    mine = wanted.where(table.run_id.in_([run.id for run in runs]), *_named(table.name, asked))
    for run_id, name, value in connection.execute(mine.order_by(table.name)):
        rows[run_id][spelled("summary", name)] = json.loads(value)


def _packages(connection: Connection, runs: Runs, rows: Rows, asked: Sequence[Parts]) -> None:
    table = t.environments.c
    wanted = select(table.digest, table.python, table.facts_json)
    digests = {run.env_digest for run in runs if run.env_digest}
    found: dict[str | None, Row] = {}
    for digest, python, facts in connection.execute(wanted.where(table.digest.in_(digests))):
        packages: Row = json.loads(facts).get("packages") or {}
        versions = {**packages, "python": python}
        found[digest] = {spelled("env", name): versions.get(name) for _, name in asked}
    for run in runs:
        rows[run.id].update(found.get(run.env_digest, {}))


def _codes(connection: Connection, runs: Runs, rows: Rows, asked: Sequence[Parts]) -> None:
    table = t.run_codes.c
    wanted = select(table.run_id, table.trace, table.code_digest)
    mine = wanted.where(table.run_id.in_([run.id for run in runs]), *_named(table.trace, asked))
    for run_id, trace, digest in connection.execute(mine):
        rows[run_id][spelled("code", trace)] = digest


KINDS: Mapping[str, Callable[[Connection, Runs, Rows, Sequence[Parts]], None]] = {
    "config": _configs,
    "metric": _metrics,
    "summary": _summaries,
    "env": _packages,
    "code": _codes,
}
"""What adds each kind of column."""
