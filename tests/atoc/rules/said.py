"""What the rules say about a small document."""

from __future__ import annotations

from atoc.findings import Finding
from atoc.prove import prove
from atoc.rules import check
from tests.atoc.prove.build import program_of


def said_of(text: str) -> tuple[Finding, ...]:
    """The findings about a document without ``scope:``, from the proofs alone.

    Notes on lazy views that overwrite outside values are left out: most lazy views do.
    """
    program = program_of("scope: toy\n" + text)
    found = check(program, {scope.name: prove(scope) for scope in program.scopes})
    return tuple(finding for finding in found if finding.code != "ATC208")


def messages(text: str) -> list[str]:
    """The codes and messages of the findings about a document."""
    return [f"{finding.code} {finding.message}" for finding in said_of(text)]


def related(finding: Finding) -> list[tuple[int, str]]:
    """The secondary places of a finding: line and message."""
    return [(place.span.line, place.message) for place in finding.related]
