"""The figures of one run: how much was found, and over how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from atoc.findings.finding import Finding, Method
from atoc.findings.rule import Severity


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run looked at and what came of it.

    ``proved``, ``refuted`` and ``unproved`` count the questions about all selections by their outcome;
    ``methods`` counts those that were decided, by how that was done. ``order_free`` names the scopes whose
    config is a function of the *set* of active views. There are ``2 ** exponent`` sets of views that can be
    asked for, or fewer where groups forbid some (``is_limited``); those of several scopes multiply.
    """

    documents: int = 0
    scopes: int = 0
    fields: int = 0
    views: int = 0
    proved: int = 0
    refuted: int = 0
    unproved: int = 0
    methods: tuple[tuple[Method, int], ...] = ()
    exponent: int = 0
    is_limited: bool = False
    order_free: tuple[str, ...] = ()


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many of the findings have this severity."""
    return sum(finding.severity == severity.value for finding in findings)


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 error``, ``2 errors``."""
    plural = noun[:-1] + "ies" if noun.endswith("ty") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def tally(findings: Iterable[Finding]) -> str:
    """The findings by severity, the gravest first: ``2 errors, 1 note``; empty without findings."""
    listed = tuple(findings)
    numbers = [(count(listed, severity), severity.value) for severity in Severity]
    return ", ".join(counted(number, noun) for number, noun in numbers if number)
