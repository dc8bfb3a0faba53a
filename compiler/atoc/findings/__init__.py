"""Findings and how they are printed. Knows spans and source text, and no rule by name."""

from atoc.findings.finding import Finding, Method, Passed, Related, Suppressed, in_order
from atoc.findings.fix import Fix, Removal, Respelling
from atoc.findings.rule import Rule, Severity

__all__ = [
    "Finding",
    "Fix",
    "Method",
    "Passed",
    "Related",
    "Removal",
    "Respelling",
    "Rule",
    "Severity",
    "Suppressed",
    "in_order",
]
