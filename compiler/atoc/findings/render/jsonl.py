"""Findings as JSON Lines: one object a line, for tools that read line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import dumps

from atoc.findings.finding import Finding
from atoc.findings.render.json import as_object
from atoc.findings.summary import Summary
from atoc.span import SourceFile


def jsonl(
    findings: Sequence[Finding],
    sources: Mapping[str, SourceFile],  # noqa: ARG001  every format takes the same
    summary: Summary,  # noqa: ARG001
) -> str:
    """One object for every finding, as in the ``json`` format; nothing without findings."""
    return "".join(f"{dumps(as_object(finding))}\n" for finding in findings)
