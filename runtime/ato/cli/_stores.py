"""What the commands on a store share: naming it and runs of it, opening it, and commands of several verbs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ato.track.store import Store

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

RUN = "a run: a number, at least four digits at either end of its uid, a name, or project/name"


def add_store(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a store."""
    parser.add_argument("--store", metavar="PLACE", help="a path or URL; else ATO_STORE, else .ato/runs.db")


def add_verb(verbs: Commands, name: str, help: str, run: object) -> argparse.ArgumentParser:
    """Add a verb of a command on a store, and the function that does it."""
    about = f"{help[0].upper()}{help[1:]}."
    parser = verbs.add_parser(name, help=help, description=about, allow_abbrev=False)
    add_store(parser)
    parser.set_defaults(run=run)
    return parser


def opened(place: str | None) -> Store:
    """The store of that place. Raises ``TrackError`` where there is none: looking for one makes none."""
    from ato.track import TrackError
    from ato.track._location import located

    location = located(place)
    if location.path is not None and not location.path.exists():
        help = "go to the folder of the program that ran, or name a store: --store PLACE, or ATO_STORE"
        raise TrackError(str(location), "there is no store here", (help,))
    try:
        from ato.track.store import open_store
    except ModuleNotFoundError as error:
        help = "pip install 'atoc[track]'"
        raise TrackError(str(error.name), "is not installed, and stores are read by it", (help,)) from None
    return open_store(place)
