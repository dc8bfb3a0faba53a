"""A rule: the code, the name and the page of one thing that the compiler can find."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from inspect import cleandoc
from typing import Literal

from atoc.findings.finding import Finding, Method, Related
from atoc.findings.fix import Fix
from atoc.span import Span


class Severity(str, Enum):
    """How grave a finding is; only errors stop a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the table in section 5 of the language page.

    ``page`` is Markdown for ``atoc rule CODE``; ``bad`` and ``good`` are small documents of which
    the first yields exactly this rule and the second no finding at all, or console transcripts
    where ``transcript`` is true (rules about generated files).
    """

    code: str
    name: str
    severity: Severity
    page: str
    bad: str
    good: str
    language: str = "yaml"
    transcript: bool = False

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return cleandoc(self.page).splitlines()[0]

    def at(
        self,
        span: Span,
        message: str,
        *,
        scope: str | None = None,
        key: str | None = None,
        views: tuple[str, ...] = (),
        related: tuple[Related, ...] = (),
        help: tuple[str, ...] = (),
        witness: tuple[str, ...] | None = None,
        method: Method | None = None,
        fix: Fix | None = None,
        met: Literal["first", "last"] = "last",
    ) -> Finding:
        """The finding that this rule is broken at ``span``."""
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity.value,
            message=message,
            span=span,
            scope=scope,
            key=key,
            views=views,
            related=related,
            help=help,
            witness=witness,
            method=method,
            fix=fix,
            met=met,
        )
