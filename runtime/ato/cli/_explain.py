"""``ato explain``: why a key of a run's config has its value."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ato.cli._stores import RUN, add_store, opened
from ato.cli._terminal import say, say_data, shown
from ato.cli._told import in_json

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    """Add the command."""
    text = "tell who set a key of a run's config, and whom that overwrote"
    parser = commands.add_parser("explain", help=text, allow_abbrev=False)
    parser.add_argument("key", help="as lr, or model.width; of a struct, all of its keys")
    parser.add_argument("--run", required=True, dest="reference", metavar="RUN", help=RUN)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_store(parser)
    parser.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    from ato.track import TrackError
    from ato.track.query._explain import explained

    with opened(asked.store) as store:
        run = store.run(asked.reference)
        config = store.config_of(run)
    if config is None:
        raise TrackError(f"{run.project}/{run.name}", "the run was given no config", ("ato.run(config)",))
    told = explained(config, asked.key)
    if asked.format == "json":
        say_data(in_json(told.to_dict()))
    else:
        say(f"{shown(str(told))}\n")
    return 0
