"""What the compiler says: a finding, its secondary places, and the value of a pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from atoc.findings.fix import Fix
from atoc.span import Span

Method = Literal["closure", "finite", "smt", "unproved"]
"""How a verdict over all selections was reached.

By sets alone, of views that activate each other and of numbers within declared bounds; by trying every case;
by the solver; or not at all.
"""

METHODS: tuple[Method, ...] = ("closure", "finite", "smt", "unproved")
"""All of them."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Related:
    """A secondary place of a finding, with what is to be seen there."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect of a program, told completely.

    ``message`` begins with the thing that is wrong, spelt as its author spelt it. ``help`` lists
    ways out, the likeliest first. ``witness`` is the smallest command line, as words, that shows
    a refuted property: the empty tuple means that no word is needed, ``None`` that there is none.
    ``fix`` is what would mend it without changing what was meant. ``met`` tells whether a run meets the
    place of the finding before the related ones, which are in order, or after them.
    """

    code: str
    name: str
    severity: str
    message: str
    span: Span
    scope: str | None = None
    key: str | None = None
    views: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    help: tuple[str, ...] = ()
    witness: tuple[str, ...] | None = None
    method: Method | None = None
    fix: Fix | None = None
    met: Literal["first", "last"] = "last"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that is not told, with the reason: a comment at ``span`` in the source, or a baseline."""

    finding: Finding
    reason: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Passed(Generic[T]):
    """What a pass made of its input, and what it found on the way."""

    value: T
    findings: tuple[Finding, ...] = ()


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in their one order: by place, then code, then message; each once."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda finding: (finding.span, finding.code, finding.message),
        )
    )
