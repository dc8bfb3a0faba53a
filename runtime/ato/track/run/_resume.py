"""Going on with a run: finding it, and taking it so that nobody else does at the same moment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from time import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from ato.track._errors import TrackError
from ato.track.journal import this_process
from ato.track.run._start import ALLOW
from ato.track.store import open_store, prepared
from ato.track.store._read import find_run
from ato.track.store._tables import projects, runs

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ato.track._location import Location
    from ato.track.store import StoredRun


def claimed(
    location: Location, resume: str | int, start: Mapping[str, Any], project: str | None
) -> StoredRun | None:
    """The run to go on with, which is marked as running in this process; None if none has to be there.

    Raises ``TrackError`` where there is none, where it still runs, and where it is of another project.
    """
    with open_store(location.url) as store, store.writing() as connection:
        found = _found(connection, resume, start, project)
        if found is not None:
            _check_project(found, project)
            _check_whole(found)
            _take(connection, found)
        return found


def _found(
    connection: Connection, resume: str | int, start: Mapping[str, Any], project: str | None
) -> StoredRun | None:
    if resume == ALLOW:
        return _named(connection, start["project"], start["name"])
    if isinstance(resume, str) and project is not None and "/" not in resume:
        found = _named(connection, project, resume)
        if found is not None:
            return found
    return find_run(connection, resume)


def _named(connection: Connection, project: str, name: str) -> StoredRun | None:
    """The run of that name in a project; raises ``TrackError`` for several."""
    joined = select(runs.c.id).join(projects, projects.c.id == runs.c.project_id)
    ids = list(connection.scalars(joined.where(projects.c.name == project, runs.c.name == name).limit(6)))
    if len(ids) > 1:
        help = (f"say which by its number: resume={ids[-1]}",)
        raise TrackError(
            f"{project}/{name}", f"is the name of several runs: {', '.join(map(str, ids))}", help
        )
    return find_run(connection, ids[0]) if ids else None


def _check_project(found: StoredRun, project: str | None) -> None:
    if project not in (None, found.project):
        help = (f'write project="{found.project}", or leave it out',)
        message = f"is a run of the project {found.project}, not of {project}"
        raise TrackError(f"{found.project}/{found.name}", message, help)


def _check_whole(found: StoredRun) -> None:
    """Refuse a copy of which a sync has brought a part only: it would never be the run that it is of."""
    if not found.heartbeat:
        help = ("sync again, and go on with it then",)
        raise TrackError(f"{found.project}/{found.name}", "is a copy that is not finished", help)


def _take(connection: Connection, found: StoredRun) -> None:
    """Mark a run as running here; raises ``TrackError`` where it runs anywhere."""
    owner = this_process()
    mine = {"host": owner.host, "pid": owner.pid, "boot_id": owner.boot_id}
    row = {**mine, "status": "running", "heartbeat": time(), "ended": None, "reason": "", "error": ""}
    dead = (runs.c.id == found.id, runs.c.status != "running")
    if connection.execute(update(runs).where(*dead).values(row)).rowcount:
        return
    is_here = (found.pid, found.host) == (os.getpid(), owner.host)
    where = "this process" if is_here else f"process {found.pid} on {found.host}"
    help = ("finish it first: run.finish()",) if is_here else (
        "end that process first", "from another machine: wait ten minutes without a sign of life"
    )  # fmt: skip
    raise TrackError(f"{found.project}/{found.name}", f"is still running, in {where}", help)


def given_back(location: Location, found: StoredRun) -> None:
    """Let a run that was taken, and cannot go on, be as it was; else nobody could, as nobody could end it."""
    names = ("status", "reason", "error", "ended")
    owner = this_process()
    mine = (runs.c.id == found.id, runs.c.pid == owner.pid, runs.c.host == owner.host)
    with suppress(TrackError), prepared(location) as store, store.writing() as connection:
        before = {name: getattr(found, name) for name in names}
        connection.execute(update(runs).where(*mine, runs.c.status == "running").values(before))
