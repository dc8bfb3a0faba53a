"""What the rules say about a small document."""

from __future__ import annotations

from atoc.findings import Finding
from atoc.prove import prove
from atoc.rules import check
from tests.atoc.prove.build import program_of


def said_of(text: str) -> tuple[Finding, ...]:
    """The findings about a document without ``scope:``, from the proofs alone."""
    program = program_of("scope: toy\n" + text)
    return check(program, {scope.name: prove(scope) for scope in program.scopes})


def messages(text: str) -> list[str]:
    """The codes and messages of the findings about a document."""
    return [f"{finding.code} {finding.message}" for finding in said_of(text)]


def related(finding: Finding) -> list[tuple[int, str]]:
    """The secondary places of a finding: line and message."""
    return [(place.span.line, place.message) for place in finding.related]
