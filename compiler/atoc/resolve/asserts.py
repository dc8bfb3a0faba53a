"""Asserts: conditions on the finished config, with their names bound (ATC102, ATC104)."""

from __future__ import annotations

import ato.config as ato
from atoc.expr import Expression, expect, parse_bare
from atoc.findings import Finding, Passed
from atoc.program import Assert
from atoc.resolve.declared import ScopeDeclaration
from atoc.resolve.expressions import bind
from atoc.resolve.findings import TYPE_MISMATCH
from atoc.resolve.paths import Paths
from atoc.syntax import AssertDeclaration


def bind_asserts(scope: ScopeDeclaration, paths: Paths) -> Passed[tuple[Assert, ...]]:
    """The asserts of a scope in the order of declaration; one that is broken is left out."""
    found: list[Finding] = []
    asserts: list[Assert] = []
    for declaration in scope.asserts:
        that = _condition(declaration, paths, found)
        if that is not None:
            asserts.append(Assert(that, declaration.message.strip(), declaration.that.span))
    return Passed(tuple(asserts), tuple(found))


def _condition(declaration: AssertDeclaration, paths: Paths, found: list[Finding]) -> Expression | None:
    parsed = parse_bare(declaration.that)
    found.extend(parsed.findings)
    if parsed.value is None:
        return None
    passed = bind(parsed.value, paths)
    found.extend(passed.findings)
    why = None if passed.value is None else expect(passed.value, ato.BOOL)
    if why is None:
        return passed.value
    help = ("compare it with something, such as `x == 1` or `x != None`",)
    found.append(TYPE_MISMATCH.at(parsed.value.span, f"the assert is no bool: {why}", help=help))
    return None
