"""What names the store knows, for those that were probably meant."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

import ato.track.store._tables as t
from ato.config import nearest
from ato.track.query._subject import spelled

MOST = 2_000
"""How many names of a kind are looked at."""


def is_empty(connection: Connection) -> bool:
    """Whether the store has no runs: then no name is known, and none is wrong."""
    return connection.scalar(select(t.runs.c.id).limit(1)) is None


def suggested(connection: Connection, parts: tuple[str, ...]) -> tuple[str, ...]:
    """A line of help that names what is near to ``config.lr`` and the like, as it is written in a filter."""
    kind, rest = parts[0], ".".join(parts[1:])
    if kind == "metric":
        near = [
            spelled("metric", name, parts[-1]) for name in nearest(".".join(parts[1:-1]), metrics(connection))
        ]
    elif kind == "config":
        near = [spelled("config", name) for name in nearest(rest, paths(connection))]
    else:
        near = [spelled("summary", name) for name in nearest(rest, summaries(connection))]
    return (f"did you mean {' or '.join(near)}?",) if near else ()


def meant(connection: Connection, name: str) -> list[str]:
    """What a name without ``config`` or ``metric`` before it may stand for."""
    kinds = (
        (t.config_entries.c.path, ("config", name)),
        (t.metric_keys.c.name, ("metric", name, "last")),
        (t.summary_values.c.name, ("summary", name)),
    )
    return [spelled(*parts) for column, parts in kinds if _is_there(connection, column, name)]


def _is_there(connection: Connection, column: ColumnElement[str], name: str) -> bool:
    return connection.scalar(select(column).where(column == name).limit(1)) is not None


def metrics(connection: Connection) -> list[str]:
    """Metrics, by name."""
    name = t.metric_keys.c.name
    return list(connection.scalars(select(name).distinct().order_by(name).limit(MOST)))


def paths(connection: Connection) -> list[str]:
    """Keys of configs."""
    path = t.config_entries.c.path
    return list(connection.scalars(select(path).distinct().order_by(path).limit(MOST)))


def summaries(connection: Connection) -> list[str]:
    """Names of summaries."""
    name = t.summary_values.c.name
    return list(connection.scalars(select(name).distinct().order_by(name).limit(MOST)))


def traces(connection: Connection) -> list[str]:
    """Traces of code."""
    trace = t.run_codes.c.trace
    return list(connection.scalars(select(trace).distinct().order_by(trace).limit(MOST)))
