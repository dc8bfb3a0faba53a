"""What names the store knows, for those that were probably meant."""

from __future__ import annotations

from sqlalchemy import Connection, select

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
    found = [spelled("config", name)] if name in paths(connection) else []
    found += [spelled("metric", name, "last")] if name in metrics(connection) else []
    return found + ([spelled("summary", name)] if name in summaries(connection) else [])


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
