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
import sys
from collections.abc import Sequence

from ato.config import AtoError, ConfigError


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

    parser = argparse.ArgumentParser(prog="ato", description="The runtime's tools.", allow_abbrev=False)
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
            print(f"error: {problem}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"error: {error.filename or 'the output'}: {error.strerror}", file=sys.stderr)
        return 2
    return status
