"""What is proved of scopes as one, told of each of them in its own names (``joint.py``).

A fact is about the scope of the expression or the first part that it names. Parts of that scope are given as
the scope has them, parts of another keep the name of theirs in front: so what a view of one scope does to the
reader in another is told of the reader, and names the other view as ``data.small``. Witnesses stay as they
are.

Cost: linear in the facts; one about an assert alone costs a walk through the asserts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, cast

from atoc.expr import walk
from atoc.findings import Finding
from atoc.prove.facts import Fact, Facts, OrderDependent, Verdict
from atoc.prove.joint import Joint
from atoc.prove.replaying.replay import DefectError
from atoc.prove.values.evaluation import Site
from atoc.span import Span

AS_IT_IS = frozenset(("witness", "order", "missing", "kind", "reason", "why", "value"))
"""What facts hold that is no name, or a word of a command line."""


def facts_by_scope(joint: Joint, facts: Facts) -> Mapping[str, Facts]:
    """What is known of each scope, in its own names; words of witnesses have the scope in front."""
    found: dict[str, list[Fact]] = {part.name: [] for part in joint.parts}
    for fact in facts.facts:
        home = _home(joint, fact)
        found[home].append(_own(joint, home, fact))
    verdicts: dict[str, list[Verdict]] = {part.name: [] for part in joint.parts}
    for verdict in facts.verdicts:
        scope, own = _own_verdict(verdict)
        verdicts[scope].append(own)
    return {name: Facts(tuple(found[name]), tuple(verdicts[name])) for name in found}


def errors_together(joint: Joint, errors: Iterable[Finding]) -> Iterator[Finding]:
    """Errors of the scopes as errors of the one that they are together.

    Where it is not known of which scope one is, it is of each that its document goes into.
    """
    for error in errors:
        for part in joint.parts:
            if error.scope in (None, part.name) and error.span.path in part.sources:
                views = tuple(f"{part.name}.{view}" for view in error.views)
                yield replace(error, views=views, key=error.key and f"{part.name}.{error.key}")


def _own_verdict(verdict: Verdict) -> tuple[str, Verdict]:
    """The scope that a verdict is about, and the verdict in its names; an assert is called by its text."""
    scope, _, subject = verdict.subject.partition(".")
    path = None if verdict.path is None else verdict.path.removeprefix(f"{scope}.")
    return scope, replace(verdict, subject=subject, path=path)


def _home(joint: Joint, fact: Fact) -> str:
    """The scope that a fact is about: that of the view that reads, or of the first part that it names."""
    if isinstance(fact, OrderDependent) and fact.reader is not None:
        return joint.origins[id(fact.reader)].scope
    for field in fields(fact):
        found = _scope_of(joint, getattr(fact, field.name))
        if found is not None:
            return found
    span = getattr(fact, "span", None)
    return _asserting(joint, span)


def _scope_of(joint: Joint, value: object) -> str | None:
    """The scope that a part of a fact is in."""
    origin = joint.origins.get(id(value))
    if origin is not None:
        return origin.scope
    if isinstance(value, Site):
        name = value.view or value.path
        return None if name is None else name.partition(".")[0]
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return next((found for item in items if (found := _scope_of(joint, item)) is not None), None)
    return None


def _asserting(joint: Joint, span: Span | None) -> str:
    """The scope with the assert in which something stands."""
    for part in joint.parts:
        for each in part.asserts:
            if any(node.span == span for node, _ in walk(each.that.tree)):
                return part.name
    raise DefectError(f"a fact at {span} is about no part of {joint.scope.name}")


def _own(joint: Joint, home: str, fact: Fact) -> Fact:
    """A fact in the names of the scope that it is about."""
    names = (field.name for field in fields(fact) if field.name not in AS_IT_IS)
    changes: dict[str, Any] = {name: _part(joint, home, getattr(fact, name)) for name in names}
    return replace(fact, **changes)


def _part(joint: Joint, home: str, value: object) -> object:
    origin = joint.origins.get(id(value))
    if origin is not None:
        return origin.original if origin.scope == home else value
    if isinstance(value, str):
        return value.removeprefix(f"{home}.")
    if isinstance(value, Site):
        view, path = (
            None if name is None else name.removeprefix(f"{home}.") for name in (value.view, value.path)
        )
        return Site(view, path)
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return tuple(_part(joint, home, item) for item in items)
    return value
