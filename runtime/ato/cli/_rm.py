"""``ato rm``: take runs out of a store."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ato.cli._stores import RUN, add_store, opened
from ato.cli._terminal import say
from ato.cli._told import counted, moment, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from ato.track.store import Store, StoredRun

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

LISTED = 5
"""How many nested runs are named."""
ABOUT = """Delete runs with all that they logged. Stores that are synced with this one delete them too, and
none brings them back, unless it is asked for the run by name: ato sync --from STORE --run RUN.
Status 1: nobody agreed."""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "rm", help="delete runs with all that they logged", description=ABOUT, allow_abbrev=False
    )
    parser.add_argument("runs", nargs="+", metavar="RUN", help=RUN)
    parser.add_argument("--nested", action="store_true", help="with the runs that are nested in them")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--here", action="store_true", help="in this store alone: a sync may bring them back")
    add_store(parser)
    parser.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    from ato.track.store._changes import remove_runs
    from ato.track.store._removals import note_removed

    with opened(asked.store) as store:
        found = {run.id: run for run in map(store.run, asked.runs)}
        left = _nested(store, found)
        while asked.nested and left:
            found |= {run.id: run for run in left}
            left = _nested(store, found)
        _refuse_running(found.values())
        if not asked.yes and not _agreed(store, found.values(), left):
            say("nothing was deleted\n")
            return 1
        with store.writing() as connection:
            _refuse_running(_again(connection, found))
            if not asked.here:
                note_removed(connection, list(found))
            remove_runs(connection, list(found))
    say(f"deleted {counted(len(found), 'run')}\n")
    return 0


def _again(connection: Connection, ids: Iterable[int]) -> list[StoredRun]:
    """The runs as they are now, when nobody else changes them."""
    from sqlalchemy import select

    from ato.track.store._read import runs_of
    from ato.track.store._tables import runs

    return runs_of(connection, select(runs).where(runs.c.id.in_(ids)).with_for_update())


def _nested(store: Store, found: Mapping[int, StoredRun]) -> list[StoredRun]:
    """The runs that are nested in these, and are none of them."""
    from ato.track.query import Runs

    uids = [run.uid for run in found.values()]
    return [run for run in Runs(store).where("parent in $uids", uids=uids) if run.id not in found]


def _refuse_running(runs: Iterable[StoredRun]) -> None:
    from ato.track import TrackError

    for run in runs:
        if run.status == "running":
            message = f"is still running, in process {run.pid} on {run.host}"
            help = "end it first; nothing was deleted"
            raise TrackError(f"{run.project}/{run.name}", message, (help,))


def _agreed(store: Store, runs: Iterable[StoredRun], left: Sequence[StoredRun]) -> bool:
    from ato.track import TrackError

    for run in runs:
        points = sum(each.count for each in store.summary(run).values())
        say(f"{named(run)} ({run.id}) of {moment(run.started)}, with {counted(points, 'point')}\n")
    if left:
        listed = ", ".join(f"{named(run)} ({run.id})" for run in left[:LISTED])
        more = f" and {len(left) - LISTED} more" if len(left) > LISTED else ""
        say(f"nested in them, and kept without --nested: {listed}{more}\n")
    if sys.stdin is None or not sys.stdin.isatty():
        raise TrackError("rm", "asks before it deletes, and nobody can answer here", ("say --yes",))
    say("delete? [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")
