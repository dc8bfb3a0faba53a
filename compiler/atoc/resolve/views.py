"""Views: their writes in an order in which they can be carried out, their conditions, their chains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import ato.config as ato
from atoc.expr import NOTHING, Expression, Facts, Parsed, facts_if, parse_bare
from atoc.findings import Finding, Passed, Related
from atoc.program import Field, Guard, Known, View, Write
from atoc.resolve.beyond import hidden_keys, not_said_in_python, otherwise_in_python
from atoc.resolve.chains import bind_chains
from atoc.resolve.declared import ScopeDeclaration
from atoc.resolve.equations import Equation, equations, misplaced
from atoc.resolve.expressions import bind_condition, bind_to, facts_of
from atoc.resolve.findings import CYCLE
from atoc.resolve.order import MAX_RELATED, ordered, shown
from atoc.resolve.paths import Leaf, Paths
from atoc.resolve.shared import with_shared
from atoc.resolve.values import read_given
from atoc.syntax import ViewDeclaration


def bind_views(scope: ScopeDeclaration, fields: Mapping[str, Field], paths: Paths) -> Passed[dict[str, View]]:
    """The views of a scope by name, in the order of declaration."""
    chains = bind_chains(scope)
    found = list(chains.findings)
    groups = {group.name.text for group in scope.groups}
    views: dict[str, View] = {}
    hidden = hidden_keys(scope)

    def known(path: str) -> ato.Type | None:
        return paths.type_of(path) if path in paths.leaves else None

    for position, view in enumerate(scope.views):
        name = view.name.text
        group = view.group if view.group is not None and view.group.text in groups else None
        seen: list[Finding] = []
        when = _condition(view, paths, seen)
        writes, lost = _writes(view, fields, paths, _told_by(when), seen)
        seen.extend(otherwise_in_python(view, known) if view.is_python else ())
        doubtful = not_said_in_python(view, seen, hidden) if view.is_python else None
        if doubtful is not None:
            seen = list(doubtful.findings)
            lost -= doubtful.value
        found.extend(seen)
        views[name] = View(
            name=name,
            position=position,
            span=view.name.span,
            writes=writes,
            default=view.default,
            lazy=view.lazy,
            priority=view.priority,
            chain=chains.value[name],
            group=None if group is None else group.text,
            group_span=None if group is None else group.span,
            priority_span=view.priority_span,
            when=when,
            doc=view.doc,
            why=view.why,
            lost=lost,
            is_condition_lost=view.when is not None and when is None and doubtful is None,
            part_of=view.part_of,
            beyond=view.beyond if doubtful is None else view.beyond | doubtful.value,
            is_python=view.is_python,
            is_block=view.is_block,
        )
    if any(view.is_python for view in scope.views):
        shared = with_shared(views, scope.views, fields, scope.name)
        return Passed(shared.value, (*found, *shared.findings))
    return Passed(views, tuple(found))


def _condition(view: ViewDeclaration, paths: Paths, found: list[Finding]) -> Expression | None:
    if view.when is None:
        return None
    parsed = parse_bare(view.when)
    found.extend(_in_view(finding, view.name.text) for finding in parsed.findings)
    if parsed.value is None:
        return None
    passed = bind_condition(parsed.value, paths, view.name.text)
    found.extend(_in_view(finding, view.name.text) for finding in passed.findings)
    return passed.value


def _told_by(when: Expression | None) -> Facts:
    """What is known of the state before a view wherever it applies."""
    return NOTHING if when is None else facts_if(when.tree, outcome=True)


def _writes(
    view: ViewDeclaration, fields: Mapping[str, Field], paths: Paths, told: Facts, found: list[Finding]
) -> tuple[tuple[Write, ...], frozenset[str]]:
    """The writes of a view, and the paths at or below which others are lost."""
    if view.writes is None:
        return (), frozenset()
    seen: list[Finding] = []
    written: dict[str, Write] = {}
    given = equations(view.writes, paths, seen)
    values = {equation.leaf.path: _given(equation, seen) for equation in given}
    astray = list(misplaced(given, values))
    seen.extend(astray)
    lost = {finding.key for finding in seen if finding.key is not None}
    changed = {equation.leaf.path for equation in given}
    told = told.without(path for path in told.paths if _is_worked_out_from(path, changed, fields))
    kinds = _kinds(values, paths)
    for equation in given:
        path = equation.leaf.path
        known = told.without(changed - {path}).both(kinds)
        value = _bound(values[path], equation.leaf, paths, known, seen)
        if value is None:
            lost.add(path)
        elif all(finding.key != path for finding in astray):
            written[path] = Write(fields[path], value, equation.key, equation.value.span)
    found.extend(_in_view(finding, view.name.text) for finding in seen)
    return _in_order(view.name.text, written, found), frozenset(lost)


def _is_worked_out_from(path: str, changed: set[str], fields: Mapping[str, Field]) -> bool:
    """Whether a field has a computed default that changes with one of these fields."""
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        field = fields.get(waiting.pop())
        reads = field.default.reads if field is not None and isinstance(field.default, Expression) else ()
        if not changed.isdisjoint(reads):
            return True
        waiting.extend(read for read in reads if read not in seen)
        seen.update(reads)
    return False


def _given(equation: Equation, found: list[Finding]) -> Known | Parsed | None:
    leaf = equation.leaf
    given = read_given(leaf.member, equation.value, leaf.path, leaf.member.span)
    found.extend(given.findings)
    return given.value


def _bound(
    given: Known | Parsed | None, leaf: Leaf, paths: Paths, known: Facts, found: list[Finding]
) -> Known | Expression | None:
    if not isinstance(given, Parsed):
        return given
    bound = bind_to(given, leaf, paths, given=known)
    found.extend(bound.findings)
    return bound.value


def _kinds(values: Mapping[str, Known | Parsed | None], paths: Paths) -> Facts:
    """What a view writes to discriminators, which its other expressions read as it writes them."""
    kinds = {variation.kind for variation in paths.variants.values()}
    return facts_of(
        Guard(path, (value.value,))
        for path, value in values.items()
        if path in kinds and isinstance(value, Known)
    )


def _in_view(finding: Finding, view: str) -> Finding:
    return finding if finding.views else replace(finding, views=(view,))


def _in_order(view: str, writes: Mapping[str, Write], found: list[Finding]) -> tuple[Write, ...]:
    """Values first, then each expression after those whose new value it reads; circles are left out."""
    values = [write for write in writes.values() if isinstance(write.value, Known)]
    reads = {
        path: [other for other in write.value.reads if other != path and other in writes]
        for path, write in writes.items()
        if isinstance(write.value, Expression)
    }
    result = ordered(reads, lambda path: reads.get(path, ()))
    for loop in result.loops:
        message = f"the equations of '{view}' read each other: {shown(loop)}"
        help = ("write one of them as a value, or in another view",)
        related = tuple(
            Related(writes[path].key_span, f"'{path}' is part of the circle") for path in loop[1:MAX_RELATED]
        )
        span = writes[loop[0]].key_span
        found.append(CYCLE.at(span, message, key=loop[0], views=(view,), related=related, help=help))
    lost = {path for path, _ in result.cut}
    return (*values, *(writes[path] for path in result.order if path in reads and path not in lost))
