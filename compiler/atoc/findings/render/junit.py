"""Findings as a JUnit report, which nearly every CI system shows: a suite a document, a case a finding.

A document without findings has one case, which passes. Errors and warnings are failures, as they end the run
with exit status 1; notes are cases that pass and say so in their output; what is suppressed is skipped.
XML 1.0 has no way to write most control characters, so they are shown as symbols.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from atoc.findings.finding import Finding, Suppressed
from atoc.findings.render.said import said
from atoc.findings.render.width import shown
from atoc.findings.rule import Severity
from atoc.findings.summary import Summary
from atoc.span import SourceFile

_UNWRITABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(
    findings: Sequence[Finding],
    sources: Mapping[str, SourceFile],
    summary: Summary,
    schemas: Sequence[str] = (),
    suppressed: Sequence[Suppressed] = (),
) -> str:
    """The report as XML."""
    places = (*(finding.span.path for finding in findings), *(each.finding.span.path for each in suppressed))
    top = Element("testsuites", name="atoc")
    suites = {path: SubElement(top, "testsuite", name=_written(path)) for path in sorted({*sources, *places})}
    for finding in findings:
        _told(suites[finding.span.path], finding, said(finding, summary, schemas))
    for each in suppressed:
        case = _case(suites[each.finding.span.path], each.finding)
        SubElement(case, "skipped", message=_written(each.reason))
    for path, suite in suites.items():
        if not len(suite):
            SubElement(suite, "testcase", name="no findings", classname=_written(path))
        _count(suite, [suite])
    _count(top, tuple(suites.values()))
    indent(top)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(top, encoding="unicode")}\n'


def _case(suite: Element, finding: Finding) -> Element:
    name = f"{finding.code} {finding.name} at {finding.span.line}:{finding.span.column}"
    path = _written(finding.span.path)
    return SubElement(suite, "testcase", name=name, classname=path, file=path, line=str(finding.span.line))


def _told(suite: Element, finding: Finding, lines: Sequence[str]) -> None:
    case = _case(suite, finding)
    text = _written("\n".join((f"{finding.span}: {finding.severity}[{finding.code}]", *lines)))
    if finding.severity == Severity.NOTE.value:
        SubElement(case, "system-out").text = text
    else:
        failure = SubElement(case, "failure", message=_written(finding.message), type=finding.severity)
        failure.text = text


def _count(element: Element, suites: Sequence[Element]) -> None:
    """Say how many cases the suites have, and how they end."""
    for name, path in (("tests", "testcase"), ("failures", "testcase/failure"), ("skipped", ".//skipped")):
        element.set(name, str(sum(len(suite.findall(path)) for suite in suites)))
    element.set("errors", "0")


def _written(text: str) -> str:
    return _UNWRITABLE.sub(lambda found: shown(found.group()), text)
