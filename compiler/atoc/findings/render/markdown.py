"""Findings for a pull request: a table of all, and below it each one with its lines, folded away.

What comes from documents is escaped for GitHub's Markdown, so that no text of a document can become a link, a
mention or markup. The details are the rendering for people, in a fence that is longer than any run of
backticks within.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from atoc.findings.finding import Finding
from atoc.findings.render.full import full
from atoc.findings.render.width import visible
from atoc.findings.summary import Summary, counted, tally
from atoc.span import SourceFile

MOST = 50
"""How many findings are shown with their lines; comments on pull requests are bounded in length."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+!|~$-]")
_LINK = re.compile(r"@(?=\w)|:(?=//)|(?<=www)\.", re.IGNORECASE)


def markdown(
    findings: Sequence[Finding],
    sources: Mapping[str, SourceFile],
    summary: Summary,
    schemas: Sequence[str] = (),
) -> str:
    """A heading with the numbers, a table with a row for every finding, and the details of the first ones."""
    if not findings:
        return f"### atoc: no findings\n\nNothing was found in {counted(summary.documents, 'document')}.\n"
    rows = "".join(_row(finding) for finding in findings)
    details = "".join(_details(finding, sources, summary, schemas) for finding in findings[:MOST])
    left = len(findings) - MOST
    rest = f"\n{counted(left, 'further finding')} without details.\n" if left > 0 else ""
    table = f"| severity | rule | place | finding |\n| --- | --- | --- | --- |\n{rows}"
    return f"### atoc: {tally(findings)}\n\n{table}{details}{rest}"


def _row(finding: Finding) -> str:
    rule = f"{finding.code} {finding.name}"
    return f"| {finding.severity} | {rule} | {_escaped(str(finding.span))} | {_escaped(finding.message)} |\n"


def _details(
    finding: Finding, sources: Mapping[str, SourceFile], summary: Summary, schemas: Sequence[str]
) -> str:
    text = full((finding,), sources, summary, schemas=schemas).rpartition("\n\n")[0]
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 3)
    title = f"{finding.code} at {escape(visible(str(finding.span)))}"
    return f"\n<details><summary>{title}</summary>\n\n{fence}text\n{text}\n{fence}\n\n</details>\n"


def _escaped(text: str) -> str:
    """The text as Markdown that shows it as it is, on one line."""
    plain = _SPECIAL.sub(r"\\\g<0>", escape(visible(text), quote=False))
    return _LINK.sub(lambda found: f"&#{ord(found.group())};", plain)
