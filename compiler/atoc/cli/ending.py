"""How the command ends: every way out has one exit status and one clear message.

0    clean
1    findings
2    the command line, the settings, or reading and writing files
3    a defect of atoc itself; ``ATOC_DEBUG=1`` shows where
130  stopped with Ctrl-C            141  whoever read the output has closed it
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

CLEAN = 0
FINDINGS = 1
USAGE = 2
DEFECT = 3
STOPPED = 130
CLOSED = 141


class OutputClosed(Exception):
    """Whoever read standard output has closed it, as ``head`` does."""


def ended(command: Callable[[], object]) -> int:
    """Run the command; its exit status, whatever happens in it."""
    _prepare_streams()
    try:
        status = command()
        sys.stdout.flush()
    except BaseException as error:  # the last stop of every error: nothing may pass it untold
        return _told(error)
    return status if isinstance(status, int) else CLEAN


def _prepare_streams() -> None:
    """A stream that does not know a sign shows its number; one that was closed beforehand takes anything."""
    for name in ("stdout", "stderr"):
        stream: object = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _give_up_output() -> None:
    """Let go of what standard output still holds, so that closing it is no second error."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(error: BaseException) -> int:
    """Say what went wrong on standard error; the exit status for it."""
    match error:
        case OutputClosed() | BrokenPipeError():
            _give_up_output()
            return CLOSED
        case KeyboardInterrupt() | click.Abort():
            return STOPPED
        case SystemExit():
            return error.code if isinstance(error.code, int) else CLEAN
        case click.ClickException():
            error.show()
            return USAGE
        case ImportError():
            return _told_defect(error)
        case _:
            return _told_expected(error)


def _told_expected(error: BaseException) -> int:
    """The way out for what the user can mend; anything else is our own defect."""
    from ato.config import AtoError, ConfigError
    from atoc.emit import WriteError
    from atoc.settings import SettingsError
    from atoc.source import SourceError
    from atoc.suppress import BaselineError

    match error:
        case ConfigError() | SettingsError() | BaselineError():
            told = [str(problem) for problem in error.problems]
        case AtoError() | SourceError() | WriteError():
            told = [str(error)]
        case OSError():
            reason = error.strerror or str(error)
            told = [f"{error.filename}: {reason}" if error.filename else reason]
            _give_up_output()
        case _:
            return _told_defect(error)
    for problem in told:
        click.echo(f"error: {problem}", err=True)
    return USAGE


def _told_defect(error: BaseException) -> int:
    click.echo(
        f"atoc has failed, and not because of your schemas: {type(error).__name__}: {error}\n"
        "Please report it together with the schemas that show it.",
        err=True,
    )
    if os.environ.get("ATOC_DEBUG"):
        from traceback import format_exception

        click.echo("".join(format_exception(error)).rstrip(), err=True)
    else:
        click.echo("ATOC_DEBUG=1 in the environment shows where it happened.", err=True)
    return DEFECT
