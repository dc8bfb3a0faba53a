"""Findings as SARIF 2.1.0 (OASIS, 2020), which code hosts and editors read.

The log is self-contained: all rules with their pages, and for each result its places, a fingerprint that
stays when lines move, and whether it is suppressed, by a comment (``inSource``) or a baseline
(``external``). Other places of a finding are related locations and, with its own, the steps of a code
flow in the order in which a run meets them. Columns count code points, as ours do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from inspect import cleandoc
from json import dumps
from urllib.parse import quote

from ato import __version__
from atoc.findings.finding import Finding, Related, Suppressed
from atoc.findings.fingerprint import fingerprints
from atoc.findings.render.said import said
from atoc.findings.rule import Rule
from atoc.findings.summary import Summary
from atoc.span import SourceFile, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "PROJECTROOT"
"""What stands for the project's folder, which the log does not name."""

_Object = dict[str, object]


def sarif(
    findings: Sequence[Finding],
    sources: Mapping[str, SourceFile],
    summary: Summary,
    schemas: Sequence[str] = (),
    suppressed: Sequence[Suppressed] = (),
    rules: Sequence[Rule] = (),
) -> str:
    """A log with one run. ``rules`` are all that there are, in order."""
    everything = (*(Suppressed(finding, "") for finding in findings), *suppressed)
    indices = {rule.code: index for index, rule in enumerate(rules)}
    known = fingerprints(each.finding for each in everything)
    run: _Object = {
        "tool": {"driver": _driver(rules)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of pyproject.toml."}}},
        "artifacts": [{"location": _artifact(path)} for path in sorted(sources)],
        "results": [
            _result(finding, own, indices, said(finding, summary, schemas), [])
            for finding, own in zip(findings, known, strict=False)
        ]
        + [
            _result(each.finding, own, indices, said(each.finding, summary, schemas), [_suppression(each)])
            for each, own in zip(suppressed, known[len(findings) :], strict=True)
        ],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(rules: Sequence[Rule]) -> _Object:
    return {"name": "atoc", "version": __version__, "rules": [_rule(rule) for rule in rules]}


def _rule(rule: Rule) -> _Object:
    page = cleandoc(rule.page)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(
    finding: Finding,
    fingerprint: str,
    indices: Mapping[str, int],
    lines: Sequence[str],
    suppressions: Sequence[_Object],
) -> _Object:
    place = _location(finding.span)
    if finding.key is not None or finding.scope is not None:
        name = ".".join(filter(None, (finding.scope, finding.key)))
        kind = "module" if finding.key is None else "member"
        place = {**place, "logicalLocations": [{"fullyQualifiedName": name, "kind": kind}]}
    result: _Object = {
        "ruleId": finding.code,
        "level": finding.severity,
        "message": _message("\n".join((finding.message, *lines[1 + len(finding.related) :]))),
        "locations": [place],
        "partialFingerprints": {"atoc/v1": fingerprint},
        "suppressions": list(suppressions),
        "properties": _properties(finding),
    }
    if finding.code in indices:
        result["ruleIndex"] = indices[finding.code]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_told(related)} for number, related in enumerate(finding.related, 1)
        ]
        result["codeFlows"] = [_flow(finding)]
    return result


def _properties(finding: Finding) -> _Object:
    """What SARIF has no name for."""
    return {
        "views": list(finding.views),
        "witness": None if finding.witness is None else list(finding.witness),
        "method": finding.method,
    }


def _flow(finding: Finding) -> _Object:
    """The places in the order in which a run meets them: who writes the field first, and who after that."""
    own, others = _told(Related(finding.span, finding.message)), [*map(_told, finding.related)]
    steps = [own, *others] if finding.met == "first" else [*others, own]
    return {"threadFlows": [{"locations": [{"location": step} for step in steps]}]}


def _suppression(suppressed: Suppressed) -> _Object:
    kind = "external" if suppressed.span is None else "inSource"
    place: _Object = {} if suppressed.span is None else {"location": _location(suppressed.span)}
    return {"kind": kind, "status": "accepted", "justification": suppressed.reason, **place}


def _told(related: Related) -> _Object:
    return {**_location(related.span), "message": _message(related.message)}


def _message(text: str) -> _Object:
    """A plain text; what a document says must not become a link, which SARIF writes ``[text](place)``."""
    return {"text": text.replace("](", "] (")}


def _location(span: Span) -> _Object:
    return {"physicalLocation": {"artifactLocation": _artifact(span.path), "region": _region(span)}}


def _artifact(path: str) -> _Object:
    return {"uri": quote(path), "uriBaseId": ROOT}


def _region(span: Span) -> _Object:
    start = {"startLine": span.line, "startColumn": span.column}
    if (span.end_line, span.end_column) < (span.line, span.column):
        return {**start}
    return {**start, "endLine": span.end_line, "endColumn": span.end_column}
