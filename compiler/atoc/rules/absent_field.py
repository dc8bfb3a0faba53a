"""ATC104: a view writes a field of a variant where another one is the current one."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.expr.findings import UNKNOWN_FIELD
from atoc.expr.kinds import condition_of
from atoc.findings import Finding, Related
from atoc.program import Scope
from atoc.prove import AbsentField, Facts
from atoc.rules.phrases import with_words

RULE = UNKNOWN_FIELD


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The writes to fields that are not there in some selection."""
    for fact in facts.facts:
        if isinstance(fact, AbsentField):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: AbsentField) -> Finding:
    path, guard = fact.write.path, fact.guard
    test = condition_of(guard.path, guard.values)
    return RULE.at(
        fact.write.key_span,
        f"'{path}' is not there for '{fact.view.name}' to set {with_words(fact.witness, fact.order)}: "
        f"it is there only where {test}",
        scope=scope.name,
        key=path,
        views=(fact.view.name,),
        related=(Related(fact.write.field.span, f"'{path}' is declared here"),),
        help=(f"add `when: {test}` to the view", f"or let it set '{guard.path}' as well"),
        witness=fact.witness,
        method=fact.method,
    )
