"""Findings in the format that was asked for, printed and written to files."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import assert_never

from atoc.cli.console import is_coloured, write
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
    """The colours of standard output."""
    return COLOURED if is_coloured() else PLAIN


def painted(diff: str) -> str:
    """A unified diff in the colours of standard output."""
    colours = palette()
    codes = {"+": colours.added, "-": colours.removed, "@": colours.gutter}
    lines = diff.splitlines(keepends=True)
    return "".join(colours.paint(codes.get(line[0], ""), line.rstrip("\n")) + "\n" for line in lines)


def tell(
    findings: Sequence[Finding], compiled: Compiled, destinations: Destinations, schemas: Sequence[str]
) -> str:
    """Print the findings, and write them to files, each in its format; what was printed."""
    printed = ""
    if destinations.printed is not None:
        printed = rendered(findings, compiled, destinations.printed, schemas, palette())
        write(printed)
    for format, path in destinations.files:
        write_file(path, rendered(findings, compiled, format, schemas, PLAIN))
    return printed


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
