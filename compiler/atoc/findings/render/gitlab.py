"""The Code Quality report of GitLab: a list of issues, each known by a fingerprint.

GitLab compares the fingerprints of two branches to tell what a merge request brings; ours do not change when
lines move. It knows five severities, of which a finding takes one of three.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import dumps

from atoc.findings.finding import Finding
from atoc.findings.fingerprint import fingerprints
from atoc.findings.render.said import said
from atoc.findings.rule import Severity
from atoc.findings.summary import Summary
from atoc.span import SourceFile

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def gitlab(
    findings: Sequence[Finding],
    sources: Mapping[str, SourceFile],  # noqa: ARG001  every format takes the same
    summary: Summary,
    schemas: Sequence[str] = (),
) -> str:
    """A JSON list with an issue for every finding; what helps stands in its body."""
    issues = [
        _issue(finding, own, summary, schemas)
        for finding, own in zip(findings, fingerprints(findings), strict=True)
    ]
    return dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str, summary: Summary, schemas: Sequence[str]) -> dict[str, object]:
    span = finding.span
    issue: dict[str, object] = {
        "type": "issue",
        "check_name": finding.code,
        "description": f"{finding.name}: {finding.message}",
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[Severity(finding.severity)],
        "fingerprint": fingerprint,
        "location": {"path": span.path, "lines": {"begin": span.line, "end": span.end_line}},
    }
    _, *further = said(finding, summary, schemas)
    return {**issue, "content": {"body": "\n".join(further)}} if further else issue
