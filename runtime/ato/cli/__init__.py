"""The command ``ato``: one file a command, each with its arguments and what it prints.

What is wrong with what was given ends with status 2 and all problems on stderr; a check that fails with 1.
Commands whose status is an answer end with 64 instead (``_comparing.py``).
Only the standard library is loaded, and of the rooms what a command needs.

    runs      _runs, _show, _best, _explain, _tag, _rm
    two runs  _why, _diff, _report
    kept      _artifacts, _registry
    moved     _sync, _export
    files     _sdn
    shared    _stores, _comparing (of commands), _terminal, _told, _plot (what is printed)
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ato.config import AtoError, ConfigError

WRONG = 2
INTERRUPTED = 130
STATUSES = """
exit status:
  0    done
  1    a check found something, nobody agreed to a deletion, or the output could not be written
  2    a mistake in the command, no such run, a store that cannot be read
  130  interrupted
`ato why` and `ato diff` answer by their status: see their --help.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit status."""
    from ato import __version__
    from ato.cli import (
        _artifacts,
        _best,
        _diff,
        _explain,
        _export,
        _registry,
        _report,
        _rm,
        _runs,
        _sdn,
        _show,
        _sync,
        _tag,
        _why,
    )
    from ato.cli._terminal import complain

    parser = argparse.ArgumentParser(
        prog="ato",
        description="The runtime's tools.",
        epilog=STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ato {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    seen = (_runs, _show, _best, _why, _diff, _report, _explain, _tag, _rm)
    for command in (*seen, _artifacts, _registry, _sync, _export, _sdn):
        command.add_to(commands)
    asked, unknown = parser.parse_known_args(arguments)
    if unknown:
        refusing: argparse.ArgumentParser = getattr(asked, "parser", parser)
        refusing.error(f"unrecognized arguments: {' '.join(unknown)}")
    try:
        status: int = asked.run(asked)
    except AtoError as error:
        problems = error.problems if isinstance(error, ConfigError) else (error,)
        for problem in problems:
            complain(problem)
        return WRONG
    except OSError as error:
        complain(f"{error.filename or 'the output'}: {error.strerror}")
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    return status
