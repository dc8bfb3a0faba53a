"""``SQLFinder``: Ato's questions to a store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, select

import ato.track.store._tables as t
from ato.db_routers.sql._found import Experiment, Project, experiments, fingerprints_of, project_named
from ato.db_routers.sql._place import place_of
from ato.track._errors import TrackError
from ato.track.store import open_store
from ato.track.store._read import best_of, runs_of

Answer = TypeVar("Answer")
TYPES = ("static", "runtime")


class SQLFinder:
    """Finds runs in the store that ``experiment.sql.db_path`` of a config names, which may be empty."""

    def __init__(self, config: Any) -> None:
        self.config = config
        self.place = place_of(config)

    def find_project(self, project_name: str) -> Project | None:
        """The project of that name; None where there is none."""
        return self._ask(lambda connection: project_named(connection, project_name))

    def find_run(self, run_id: int) -> Experiment | None:
        """The run of that number; None where there is none."""
        found = self._found(t.runs.c.id == run_id)
        return found[0] if found else None

    def get_runs_in_project(self, project_name: str) -> list[Experiment]:
        """The runs of a project, the first one first; none for a project that is not there."""
        ids = select(t.projects.c.id).where(t.projects.c.name == project_name)
        return self._found(t.runs.c.project_id.in_(ids))

    def find_similar_runs(self, run_id: int) -> list[Experiment]:
        """The others, of all projects, whose config has the same keys and types, whatever the values."""
        mine = select(t.runs.c.structure_digest).where(t.runs.c.id == run_id).scalar_subquery()
        return self._found(t.runs.c.structure_digest == mine, mine != "", t.runs.c.id != run_id)

    def find_similar_runs_by_trace(
        self, run_id: int, trace_id: str, trace_type: str = "static"
    ) -> list[Experiment]:
        """The others whose function has the same logic (``static``) or gave the same (``runtime``)."""
        if trace_type not in TYPES:
            raise TrackError(trace_type, "is no type of a trace", (f"the types are {' and '.join(TYPES)}",))
        return self._ask(lambda connection: self._by_trace(connection, run_id, trace_id, trace_type))

    def find_best_run(
        self, project_name: str, metric_key: str, mode: str = "max"
    ) -> Experiment | dict[str, str]:
        """The run of a project with the highest (``max``) or lowest (``min``) value of a metric, at any step.

        Where there is none, a dict whose ``error`` says what was not found, as in Ato. Raises ``TrackError``
        for another mode.
        """
        if mode not in ("max", "min"):
            raise TrackError(mode, "is no mode", ("the modes are max and min",))
        if self.find_project(project_name) is None:
            return {"error": "Project not found"}
        return self._ask(lambda connection: self._best(connection, project_name, metric_key, mode))

    def get_trace_statistics(self, project_name: str, trace_id: str) -> dict[str, Any]:
        """How many versions of a function, and of what it gave back, the runs of a project have had."""
        if self.find_project(project_name) is None:
            return {"error": "Project not found"}
        versions = self._ask(lambda connection: _versions(connection, project_name, trace_id))
        return {"project_name": project_name, "trace_id": trace_id, **versions}

    def _ask(self, question: Callable[[Connection], Answer]) -> Answer:
        with open_store(self.place.url) as store, store.reading() as connection:
            return question(connection)

    def _found(self, *conditions: Any) -> list[Experiment]:
        wanted = select(t.runs).where(*conditions).order_by(t.runs.c.id)
        return self._ask(lambda connection: experiments(connection, self.place, runs_of(connection, wanted)))

    def _best(
        self, connection: Connection, project: str, metric: str, mode: str
    ) -> Experiment | dict[str, str]:
        best = best_of(connection, project, metric, mode, mode)
        return {"error": "Run not found"} if best is None else experiments(connection, self.place, [best])[0]

    def _by_trace(
        self, connection: Connection, run_id: int, trace_id: str, trace_type: str
    ) -> list[Experiment]:
        every = fingerprints_of(connection, trace=trace_id)
        told = [each for each in every if each.trace_type == trace_type]
        mine = {each.fingerprint for each in told if each.run_id == run_id}
        ids = [each.run_id for each in told if each.fingerprint in mine and each.run_id != run_id]
        found = runs_of(connection, select(t.runs).where(t.runs.c.id.in_(ids)).order_by(t.runs.c.id))
        return experiments(connection, self.place, found)


def _versions(connection: Connection, project: str, trace_id: str) -> dict[str, int]:
    ids = select(t.projects.c.id).where(t.projects.c.name == project)
    told = list(fingerprints_of(connection, t.runs.c.project_id.in_(ids), trace=trace_id))
    return {
        f"{kind}_trace_versions": len({each.fingerprint for each in told if each.trace_type == kind})
        for kind in TYPES
    }
