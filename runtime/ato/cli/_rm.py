"""``ato rm``: take runs out of a store."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ato.cli._stores import add_store, opened
from ato.cli._terminal import say

if TYPE_CHECKING:
    from ato.track.store import Store, StoredRun

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("rm", help="delete runs with all that they logged", allow_abbrev=False)
    help = "a number, a uid or how it begins, a name, project/name"
    parser.add_argument("runs", nargs="+", metavar="RUN", help=help)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    add_store(parser)
    parser.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    from ato.track import TrackError
    from ato.track.store._changes import remove_runs

    with opened(asked.store) as store:
        found = {run.id: run for run in map(store.run, asked.runs)}
        going = [run for run in found.values() if run.status == "running"]
        if going:
            run = going[0]
            message = f"is still running, in process {run.pid} on {run.host}"
            raise TrackError(f"{run.project}/{run.name}", message, ("end it first; nothing was deleted",))
        if not asked.yes and not _agreed(store, list(found.values())):
            say("nothing was deleted\n")
            return 1
        with store.writing() as connection:
            remove_runs(connection, list(found))
    say("deleted 1 run\n" if len(found) == 1 else f"deleted {len(found)} runs\n")
    return 0


def _agreed(store: Store, runs: list[StoredRun]) -> bool:
    from ato.cli._told import moment
    from ato.track import TrackError

    for run in runs:
        points = sum(each.count for each in store.summary(run).values())
        say(f"{run.project}/{run.name} ({run.id}) of {moment(run.started)}, with {points} points\n")
    if sys.stdin is None or not sys.stdin.isatty():
        raise TrackError("rm", "asks before it deletes, and nobody can answer here", ("say --yes",))
    say("delete? [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")
