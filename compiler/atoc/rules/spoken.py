"""What is found, in the words of those who wrote it in Python.

A view of several parts is several views to the proofs, which nobody wrote: they are spoken of as parts of the
one that somebody did. And Python gives views of one priority an order, so that what hangs on it alone is a
warning there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from ato.config.composing._selection import PART
from atoc.findings import Finding, Related, Severity
from atoc.program import Program, Scope
from atoc.prove.replaying.ato_words import is_script, to_ato
from atoc.rules.python_words import in_python
from atoc.span import Span

WITH_AN_ORDER = frozenset(("ATC202", "ATC303"))
"""What Python decides by its own order, so that it is no error there."""

PYTHON = ".py"

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
    said: set[tuple[str, Span, str]] = set()
    scripts = {scope.name: scope for scope in program.scopes if is_script(scope)}
    for told in (_in_words(each, scripts.get(each.scope or "")) for each in _spoken(findings, python)):
        known = (told.code, told.span, told.message)
        if known not in said or not told.span.path.endswith(PYTHON):
            yield told
        said.add(known)


def _spoken(findings: Iterable[Finding], python: Collection[tuple[str, str]]) -> Iterator[Finding]:
    for finding in findings:
        views = [(finding.scope or "", view) for view in finding.views]
        is_ordered = finding.code in WITH_AN_ORDER and bool(views) and all(each in python for each in views)
        told = replace(finding, severity=Severity.WARNING.value) if is_ordered else finding
        told = _of_whole(told) if _names_parts(told) else told
        yield _in_python(told) if told.span.path.endswith(PYTHON) else told


def _in_words(finding: Finding, script: Scope | None) -> Finding:
    """The finding with the command line that shows it as a script takes it."""
    if script is None or not finding.witness:
        return finding
    words = tuple(to_ato(script, word) for word in finding.witness)
    message = finding.message.replace(f"'{' '.join(finding.witness)}'", f"'{' '.join(words)}'")
    return replace(finding, witness=words, message=message)


def _in_python(finding: Finding) -> Finding:
    """The finding on a Python file, with what Python calls the things."""
    related = (Related(each.span, next(in_python((each.message,)), "")) for each in finding.related)
    return replace(finding, help=tuple(in_python(finding.help)), related=tuple(related))


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
