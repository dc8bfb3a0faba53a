"""Documents as text or as plain data, read and resolved: what the tests of this room begin with."""

from __future__ import annotations

from itertools import count

from atoc.findings import Finding, Passed, in_order
from atoc.program import Program, Scope
from atoc.resolve import resolve
from atoc.source import parse as parse_text
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence
from atoc.span import SourceFile, Span
from atoc.syntax import Document, parse

Plain = str | list["Plain"] | dict[str, "Plain"]


def document(text: str, path: str = "a.yaml") -> Passed[Document]:
    """One document, with what is found up to here."""
    tree = parse_text(SourceFile(path, text))
    assert tree.value is not None, tree.findings
    passed = parse(tree.value, path)
    return Passed(passed.value, (*tree.findings, *passed.findings))


def program(*texts: str) -> Passed[Program]:
    """The program of documents named ``a.yaml``, ``b.yaml`` and so on, with everything found."""
    documents = [document(text, f"{chr(ord('a') + index)}.yaml") for index, text in enumerate(texts)]
    resolved = resolve([each.value for each in documents])
    findings = (*(finding for each in documents for finding in each.findings), *resolved.findings)
    return Passed(resolved.value, in_order(findings))


def scope(*texts: str) -> Scope:
    """The one scope of a program in which nothing is wrong."""
    passed = program(*texts)
    assert passed.findings == ()
    return passed.value.scopes[0]


def told(*texts: str) -> list[str]:
    """What is found in a program: code and message."""
    return [f"{finding.code} {finding.message}" for finding in program(*texts).findings]


def finding(*texts: str) -> Finding:
    """The one thing that is found in a program."""
    findings = program(*texts).findings
    assert len(findings) == 1, findings
    return findings[0]


def excerpt(text: str, span: Span) -> str:
    """What stands at a span of one line."""
    assert span.line == span.end_line
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


def node(value: Plain, path: str = "a.yaml") -> Node:
    """A tree of plain data, each part on a line of its own."""
    lines = count(1)

    def span() -> Span:
        line = next(lines)
        return Span(path, line, 1, line, 2)

    def build(part: Plain) -> Node:
        if isinstance(part, str):
            return Scalar(span(), part)
        if isinstance(part, list):
            return Sequence(span(), tuple(build(item) for item in part))
        return Mapping(span(), tuple(Entry(Scalar(span(), key), build(item)) for key, item in part.items()))

    return build(value)
