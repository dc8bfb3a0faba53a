"""Workflow commands, which GitHub shows as annotations on the lines of a change.

The escapes are those of GitHub's own toolkit (``@actions/core``, ``command.ts``): ``%``, carriage return and
line feed in the message; in properties also ``:`` and ``,``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atoc.findings.finding import Finding
from atoc.findings.render.said import said
from atoc.findings.rule import Severity
from atoc.findings.summary import Summary
from atoc.span import SourceFile

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(
    findings: Sequence[Finding],
    sources: Mapping[str, SourceFile],  # noqa: ARG001  every format takes the same
    summary: Summary,
    schemas: Sequence[str] = (),
) -> str:
    """One command for every finding; help and witness follow the message on lines of their own."""
    return "".join(f"{_command(finding, summary, schemas)}\n" for finding in findings)


def _command(finding: Finding, summary: Summary, schemas: Sequence[str]) -> str:
    span = finding.span
    properties = {
        "file": span.path,
        "line": span.line,
        "endLine": span.end_line,
        **_columns(finding),
        "title": f"{finding.code} {finding.name}",
    }
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    lines = said(finding, summary, schemas)
    return f"::{_COMMANDS[Severity(finding.severity)]} {listed}::{_data(chr(10).join(lines))}"


def _columns(finding: Finding) -> dict[str, int]:
    """The columns, which GitHub takes for findings within one line only."""
    span = finding.span
    return {"col": span.column, "endColumn": span.end_column} if span.line == span.end_line else {}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
