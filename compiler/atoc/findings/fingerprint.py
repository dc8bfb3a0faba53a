"""What a finding is known by from one run to the next: a number that edits elsewhere in a file do not change.

Lines, columns and paths are no part of it, nor are the numbers in a message, since they are values that may
change while the defect stays the same. What is left is the code, the scope, the key, the views and the words.

    'lr' in 'fast' gives it 0.1        and        'lr' in 'fast' gives it 0.25

are one finding. Two findings of one run that are alike in all this are told apart by their order alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from json import dumps

from atoc.findings.finding import Finding

LENGTH = 32
"""Hexadecimal digits of a fingerprint."""

_NUMBER = re.compile(r"(?<![\w.])[-+]?\d[\d_]*(?:[.,]\d[\d_]*)*(?:e[-+]?\d+)?(?!\w)")


def shape(message: str) -> str:
    """The message without what a change of a value changes: every number is ``0``."""
    return _NUMBER.sub("0", message)


def fingerprint(finding: Finding) -> str:
    """What the finding is known by; alike for findings that only their places tell apart."""
    return _digest(finding.code, finding.scope, finding.key, finding.views, shape(finding.message))


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """A fingerprint for each of the findings of a run, of which no two are equal."""
    seen: Counter[str] = Counter()
    told: list[str] = []
    for finding in findings:
        own = fingerprint(finding)
        told.append(_digest(own, seen[own]) if seen[own] else own)
        seen[own] += 1
    return tuple(told)


def _digest(*parts: object) -> str:
    return sha256(dumps(parts).encode("ascii")).hexdigest()[:LENGTH]
