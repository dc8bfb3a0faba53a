"""What a command prints, and whether in colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Literal, get_args

import click

from atoc.cli.ending import OutputClosed
from atoc.compile import Compiled
from atoc.findings import Finding
from atoc.findings.render import COLOURED, PLAIN, Palette, concise, full, github, json

Format = Literal["full", "concise", "json", "github"]
FORMATS: tuple[Format, ...] = get_args(Format)


def palette() -> Palette:
    """Colours for standard output: on a terminal, unless the environment says otherwise.

    ``NO_COLOR`` goes before ``FORCE_COLOR``, as in Python's own tools; either counts if it is not empty.
    """
    environment = os.environ
    if environment.get("NO_COLOR"):
        return PLAIN
    if environment.get("FORCE_COLOR"):
        return COLOURED
    if environment.get("TERM") == "dumb" or not sys.stdout.isatty():
        return PLAIN
    return COLOURED


def write(text: str) -> None:
    """Print an answer to standard output as it is. Raises ``OutputClosed`` where nobody reads it."""
    try:
        click.echo(text, nl=False, color=True)
    except BrokenPipeError as error:
        raise OutputClosed from error


def say(text: str) -> None:
    """Print a remark on what was done to standard error."""
    click.echo(text, err=True)


def remark(text: str, format: Format) -> None:
    """Print what was done: beside findings for people, and apart from findings for machines."""
    click.echo(text, err=format != "full")


def painted(diff: str) -> str:
    """A unified diff in the colours of standard output."""
    colours = palette()
    codes = {"+": colours.added, "-": colours.removed, "@": colours.gutter}
    lines = diff.splitlines(keepends=True)
    return "".join(colours.paint(codes.get(line[0], ""), line.rstrip("\n")) + "\n" for line in lines)


def rendered(findings: Sequence[Finding], compiled: Compiled, format: Format, schemas: Sequence[str]) -> str:
    """The findings in a format; ``schemas`` are the paths that the command of a witness has to name."""
    match format:
        case "full":
            return full(findings, compiled.sources, compiled.summary, palette(), schemas)
        case "concise":
            return concise(findings, compiled.sources, compiled.summary, palette())
        case "json":
            return json(findings, compiled.sources, compiled.summary)
        case "github":
            return github(findings, compiled.sources, compiled.summary, schemas)
