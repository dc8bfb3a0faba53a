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
from typing import TextIO

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


def _give_up(stream: TextIO) -> None:
    """Let go of what a stream still holds, so that closing it is no second error."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _told(error: BaseException) -> int:
    """Say what went wrong on standard error; the exit status for it."""
    match error:
        case OutputClosed() | BrokenPipeError():
            _give_up(sys.stdout)
            return CLOSED
        case KeyboardInterrupt() | click.Abort():
            return STOPPED
        case SystemExit():
            return error.code if isinstance(error.code, int) else CLEAN
        case click.ClickException():
            return _told_usage(error)
        case ImportError():
            return _told_defect(error)
        case _:
            return _told_expected(error)


def _told_usage(error: click.ClickException) -> int:
    """Say what is wrong with the command line, in the words of every other error, and where help is."""
    message = error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None and message == context.get_help():  # without any word
        _complain(message)
        return USAGE
    _complain(f"error: {message}")
    if context is not None:
        _complain("", context.get_usage(), f"`{context.command_path} --help` says more")
    return USAGE


def _told_expected(error: BaseException) -> int:
    """The way out for what the user can mend; anything else is our own defect."""
    from ato.config import AtoError, ConfigError
    from atoc.emit import WriteError
    from atoc.importers import Refused
    from atoc.settings import SettingsError
    from atoc.source import SourceError
    from atoc.suppress import BaselineError

    match error:
        case ConfigError() | SettingsError() | BaselineError() | Refused():
            told = [str(problem) for problem in error.problems]
        case AtoError() | SourceError() | WriteError():
            told = [str(error)]
        case OSError():
            told = [f"{error.filename or 'standard output'}: {error.strerror or error}"]
            _give_up(sys.stdout)
        case _:
            return _told_defect(error)
    _complain(*(f"error: {problem}" for problem in told))
    return USAGE


def _told_defect(error: BaseException) -> int:
    _complain(
        f"atoc has failed, and not because of your schemas: {type(error).__name__}: {error}",
        "Please report it together with the schemas that show it.",
    )
    if os.environ.get("ATOC_DEBUG"):
        from traceback import format_exception

        _complain("".join(format_exception(error)).rstrip())
    else:
        _complain("ATOC_DEBUG=1 in the environment shows where it happened.")
    return DEFECT


def _complain(*lines: str) -> None:
    """Print lines to standard error, if it takes them: there is nowhere else to say that it does not."""
    try:
        for line in lines:
            click.echo(line, err=True)
    except OSError:
        _give_up(sys.stderr)
