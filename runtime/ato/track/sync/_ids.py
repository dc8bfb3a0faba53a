"""Numbers of one store in those of another: projects, metrics and traces go by their names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Table, and_, select, update

import ato.track.store._tables as t
from ato.track.store._parts import parts
from ato.track.store._upsert import keep
from ato.track.sync._ends import End, storable


class Ids:
    """What the numbers of the source are in the target. What is not there is made when it is asked for."""

    def __init__(self, source: End, target: End) -> None:
        self.source = source
        self.target = target
        self._keys: dict[str, dict[int, int]] = {}
        self._traces: dict[int, int] = {}

    def keys(self, project: str) -> dict[int, int]:
        """The metrics of a project; those that have come since it was asked before are looked for."""
        known = self._keys.setdefault(project, {})
        with self.source.store.reading() as connection:
            owner = select(t.projects).where(t.projects.c.name == project)
            found = connection.execute(owner).first()
            if found is None:
                return known
            rows = list(
                connection.execute(select(t.metric_keys).where(t.metric_keys.c.project_id == found.id))
            )
        new = [row for row in rows if row.id not in known]
        if new:
            with self.target.store.writing() as connection:
                owner_id = project_id(connection, project, found.created, found.description)
                known |= _keys(connection, owner_id, new)
        return known

    def known(self, project: str) -> dict[int, int]:
        """The metrics of a project that are there already; nothing is made."""
        keys, projects = t.metric_keys, t.projects
        wanted = select(keys.c.id, keys.c.name).join(projects, projects.c.id == keys.c.project_id)
        wanted = wanted.where(projects.c.name == project)
        with self.source.store.reading() as connection:
            ours = list(connection.execute(wanted))
        with self.target.store.reading() as connection:
            theirs = {name: id for id, name in connection.execute(wanted)}
        return {id: theirs[name] for id, name in ours if name in theirs}

    def traces(self) -> dict[int, int]:
        """All traces."""
        with self.source.store.reading() as connection:
            rows = [row for row in connection.execute(select(t.traces)) if row.id not in self._traces]
        if rows:
            with self.target.store.writing() as connection:
                names = {row.id: storable(connection, {"name": row.name})["name"] for row in rows}
                keep(connection, t.traces, [{"name": name} for name in names.values()])
                there = _named(connection, t.traces, t.traces.c.name, list(names.values()))
            self._traces |= {id: there[name] for id, name in names.items()}
        return self._traces


def project_id(connection: Connection, name: str, created: float = 0.0, description: str = "") -> int:
    """The number of a project, made if need be."""
    wanted = select(t.projects.c.id).where(t.projects.c.name == name)
    found = connection.scalar(wanted)
    if found is None:
        keep(connection, t.projects, [{"name": name, "created": created, "description": description}])
        found = connection.scalar(wanted)
    return int(found or 0)


def _keys(connection: Connection, owner: int, rows: list[Any]) -> dict[int, int]:
    table = t.metric_keys
    names = {row.id: storable(connection, {"name": row.name})["name"] for row in rows}
    given = [
        {"project_id": owner, "name": names[row.id], "kind": row.kind, "unit": row.unit, "goal": row.goal}
        for row in rows
    ]
    keep(connection, table, given)
    for row in given:
        for told in ("unit", "goal"):
            if row[told]:
                bare = and_(table.c.project_id == owner, table.c.name == row["name"], table.c[told] == "")
                connection.execute(update(table).where(bare).values({told: row[told]}))
    there = _named(connection, table, table.c.name, list(names.values()), table.c.project_id == owner)
    return {id: there[name] for id, name in names.items()}


def _named(
    connection: Connection, table: Table, column: Column[str], names: list[str], *where: Any
) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts(names):
        rows = connection.execute(select(column, table.c.id).where(column.in_(part), *where))
        found |= dict(rows.all())
    return found
