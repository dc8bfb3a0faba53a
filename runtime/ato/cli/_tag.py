"""``ato tag``: give tags to a run, and take them away."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ato.cli._stores import RUN, add_store, opened
from ato.cli._terminal import say
from ato.cli._told import named
from ato.config.explained._telling import visible

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    """Add the command. Its words begin with ``-`` as options do, so that it reads them itself."""
    parser = commands.add_parser(
        "tag",
        help="tag a run: ato tag RUN +new -old",
        allow_abbrev=False,
        usage="ato tag RUN [+TAG | -TAG]...",
    )
    add_store(parser)
    parser.add_argument("reference", metavar="RUN", help=RUN)
    parser.add_argument("tags", nargs=argparse.REMAINDER, metavar="+TAG | -TAG")
    parser.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    from ato.track import TrackError
    from ato.track.store._changes import retag

    words: list[str] = asked.tags
    for word in words:
        if word[:1] not in "+-" or not word[1:] or word.startswith("--"):
            help = "--store stands before the run" if word.startswith("--") else f"write +{word} or -{word}"
            raise TrackError(word, "is neither a tag to give nor one to take away", (help,))
        checked(word[1:])
    with opened(asked.store) as store:
        run = store.run(asked.reference)
        if words:
            with store.writing() as connection:
                gained = [word[1:] for word in words if word[0] == "+"]
                lost = [word[1:] for word in words if word[0] == "-"]
                retag(connection, run.id, gained, lost, actor())
            run = store.run(run.uid)
    say(f"{named(run)} ({run.id}): {visible(' '.join(run.tags)) or 'no tags'}\n")
    return 0


def checked(tag: str) -> None:
    """Raise ``TrackError`` for a tag that a store does not take."""
    from ato.track.run._words import checked_label

    checked_label(tag, "tag")


def actor() -> str:
    """Who changes something."""
    from getpass import getuser
    from socket import gethostname

    try:
        return f"{getuser()}@{gethostname()}"
    except (KeyError, OSError):
        return gethostname()
