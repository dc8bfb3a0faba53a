"""What is found, in the words of those who wrote it in Python.

A view of several parts is several views to the proofs, which nobody wrote: they are spoken of as parts of the
one that somebody did. And Python gives views of one priority an order, so that what hangs on it alone is a
warning there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ato.config._selection import PART
from atoc.findings import Finding, Related, Severity
from atoc.program import Program

WITH_AN_ORDER = frozenset(("ATC202", "ATC303"))
"""What Python decides by its own order, so that it is no error there."""

_QUOTED = re.compile(rf"'([\w.]+){PART}\d+'")
_BARE = re.compile(rf"\b([\w.]+){PART}\d+")


def spoken(findings: Iterable[Finding], program: Program) -> Iterator[Finding]:
    """The findings as they are told."""
    python = {
        (scope.name, view.name) for scope in program.scopes for view in scope.views.values() if view.is_python
    }
    if not python:
        yield from findings
        return
    for finding in findings:
        views = [(finding.scope or "", view) for view in finding.views]
        is_ordered = finding.code in WITH_AN_ORDER and bool(views) and python.issuperset(views)
        told = replace(finding, severity=Severity.WARNING.value) if is_ordered else finding
        yield _of_whole(told) if _names_parts(told) else told


def _names_parts(finding: Finding) -> bool:
    texts = (finding.message, *finding.views, *finding.help, *(each.message for each in finding.related))
    return any(PART in text for text in texts)


def _of_whole(finding: Finding) -> Finding:
    return replace(
        finding,
        message=_said(finding.message),
        views=tuple(dict.fromkeys(_BARE.sub(r"\1", view) for view in finding.views)),
        related=tuple(Related(each.span, _said(each.message)) for each in finding.related),
        help=tuple(_said(text) for text in finding.help),
    )


def _said(text: str) -> str:
    return _BARE.sub(r"\1", _QUOTED.sub(r"a part of '\1'", text))
