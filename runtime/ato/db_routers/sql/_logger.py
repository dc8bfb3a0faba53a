"""``SQLLogger``: a run of ``ato.track``, begun and ended by calls."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import finalize

import ato
from ato.db_routers.sql._found import Experiment, Project, experiments, project_named
from ato.db_routers.sql._place import place_of, project_of
from ato.track._errors import TrackError
from ato.track.run._disabled import DisabledRun
from ato.track.run._run import Run
from ato.track.store import open_store
from ato.track.store._read import find_run
from ato.track.store._tables import projects
from ato.track.store._upsert import keep

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ato.track.store import Store

ENDS = ("completed", "failed", "killed")


class SQLLogger:
    """Logs runs of a config to the store that its ``experiment.sql.db_path`` names.

    The store is made when it is first needed, and made anew where its file was deleted. A run that the
    program leaves open ends with it: as failed, if an exception ends the program.
    """

    def __init__(self, config: Any) -> None:
        self.config = config
        self.place = place_of(config)
        self.project_name = project_of(config)
        self._run: Run | DisabledRun | None = None
        self._store: Store | None = None

    @property
    def engine(self) -> Engine:
        """The engine of SQLAlchemy, for questions of your own."""
        if self._store is None:
            self._store = open_store(self.place.url)
            finalize(self, self._store.close)
        return self._store.engine

    def run(self, tags: Iterable[str] | None = None) -> int:
        """Begin a run, and give its number. One that goes on is finished first."""
        self.finish()
        self._run = ato.run(self.config, self.project_name, tags=tags or (), store=self.place.url)
        return self._run.id

    def get_current_run_id(self) -> int | None:
        """The number of the run; None before the first."""
        return None if self._run is None else self._run.id

    def get_current_run(self) -> Experiment | None:
        """The run as the store has it; None before the first."""
        if self._run is None or isinstance(self._run, DisabledRun):
            return None
        if self._run.status == "running":
            self._run.flush()
        with open_store(self.place.url) as store, store.reading() as connection:
            return experiments(connection, self.place, [find_run(connection, self._run.uid)])[0]

    def get_or_create_project(self) -> Project:
        """The project of the config, made if it is not there."""
        from time import time

        with open_store(self.place.url) as store, store.writing() as connection:
            row = {"name": self.project_name, "created": time(), "description": ""}
            keep(connection, projects, [row])
            found = project_named(connection, self.project_name)
        if found is None:
            raise TrackError(self.project_name, "the project was deleted as it was made")
        return found

    def log_metric(self, key: str, value: Any, step: int) -> None:
        """Log a value of a metric: any number, nan and inf too. Raises ``TrackError`` before ``run()``."""
        self._going().log({key: value}, step=step)

    def log_artifact(
        self,
        run_id: int,
        file_path: str | os.PathLike[str],
        data_type: str,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep a file or a folder, by its content, as made by the run.

        Raises ``TrackError`` for what is not there, and for another run than the one that goes on.
        """
        run = self._going()
        if run_id != run.id:
            message = f"is not the run that goes on, which is {run.id}"
            raise TrackError(str(run_id), message, ("pass what run() has returned",))
        path = os.fspath(file_path)
        run.log_artifact(path, Path(path).name, data_type, metadata={**(metadata or {}), "path": path})

    def update_status(self, status: str) -> None:
        """Say that the run goes on (``running``), or end it as ``completed``, ``failed`` or ``killed``."""
        if status not in ("running", *ENDS):
            raise TrackError(status, "is no status of a run", (f"running, {', '.join(ENDS)}",))
        if status != "running":
            self.finish(status)

    def finish(self, status: str = "completed") -> None:
        """End the run. Does nothing where none goes on."""
        if self._run is not None and self._run.status == "running":
            self._run.finish(status)

    def _going(self) -> Run | DisabledRun:
        if self._run is None:
            raise TrackError("SQLLogger", "no run has begun", ("call run() first: run_id = logger.run()",))
        return self._run
