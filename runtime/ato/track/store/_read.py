"""Reading runs, their metrics and their configs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import nan
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select

import ato.track.store._tables as t
from ato.config import suggestion
from ato.track._errors import TrackError
from ato.track._texts import storable
from ato.track.store._rows import (
    AppliedView,
    ConfigKey,
    ConfigWrite,
    StoredConfig,
    StoredPoint,
    StoredRun,
    Summary,
)
from ato.track.store._superseded import cuts

SHORTEST = 4
"""How many digits of a uid are taken for one."""
MOST_RUNS = 2**31
LISTED = 10_000
AT_ONCE = 500

_HISTORY = (
    "SELECT step, value, time, ord, segment, code FROM points "
    "WHERE run_id = {mark} AND key_id = {mark} ORDER BY step, ord"
)
_RUN = (
    "id", "uid", "name", "status", "reason", "error", "started", "ended", "heartbeat", "host", "pid",
    "parent_uid", "notes", "fork_step", "last_step", "config_digest", "structure_digest", "code_digest",
    "env_digest", "source_digest",
)  # fmt: skip


def find_run(connection: Connection, reference: str | int) -> StoredRun:
    """The run of that number; else of that uid, beginning or end of a uid, name, or ``project/name``.

    Raises ``TrackError`` for none, and for several that it may mean.
    """
    found: list[StoredRun] = []
    for wanted in _readings(reference):
        found = found or runs_of(connection, wanted.limit(6))
    if len(found) == 1:
        return found[0]
    named = str(reference)
    if found:
        listed = ", ".join(f"{run.id} ({run.uid})" for run in found[:5])
        raise TrackError(named, "is the name of several runs", (f"say which by its number: {listed}",))
    latest = runs_of(connection, select(t.runs).order_by(t.runs.c.id.desc()).limit(50))
    known = [f"{run.project}/{run.name}" for run in latest]
    help = suggestion(named, known) or (
        f"the latest are {', '.join(known[:5])}" if known else "it has no runs yet",
    )
    raise TrackError(named, "there is no such run in the store", help)


def _readings(reference: str | int) -> Iterator[Select[Any]]:
    """What a reference may mean: what digits alone are no number of is a uid or a name."""
    runs, text = t.runs.c, storable(str(reference))
    if text.isascii() and text.isdigit() and str(int(text[:10])) == text and int(text) < MOST_RUNS:
        yield select(t.runs).where(runs.id == int(text))
    if isinstance(reference, int):
        return
    whole = t.projects.c.name + "/" + runs.name
    tests = [runs.name == text, whole == text]
    if len(text) >= SHORTEST and not set(text) - set("0123456789abcdef"):
        tests += [runs.uid.like(f"{text}%"), runs.uid.like(f"%{text}")]
    yield select(t.runs).join(t.projects, t.projects.c.id == runs.project_id).where(or_(*tests))


def list_runs(
    connection: Connection, project: str | None, status: str | None, tag: str | None, limit: int
) -> list[StoredRun]:
    """Runs, the latest first."""
    wanted = select(t.runs).order_by(t.runs.c.started.desc(), t.runs.c.id.desc()).limit(limit)
    if project is not None:
        ids = select(t.projects.c.id).where(t.projects.c.name == project)
        wanted = wanted.where(t.runs.c.project_id.in_(ids))
    if status is not None:
        wanted = wanted.where(t.runs.c.status == status)
    if tag is not None:
        wanted = wanted.where(t.runs.c.id.in_(select(t.tags.c.run_id).where(t.tags.c.tag == tag)))
    return runs_of(connection, wanted)


def runs_of(connection: Connection, wanted: Select[Any]) -> list[StoredRun]:
    """The runs that a selection of rows of ``runs`` comes to."""
    rows = list(connection.execute(wanted))
    tags: dict[int, list[str]] = {}
    for start in range(0, len(rows), AT_ONCE):
        ids = [row.id for row in rows[start : start + AT_ONCE]]
        for run_id, tag in connection.execute(
            select(t.tags.c.run_id, t.tags.c.tag).where(t.tags.c.run_id.in_(ids)).order_by(t.tags.c.tag)
        ):
            tags.setdefault(run_id, []).append(tag)
    named = select(t.projects).where(t.projects.c.id.in_({row.project_id for row in rows}))
    projects = {row.id: row.name for row in connection.execute(named)} if rows else {}
    return [_run(row, projects[row.project_id], tuple(tags.get(row.id, ()))) for row in rows]


def _run(row: Row[Any], project: str, tags: tuple[str, ...]) -> StoredRun:
    values = {name: getattr(row, name) for name in _RUN}
    command = tuple(json.loads(row.command_json))
    context = json.loads(row.context_json)
    return StoredRun(
        **values, project=project, group=row.group_name, tags=tags, command=command, context=context
    )


def key_id_of(connection: Connection, run_id: int, name: str) -> int:
    """The id of a metric in the project of a run. Raises ``TrackError`` where there is none of that name."""
    keys = t.metric_keys
    project = select(t.runs.c.project_id).where(t.runs.c.id == run_id).scalar_subquery()
    found = connection.scalar(select(keys.c.id).where(keys.c.project_id == project, keys.c.name == name))
    if found is not None:
        return int(found)
    known = list(connection.scalars(select(keys.c.name).where(keys.c.project_id == project).limit(1000)))
    raise TrackError(name, "no run of the project has such a metric", suggestion(name, known))


def history(connection: Connection, run_id: int, name: str) -> list[StoredPoint]:
    """The points of a metric by step."""
    key_id = key_id_of(connection, run_id, name)
    cut = cuts(connection, run_id)
    driver: Any = connection.connection.driver_connection  # rows of SQLAlchemy would cost as much again
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    rows = driver.execute(_HISTORY.format(mark=mark), (run_id, key_id))
    if not cut:
        return [
            StoredPoint(step, value if code is None else special(value, code), time, order, False)
            for step, value, time, order, _, code in rows
        ]
    return [
        StoredPoint(step, special(value, code), time, order, segment in cut and step >= cut[segment])
        for step, value, time, order, segment, code in rows
    ]


def best_of(connection: Connection, project: str, name: str, goal: str, by: str) -> StoredRun | None:
    """The run of a project whose metric is the highest or lowest; None where none has a number."""
    keys, projects, summaries = t.metric_keys.c, t.projects.c, t.summaries.c
    joined = select(keys.id).join(t.projects, projects.id == keys.project_id)
    key_id = connection.scalar(joined.where(projects.name == project, keys.name == name))
    value = summaries[by]
    ordered = value.desc() if goal == "max" else value.asc()
    wanted = select(summaries.run_id).where(summaries.key_id == key_id, value.is_not(None))
    run_id = connection.scalar(wanted.order_by(ordered).limit(1))
    return runs_of(connection, select(t.runs).where(t.runs.c.id == run_id))[0] if run_id is not None else None


def special(value: float | None, code: int | None) -> float:
    """A value as it was logged, from the two columns that hold it."""
    if code == t.NAN or value is None:
        return nan
    return -0.0 if code == t.NEGATIVE_ZERO else value


def summaries_of(connection: Connection, run_id: int) -> dict[str, Summary]:
    """The metrics of a run in numbers, by name."""
    wanted = (
        select(t.summaries, t.metric_keys.c.name)
        .join(t.metric_keys, t.metric_keys.c.id == t.summaries.c.key_id)
        .where(t.summaries.c.run_id == run_id, t.summaries.c.number > 0)
        .order_by(t.metric_keys.c.name)
    )
    return {row.name: summary_of(row) for row in connection.execute(wanted)}


def summary_of(row: Row[Any]) -> Summary:
    """A row of ``summaries``."""
    finite = row.number - row.nans - row.infs
    numbers = [nan if value is None else value for value in (row.last, row.min, row.max)]
    return Summary(
        last=numbers[0],
        last_step=row.last_step,
        last_time=row.last_time,
        min=numbers[1],
        min_step=row.min_step,
        max=numbers[2],
        max_step=row.max_step,
        mean=row.total / finite if finite else nan,
        count=row.number,
        nans=row.nans,
        infs=row.infs,
    )


def values_of(connection: Connection, run_id: int) -> dict[str, Any]:
    """What ``run.summary.update`` was given."""
    table = t.summary_values
    rows = connection.execute(select(table.c.name, table.c.value_json).where(table.c.run_id == run_id))
    return {name: json.loads(value) for name, value in rows}


def config_of(connection: Connection, run_id: int) -> StoredConfig | None:
    """The config of a run with its causes; None for a run that was given none."""
    digest = connection.scalar(select(t.runs.c.config_digest).where(t.runs.c.id == run_id))
    if digest is None:
        return None
    entries = {
        row.path: row
        for row in connection.execute(
            select(t.config_entries).where(t.config_entries.c.config_digest == digest)
        )
    }
    writes: dict[str, list[ConfigWrite]] = {}
    events = t.config_events
    for row in connection.execute(select(events).where(events.c.run_id == run_id).order_by(events.c.seq)):
        writes.setdefault(row.path, []).append(_write(row))
    keys = t.config_keys
    found = connection.execute(select(keys).where(keys.c.run_id == run_id).order_by(keys.c.seq))
    told = {
        row.path: _key(row, entries[row.path], writes.get(row.path, ()))
        for row in found
        if row.path in entries
    }
    return StoredConfig(digest, told, _views(connection, run_id))


def _key(row: Row[Any], entry: Row[Any], writes: Iterable[ConfigWrite]) -> ConfigKey:
    names = ("path", "type", "doc", "unit", "place", "note", "was_read")
    values = {name: getattr(row, name) for name in names}
    value = json.loads(entry.value_json)
    return ConfigKey(
        **values, kind=entry.kind, value=value, value_hash=entry.value_hash, writes=tuple(writes)
    )


def _write(row: Row[Any]) -> ConfigWrite:
    names = (
        "path", "op", "phase", "by", "scope", "priority", "text", "value_hash", "lost_to", "condition", "why",
        "expression", "place",
    )  # fmt: skip
    value = None if row.value_json is None else json.loads(row.value_json)
    return ConfigWrite(**{name: getattr(row, name) for name in names}, value=value)


def _views(connection: Connection, run_id: int) -> tuple[AppliedView, ...]:
    views = t.view_applies
    rows = connection.execute(select(views).where(views.c.run_id == run_id).order_by(views.c.seq))
    names = ("view", "scope", "priority", "asked_by", "code_digest")
    return tuple(AppliedView(**{name: getattr(row, name) for name in names}) for row in rows)
