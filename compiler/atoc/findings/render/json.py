"""Findings as one JSON object, as section 5 of the language page words it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import dumps

from atoc.findings.finding import Finding, Related, Suppressed
from atoc.findings.rule import Severity
from atoc.findings.summary import Summary, count
from atoc.span import SourceFile

VERSION = 1
"""Grows when a key changes its meaning or goes."""


def json(
    findings: Sequence[Finding],
    sources: Mapping[str, SourceFile],  # noqa: ARG001  every format takes the same
    summary: Summary,
    suppressed: Sequence[Suppressed] = (),
) -> str:
    """The whole run: its findings in order, those that are not told with the reason, and its summary.

    ASCII only, two blanks a level.
    """
    run = {
        "version": VERSION,
        "findings": [as_object(finding) for finding in findings],
        "suppressed": [{**as_object(each.finding), "reason": each.reason} for each in suppressed],
        "summary": {
            "errors": count(findings, Severity.ERROR),
            "warnings": count(findings, Severity.WARNING),
            "notes": count(findings, Severity.NOTE),
            "proved": summary.proved,
            "refuted": summary.refuted,
            "unproved": summary.unproved,
        },
    }
    return dumps(run, indent=2) + "\n"


def as_object(finding: Finding) -> dict[str, object]:
    """A finding as data; what is absent is null."""
    span = finding.span
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "scope": finding.scope,
        "key": finding.key,
        "views": list(finding.views),
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "related": [_related(related) for related in finding.related],
        "help": list(finding.help),
        "witness": None if finding.witness is None else list(finding.witness),
        "method": finding.method,
    }


def _related(related: Related) -> dict[str, object]:
    span = related.span
    return {"path": span.path, "line": span.line, "column": span.column, "message": related.message}
