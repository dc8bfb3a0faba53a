"""``ato best``: the run with the highest or the lowest value of a metric."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ato.cli._stores import add_store, opened
from ato.cli._terminal import painted, say, say_data
from ato.cli._told import counted, in_json, iso, named, number
from ato.config.explained._telling import visible

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "best", help="show the run with the best value of a metric", allow_abbrev=False
    )
    parser.add_argument("metric")
    goal = parser.add_mutually_exclusive_group()
    goal.add_argument("--max", action="store_const", const="max", dest="goal", help="the highest (default)")
    goal.add_argument("--min", action="store_const", const="min", dest="goal", help="the lowest")
    parser.add_argument("--project", help="of this project alone")
    parser.add_argument("--filter", default="", help="among the runs that it holds for")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_store(parser)
    parser.set_defaults(run=_run, goal="max")


def _run(asked: argparse.Namespace) -> int:
    import ato
    from ato.track import TrackError
    from ato.track._texts import storable
    from ato.track.query._subject import spelled

    metric = storable(asked.metric)
    name = spelled("metric", metric, asked.goal)
    with opened(asked.store) as store:
        found = ato.runs(asked.project, store=store).where(asked.filter).where(f"{name} is not None")
        run = found.order_by(f"-{name}" if asked.goal == "max" else name).first()
        if run is None:
            raise TrackError(metric, "no run that is asked for has a number of that metric")
        told = store.summary(run)[metric]
    value, step = (told.max, told.max_step) if asked.goal == "max" else (told.min, told.min_step)
    if asked.format == "json":
        facts = {"id": run.id, "uid": run.uid, "project": run.project, "name": run.name}
        facts |= {"metric": metric, "goal": asked.goal, "value": value, "step": step}
        say_data(in_json(facts | {"started": iso(run.started)}))
        return 0
    word = "highest" if asked.goal == "max" else "lowest"
    say(f"{painted(named(run), 'bold')} ({run.id})\n")
    among = counted(found.count(), "run")
    say(f"  {visible(metric)} {number(value)} at step {step}, the {word} of {among}\n")
    return 0
