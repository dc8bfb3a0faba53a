"""Taking over what dead processes have left: their journals, and runs that are said to be running."""

from __future__ import annotations

import os
from contextlib import suppress
from logging import getLogger
from pathlib import Path
from socket import gethostname
from time import time

from sqlalchemy import Engine, select, update

from ato.track.journal import Owner, Reader, claimed, is_left
from ato.track.journal._owner import HEARTBEAT_AGE
from ato.track.store._engine import writing
from ato.track.store._ingest import Ingest
from ato.track.store._tables import runs
from ato.track.store._tables_kept import journals

ABANDONED = 3600.0
"""Seconds after which a journal that was never finished being made is one of a dead process."""


def take_over(engine: Engine, folder: Path, uid: str | None = None) -> int:
    """Read every journal in the folder whose owner is dead, of one run or of all; returns how many.

    What cannot be read stays where it is, and is said once. A run whose own process died without an end is
    marked as killed.
    """
    taken = 0
    _remove_unmade(folder)
    for path in sorted(folder.glob(f"{uid or '*'}.*.j")) if folder.is_dir() else ():
        try:
            taken += _taken(engine, path)
        except FileNotFoundError:  # another process was faster
            continue
        except (LookupError, ValueError, OSError) as error:
            getLogger("ato.track").warning("%s is left where it is: %s", path, error)
    return taken


def _remove_unmade(folder: Path) -> None:
    """Remove the files of processes that died while they made their journal: nothing is in them yet."""
    for path in folder.glob("*.j.new"):
        with suppress(OSError):
            if time() - path.stat().st_mtime > ABANDONED:
                path.unlink()


def _taken(engine: Engine, path: Path) -> bool:
    claim = claimed(path)
    if claim is None:
        return False
    descriptor, is_locked = claim
    try:
        reader = Reader(path)
        owner = _owner(path)
        if not is_left(owner, path.stat().st_mtime, time(), is_locked=is_locked):
            return False
        ingest = Ingest(engine, reader)
        ingest.all()
        torn = reader.skip_torn()
        _end(engine, reader.uid, owner, reader.offset, ingest)
        if torn:
            getLogger("ato.track").info("%s ended in %d bytes of a record that was never whole", path, torn)
        path.unlink()
        return True
    finally:
        os.close(descriptor)


def _owner(path: Path) -> Owner:
    """Whose journal it is, by its first fact."""
    batch = Reader(path).read()
    facts = batch.facts if batch is not None else []
    return Owner.of(facts[0] if facts and facts[0].get("kind") == "owner" else {"host": gethostname()})


def _end(engine: Engine, uid: str, owner: Owner, offset: int, ingest: Ingest) -> None:
    """Mark the journal as read, and its run as killed if it is the one of the process that ran it."""
    with writing(engine) as connection:
        mine = (runs.c.uid == uid, runs.c.pid == owner.pid, runs.c.host == owner.host)
        running = (*mine, runs.c.boot_id == owner.boot_id, runs.c.status == "running")
        last = connection.scalar(select(runs.c.heartbeat).where(*running))
        if last is not None:
            reason = f"process {owner.pid} on {owner.host} ended without finishing the run"
            values = {"status": "killed", "reason": reason, "ended": last, "revision": runs.c.revision + 1}
            connection.execute(update(runs).where(*running).values(values))
        done = {"offset": offset, "state": "done", "damaged": ingest.damaged}
        connection.execute(update(journals).where(journals.c.name == ingest.name).values(done))


def mark_silent(engine: Engine, now: float) -> None:
    """Mark runs as killed that have given no sign of life for long; one that does again is running again."""
    silent = (runs.c.status == "running", runs.c.heartbeat < now - HEARTBEAT_AGE)
    with writing(engine) as connection:
        reason = f"no sign of life for more than {HEARTBEAT_AGE / 60:.0f} minutes"
        values = {"status": "killed", "reason": reason, "ended": runs.c.heartbeat}
        connection.execute(update(runs).where(*silent).values(values))
