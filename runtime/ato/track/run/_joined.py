"""A run in a process that its own process has started and handed it to, as ``multiprocessing`` does."""

from __future__ import annotations

from time import time
from typing import TYPE_CHECKING, Any

from ato.track.journal import is_alive, this_process
from ato.track.run._secrets import Cover, secrets_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ato.track._location import Location
    from ato.track.journal import Owner
    from ato.track.run._run import Run


def joining(run: Run) -> tuple[Any, ...]:
    """What another process needs of a run to log to it."""
    owner = this_process() if run._is_owner else run._owner
    said = {"name": run.name, "tags": list(run.tags), "notes": run.notes}
    return run.location, {**run._start, **said}, run.config, run.step, run.status, owner


def joined(
    location: Location, start: Mapping[str, Any], config: Any, step: int, status: str, owner: Owner | None
) -> Run:
    """The run in this process: it gets a journal of its own at its first call, and does not end the run.

    One whose own process is gone, as of a run that was pickled long ago, takes nothing more.
    """
    from ato.track.run._active import living
    from ato.track.run._run import Run

    for own in living():
        if own.uid == start["uid"]:
            return own
    run = Run(location, start, Cover(secrets_in(config)), config)
    run._step = step
    run._owner = owner
    run.status = status
    if status == "running" and owner is not None and not is_alive(owner, time(), time()):
        run.status = "killed"
    return run
