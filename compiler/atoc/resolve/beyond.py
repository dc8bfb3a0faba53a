"""Expressions of Python views that are no expressions of the language: what they come to is not known.

Python adds what the language does not, and compares what it keeps apart. So a value or a condition of a
Python view that is ill typed here is no error: it is not understood, and the view is beyond proof (ATC009).
"""

from __future__ import annotations

from collections.abc import Iterable

from ato.config._selection import PART
from atoc.findings import Finding, Passed
from atoc.source.python_parts import Unread
from atoc.syntax import ViewDeclaration
from atoc.syntax.findings import opaque

FOREIGN = frozenset(("ATC401", "ATC402"))
"""What is said of expressions that the language has not."""


def not_said_in_python(view: ViewDeclaration, found: Iterable[Finding]) -> Passed[frozenset[str]] | None:
    """What a view may write that is not known, if the findings on its expressions say that there is some.

    The findings are those that are left, with one in the place of those that are not errors here.
    """
    found = tuple(found)
    foreign = [finding for finding in found if finding.code in FOREIGN]
    if not foreign:
        return None
    name = view.name.text.partition(PART)[0]
    unread = [Unread(finding.span, f"an expression ({finding.message})") for finding in foreign]
    told = opaque(foreign[0].scope or "", name, unread)
    written = frozenset(() if view.writes is None else (entry.key.text for entry in view.writes.entries))
    kept = tuple(finding for finding in found if finding.code not in FOREIGN)
    return Passed(written, (*kept, told))
