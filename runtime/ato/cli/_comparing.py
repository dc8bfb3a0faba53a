"""What the commands that compare runs share: their arguments, and an exit status that means an answer.

A status of 0, 1 or 2 is an answer. Whatever keeps the command from one ends with 64, so that a check in CI
never takes a typing mistake for a difference.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from ato.track.store import Store
    from ato.why.rendering._text import Look

NO_ANSWER = 64
NARROWEST, WIDEST = 40, 160


def add_runs(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add runs by these names, the store, and the metrics that are no results."""
    named = "a number, the first or last digits of a uid, a name, or project/name"
    for name in names:
        parser.add_argument(
            name, nargs="+" if name == "runs" else None, metavar=name.upper(), help=f"a run: {named}"
        )
    parser.add_argument("--store", help="a path or a URL (default: ATO_STORE, else .ato/runs.db)")
    parser.add_argument(
        "--ignore",
        action="append",
        metavar="PATTERN",
        help="metrics that are no results (default: system/*, time/* and timing/*); may be given again",
    )
    parser.error = _refuse  # type: ignore[method-assign]
    parser.set_defaults(parser=parser)


def _refuse(message: str) -> NoReturn:
    print(f"error: {message}", file=sys.stderr)
    raise SystemExit(NO_ANSWER)


def opened(asked: argparse.Namespace) -> Store:
    """The store that was asked for, which must be there already."""
    from ato.track._location import located
    from ato.track.store import open_store
    from ato.why.facts._metrics import IGNORED

    asked.ignore = tuple(asked.ignore or IGNORED)
    location = located(asked.store)
    if location.path is not None and not location.path.exists():
        from ato.track import TrackError

        help = ("go to the folder of the program that ran, or name a store: --store PATH, or ATO_STORE",)
        raise TrackError(str(location), "there is no store here", help)
    return open_store(asked.store)


def answered(answer: Callable[[], int]) -> int:
    """The status of an answer; what keeps it from being given is told, and ends with 64."""
    from ato.config import AtoError

    try:
        return answer()
    except AtoError as error:
        print(f"error: {error}", file=sys.stderr)
    except OSError as error:
        print(f"error: {error.filename or 'the output'}: {error.strerror}", file=sys.stderr)
    except ModuleNotFoundError as error:
        if error.name not in ("sqlalchemy", "psycopg", "jinja2"):
            raise
        print(f"error: {error.name} is not installed\n  help: pip install 'atoc[track]'", file=sys.stderr)
    except Exception:  # a defect of ours must not look like a difference either
        from traceback import print_exc

        print_exc()
    return NO_ANSWER


def say(text: str) -> None:
    """Print an answer. A reader that leaves early takes nothing from its status."""
    from ato.config._program import say as print_

    try:
        print_(sys.stdout, text)
    except SystemExit as end:
        if end.code != 1:
            print(end.code, file=sys.stderr)
            raise SystemExit(NO_ANSWER) from None


def is_coloured(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows colours; ``NO_COLOR`` goes before ``FORCE_COLOR``."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.environ.get("TERM") != "dumb" and stream.isatty()


def look(stream: TextIO) -> Look:
    """How an answer is shown: in the columns of the terminal, or in eighty, and coloured or not."""
    from ato.cli._terminal import is_terminal, width
    from ato.why.rendering._text import COLOURED, PLAIN

    known = width() if is_terminal() else None
    columns = min(max(known or PLAIN.width, NARROWEST), WIDEST)
    return (COLOURED if is_coloured(stream) else PLAIN)._replace(width=columns)
