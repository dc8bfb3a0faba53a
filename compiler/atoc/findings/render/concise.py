"""One line a finding, for editors and for counting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atoc.findings.finding import Finding
from atoc.findings.render.palette import PLAIN, Palette
from atoc.findings.render.width import visible
from atoc.findings.summary import Summary
from atoc.span import SourceFile


def concise(
    findings: Sequence[Finding],
    sources: Mapping[str, SourceFile],  # noqa: ARG001  every format takes the same
    summary: Summary,  # noqa: ARG001
    palette: Palette = PLAIN,
) -> str:
    """``path:line:column: error[ATC203] message`` for every finding, and nothing else."""
    return "".join(f"{_line(finding, palette)}\n" for finding in findings)


def _line(finding: Finding, palette: Palette) -> str:
    grade = palette.paint(palette.of(finding.severity), f"{finding.severity}[{finding.code}]")
    return f"{visible(str(finding.span))}: {grade} {visible(finding.message)}"
