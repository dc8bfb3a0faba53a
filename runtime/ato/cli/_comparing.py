"""What the commands that compare runs share: their arguments, and an exit status that means an answer.

A status of 0, 1 or 2 is an answer. Whatever keeps the command from one ends with 64, so that a check in CI
never takes a typing mistake for a difference.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, TextIO

from ato.cli import _terminal
from ato.cli._stores import RUN, add_store
from ato.cli._terminal import complain

if TYPE_CHECKING:
    from ato.track.store import Store
    from ato.why.rendering._text import Look

NO_ANSWER = 64
NARROWEST, WIDEST = 40, 160


def add_runs(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add runs by these names, the store, and the metrics that are no results."""
    for name in names:
        parser.add_argument(name, nargs="+" if name == "runs" else None, metavar=name.upper(), help=RUN)
    add_store(parser)
    parser.add_argument(
        "--ignore",
        action="append",
        metavar="PATTERN",
        help="metrics that are no results (default: system/*, time/* and timing/*); may be given again",
    )
    parser.error = _refuse  # type: ignore[method-assign]
    parser.set_defaults(parser=parser)


def _refuse(message: str) -> NoReturn:
    complain(message)
    raise SystemExit(NO_ANSWER)


def opened(asked: argparse.Namespace) -> Store:
    """The store that was asked for, which must be there already."""
    from ato.cli import _stores
    from ato.why.facts._metrics import IGNORED

    asked.ignore = tuple(asked.ignore or IGNORED)
    return _stores.opened(asked.store)


def answered(answer: Callable[[], int]) -> int:
    """The status of an answer; what keeps it from being given is told, and ends with 64."""
    from ato.config import AtoError

    try:
        return answer()
    except AtoError as error:
        complain(error)
    except OSError as error:
        complain(f"{error.filename or 'the output'}: {error.strerror}")
    except ModuleNotFoundError as error:
        if error.name not in ("sqlalchemy", "psycopg", "jinja2"):
            raise
        complain(f"{error.name} is not installed\n  help: pip install 'atoc[track]'")
    except Exception:  # a defect of ours must not look like a difference either
        from traceback import print_exc

        print_exc()
    return NO_ANSWER


def say(text: str) -> None:
    """Print an answer. A reader that leaves early takes nothing from its status."""
    try:
        _terminal.say(text)
    except SystemExit as end:
        if end.code != 1:
            print(end.code, file=sys.stderr)
            raise SystemExit(NO_ANSWER) from None


def look(stream: TextIO) -> Look:
    """How an answer is shown: in the columns of the terminal, or in eighty, and coloured or not."""
    from ato.cli._terminal import is_coloured, is_terminal, width
    from ato.why.rendering._text import COLOURED, PLAIN

    known = width() if is_terminal() else None
    columns = min(max(known or PLAIN.width, NARROWEST), WIDEST)
    return (COLOURED if is_coloured(stream) else PLAIN)._replace(width=columns)
