"""All that is said of a finding, line by line, for formats that take plain text."""

from __future__ import annotations

from collections.abc import Sequence

from atoc.findings.finding import Finding
from atoc.findings.render.witness import command
from atoc.findings.summary import Summary


def said(finding: Finding, summary: Summary, schemas: Sequence[str] = ()) -> tuple[str, ...]:
    """The message, then the other places with what is to be seen there, then help and witness."""
    places = (f"{each.span}: {each.message}" for each in finding.related)
    helps = (f"help: {line}" for line in finding.help)
    shown = () if finding.witness is None else (command(finding, finding.witness, summary, schemas),)
    return (finding.message, *places, *helps, *(f"shown by: {line}" for line in shown))
