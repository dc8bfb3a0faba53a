"""ATC305: one view activates two members of a group."""

from __future__ import annotations

from collections.abc import Iterator

from atoc.findings import Finding, Related, Rule, Severity
from atoc.program import Scope, View
from atoc.prove import Facts, GroupClash

RULE = Rule(
    code="ATC305",
    name="group-clash",
    severity=Severity.ERROR,
    page="""
    One view activates two members of a group.

    ## What is found

    A view that chains with two members of a group, directly or through other views, or is a member and chains
    with another; or one that brings a member while another is always active. Also two views that are each
    the default of a group, and that chain with two members of a third.

    ## Why it matters

    A group takes one view. A selection that activates two of its members is refused, and so is every
    selection with this view. Where the defaults of two groups clash, a run that names nothing is refused.

    ## How to mend

    Remove one of the two chains, or take one of the members out of the group. Of two groups whose defaults
    clash, let one have another default, or none.

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
    roots = (fact.view,) if fact.beside is None else (fact.beside, fact.view)
    return RULE.at(
        fact.view.span,
        f"{_culprits(roots)} two members of the group '{fact.group.name}': '{first}' and '{second}'",
        scope=scope.name,
        views=tuple(dict.fromkeys((*(view.name for view in roots), first, second))),
        related=tuple(_way(scope, path) for path in fact.paths),
        help=_help(fact, roots),
        witness=fact.witness,
        method="closure",
    )


def _culprits(roots: tuple[View, ...]) -> str:
    if len(roots) == 1:
        return f"'{roots[0].name}' activates"
    defaults = " and ".join(f"'{view.name}'" for view in roots)
    groups = " and ".join(f"'{view.group}'" for view in roots)
    return f"{defaults}, the defaults of {groups}, together activate"


def _help(fact: GroupClash, roots: tuple[View, ...]) -> tuple[str, ...]:
    if len(roots) == 1:
        return (f"let '{fact.view.name}' bring one of them only, or take one out of the group",)
    groups = " or ".join(f"'{view.group}'" for view in roots)
    return (f"let {groups} have another default, or none", "or take one of the members out of the group")


def _way(scope: Scope, path: tuple[str, ...]) -> Related:
    """How a member comes to be active, at the first step of the way."""
    root = scope.views[path[0]]
    if len(path) == 1:
        how = "is always active" if root.default else "is itself a member"
        return Related(root.group_span or root.span, f"'{root.name}' {how}")
    step = next(entry.span for entry in root.chain if entry.name == path[1])
    through = "".join(f" through '{name}'" for name in path[1:-1])
    return Related(step, f"'{root.name}' brings '{path[-1]}'{through}")
