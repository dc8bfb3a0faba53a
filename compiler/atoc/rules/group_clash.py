"""ATC305: one view activates two members of a group."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope
from atoc.prove import Facts, GroupClash

RULE = Rule(
    code="ATC305",
    name="group-clash",
    severity=Severity.ERROR,
    page="""
    One view activates two members of a group.

    ## What is found

    A view that chains with two members of a group, directly or through other views, or is a member and chains
    with another; or one that brings a member while another is always active.

    ## Why it matters

    A group takes one view. A selection that activates two of its members is refused, and so is every
    selection with this view.

    ## How to mend

    Remove one of the two chains, or take one of the members out of the group.

    ## What it does not cover

    Views that merely chain with the one at fault: they are well again when it is.
    """,
    bad="""
scope: train
fields:
  momentum: {type: float, default: 0.0}
groups:
  optimizer: {doc: One optimizer.}
views:
  sgd:
    group: optimizer
    set: {momentum: 0.9}
  adam:
    group: optimizer
    set: {}
  tuned:
    chain_with: [sgd, adam]
    set: {}
""",
    good="""
scope: train
fields:
  momentum: {type: float, default: 0.0}
groups:
  optimizer: {doc: One optimizer.}
views:
  sgd:
    group: optimizer
    set: {momentum: 0.9}
  adam:
    group: optimizer
    set: {}
  tuned:
    chain_with: adam
    set: {}
""",
)


def check(scope: Scope, facts: Facts) -> Iterator[Finding]:
    """The views that activate two members of a group."""
    for fact in facts.facts:
        if isinstance(fact, GroupClash):
            yield _finding(scope, fact)


def _finding(scope: Scope, fact: GroupClash) -> Finding:
    first, second = fact.members
    return RULE.at(
        fact.view.span,
        f"'{fact.view.name}' activates two members of the group '{fact.group.name}': "
        f"'{first}' and '{second}'",
        scope=scope.name,
        views=tuple(dict.fromkeys((fact.view.name, first, second))),
        related=tuple(_way(scope, path) for path in fact.paths),
        help=(f"let '{fact.view.name}' bring one of them only, or take one out of the group",),
        witness=fact.witness,
        method="closure",
    )


def _way(scope: Scope, path: tuple[str, ...]) -> Related:
    """How a member comes to be active, at the first step of the way."""
    root = scope.views[path[0]]
    if len(path) == 1:
        how = "is always active" if root.default else "is itself a member"
        return Related(root.group_span or root.span, f"'{root.name}' {how}")
    step = next(entry.span for entry in root.chain if entry.name == path[1])
    through = "".join(f" through '{name}'" for name in path[1:-1])
    return Related(step, f"'{root.name}' brings '{path[-1]}'{through}")
