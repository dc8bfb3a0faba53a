"""What a command prints, and whether in colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click
from typing_extensions import assert_never

from atoc.cli.ending import OutputClosed
from atoc.cli.formats import Destinations, Format
from atoc.compile import Compiled
from atoc.emit import write_file
from atoc.findings import Finding
from atoc.findings.render import (
    COLOURED,
    PLAIN,
    Palette,
    concise,
    full,
    github,
    gitlab,
    json,
    jsonl,
    junit,
    markdown,
    sarif,
)
from atoc.rule_table import RULES


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


def remark(text: str, format: Format | None) -> None:
    """Print what was done: beside findings for people, and apart from findings for machines."""
    click.echo(text, err=format not in ("full", None))


def painted(diff: str) -> str:
    """A unified diff in the colours of standard output."""
    colours = palette()
    codes = {"+": colours.added, "-": colours.removed, "@": colours.gutter}
    lines = diff.splitlines(keepends=True)
    return "".join(colours.paint(codes.get(line[0], ""), line.rstrip("\n")) + "\n" for line in lines)


def tell(
    findings: Sequence[Finding], compiled: Compiled, destinations: Destinations, schemas: Sequence[str]
) -> None:
    """Print the findings, and write them to files, each in the format that was asked for."""
    if destinations.printed is not None:
        write(rendered(findings, compiled, destinations.printed, schemas, palette()))
    for format, path in destinations.files:
        write_file(path, rendered(findings, compiled, format, schemas, PLAIN))


def rendered(
    findings: Sequence[Finding],
    compiled: Compiled,
    format: Format,
    schemas: Sequence[str],
    colours: Palette,
) -> str:
    """The findings in a format; ``schemas`` are the paths that the command of a witness has to name."""
    sources, summary, suppressed = compiled.sources, compiled.summary, compiled.suppressed
    match format:
        case "full":
            return full(findings, sources, summary, colours, schemas)
        case "concise":
            return concise(findings, sources, summary, colours)
        case "json":
            return json(findings, sources, summary, suppressed)
        case "jsonl":
            return jsonl(findings, sources, summary)
        case "github":
            return github(findings, sources, summary, schemas)
        case "gitlab":
            return gitlab(findings, sources, summary, schemas)
        case "junit":
            return junit(findings, sources, summary, schemas, suppressed)
        case "markdown":
            return markdown(findings, sources, summary, schemas)
        case "sarif":
            return sarif(findings, sources, summary, schemas, suppressed, RULES)
    assert_never(format)
