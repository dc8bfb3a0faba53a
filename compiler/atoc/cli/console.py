"""Standard output and standard error: what is written there, and whether in colour.

It loads next to nothing, so that an answer which is known already is there at once.
"""

from __future__ import annotations

import os
import sys

import click

from atoc.cli.ending import OutputClosed
from atoc.cli.formats import Format


def is_coloured() -> bool:
    """Whether standard output takes colours: on a terminal, unless the environment says otherwise.

    ``NO_COLOR`` goes before ``FORCE_COLOR``, as in Python's own tools; either counts if it is not empty.
    """
    environment = os.environ
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return environment.get("TERM") != "dumb" and sys.stdout.isatty()


def write(text: str) -> None:
    """Print an answer to standard output as it is. Raises ``OutputClosed`` where nobody reads it."""
    try:
        click.echo(text, nl=False, color=True)
    except BrokenPipeError as error:
        raise OutputClosed from error


def say(text: str) -> None:
    """Print a remark on what was done to standard error."""
    click.echo(text, err=True)


def remark(text: str, format: Format | None) -> None:
    """Print what was done: beside findings for people, and apart from findings for machines."""
    click.echo(text, err=format not in ("full", None))
