"""Expressions with their names bound to the fields of a scope (ATC104, ATC102)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import ato.config as ato
from atoc.expr import NOTHING, Expression, Facts, Parsed, check, expect, names_of, walk
from atoc.expr.constant import without_value
from atoc.expr.findings import BAD_EXPRESSION
from atoc.expr.kinds import is_among
from atoc.expr.tree import Call, Comparison, Name, Template, Tree, is_identity
from atoc.findings import Finding, Passed, Related
from atoc.program import Guard
from atoc.resolve.findings import TYPE_MISMATCH
from atoc.resolve.parts import mentioned
from atoc.resolve.paths import Leaf, Paths
from atoc.resolve.rebind import rebound


def bind(parsed: Parsed, paths: Paths, owner: str = "", given: Facts = NOTHING) -> Passed[Expression | None]:
    """The expression with names that are full paths.

    A name is looked for beside the field in whose struct it is written, at ``owner``, then in the whole
    scope, and then in the scope that it begins with; what is no field may be a resolver without arguments.
    ``given`` is known of the fields wherever it is worked out. None without findings where it names what is
    broken.
    """
    bound = {name: _path(name, paths, owner) for name in names_of(parsed.tree)}
    alone = paths.resolvers.alone
    bound = {name: path for name, path in bound.items() if path is not None or name not in alone}
    unknown = [
        paths.unknown_name(node.path, node.span, owner)
        for node, _ in walk(parsed.tree)
        if isinstance(node, Name) and bound.get(node.path, node.path) is None
    ]
    if unknown:
        return Passed(None, tuple(unknown))
    places = {name: path for name, path in bound.items() if path is not None}
    is_lost = paths.resolvers.asks_broken(parsed.tree)
    if is_lost or any(paths.type_of(path) is None for path in places.values()):
        return Passed(None)
    foreign = frozenset(path for path in places.values() if path not in paths.leaves)
    is_same = not foreign and all(places.get(name) == name for name in names_of(parsed.tree))
    tree = parsed.tree if is_same else rebound(parsed.tree, places, alone, foreign)
    checked = check(
        replace(parsed, tree=tree), paths.type_of, (), paths.resolvers.known, given, paths.existence
    )
    hopeless = () if checked.value is None else (*without_value(tree), *_structs_taken(tree, paths))
    return Passed(None, (*checked.findings, *hopeless)) if hopeless else checked


def _structs_taken(tree: Tree, paths: Paths) -> Iterator[Finding]:
    """What to say where structs of another scope are taken: each scope has classes of its own for them.

    Whether one is ``None``, and how many there are, may be asked.
    """
    asked = {node.span for parent, _ in walk(tree) for node in _only_asked_about(parent)}
    for node, _ in walk(tree):
        if not isinstance(node, Name) or not node.is_foreign or node.span in asked:
            continue
        struct = next(mentioned(paths.type_of(node.path) or ato.ANY), None)
        if struct is not None:
            scope = node.path.partition(".")[0]
            yield TYPE_MISMATCH.at(
                node.span,
                f"'{node.path}' has structs, and these cannot leave their scope: "
                f"'{struct}' of '{scope}' is another class than '{struct}' of '{paths.scope}'",
                help=("read plain values, such as the fields of a struct that is always there",),
            )


def _only_asked_about(tree: Tree) -> Iterator[Tree]:
    """The trees directly below of which no more is asked than whether they are None, or how many they are."""
    match tree:
        case Comparison():
            for left, relation, right in tree.links():
                yield from (left, right) if is_identity(relation, left, right) else ()
        case Call(function="len", arguments=arguments):
            yield from arguments
        case _:
            return


def facts_of(kinds: Iterable[Guard]) -> Facts:
    """What is known where all of these hold."""
    found: dict[str, tuple[Any, ...]] = {}
    for guard in kinds:
        known = found.get(guard.path, guard.values)
        found[guard.path] = tuple(value for value in guard.values if is_among(value, known))
    return Facts(choices=found)


def bind_to(
    parsed: Parsed, leaf: Leaf, paths: Paths, owner: str = "", given: Facts = NOTHING
) -> Passed[Expression | None]:
    """The expression as the value of a field: of its type, and worked out where the field exists."""
    passed = bind(parsed, paths, owner, given.both(facts_of(leaf.guards)))
    if passed.value is None:
        return passed
    why = expect(passed.value, leaf.member.type)
    if why is None:
        return Passed(passed.value, (*passed.findings, *_told_secrets(passed.value, leaf, paths)))
    related = (Related(leaf.member.span, f"'{leaf.path}' is declared here"),)
    help = _alone(passed.value.tree)
    finding = TYPE_MISMATCH.at(parsed.span, f"{leaf.path}: {why}", key=leaf.path, related=related, help=help)
    return Passed(None, (*passed.findings, finding))


def _alone(tree: Tree) -> tuple[str, ...]:
    """What to write where white space alone makes a text of one expression."""
    parts = tree.parts if isinstance(tree, Template) else ()
    texts = [part for part in parts if isinstance(part, str)]
    if len(parts) - len(texts) != 1 or any(map(str.strip, texts)):
        return ()
    return ("leave out the space around ${...}; in YAML, >- and |- end without a line break",)


def _told_secrets(expression: Expression, leaf: Leaf, paths: Paths) -> Iterator[Finding]:
    """What to say where a value that is no secret is worked out from one."""
    if leaf.member.runtime.secret:
        return
    for path in expression.reads:
        read = paths.leaf(path)
        member = leaf.member if read is None else read.member
        if member.runtime.secret:
            yield BAD_EXPRESSION.at(
                expression.span,
                f"'{leaf.path}' would tell the secret '{path}', from which it is worked out",
                key=leaf.path,
                related=(Related(member.span, f"'{path}' is a secret"),),
                help=(f"mark '{leaf.path}' with `secret: true` as well",),
            )


def bind_condition(parsed: Parsed, paths: Paths, view: str) -> Passed[Expression | None]:
    """The condition of a view, which is a bool."""
    passed = bind(parsed, paths)
    why = None if passed.value is None else expect(passed.value, ato.BOOL)
    if why is None:
        return passed
    help = ("compare it with something, such as `x == 1` or `x != None`",)
    finding = TYPE_MISMATCH.at(
        parsed.span, f"the condition of '{view}' is no bool: {why}", views=(view,), help=help
    )
    return Passed(None, (*passed.findings, finding))


def _path(name: str, paths: Paths, owner: str) -> str | None:
    """The full path of a name: of a field, or of what is broken; None if there is no such field."""
    places = (f"{owner}.{name}", name) if owner else (name,)
    known = next((place for place in places if place in paths.leaves), None)
    return known or next((place for place in places if paths.is_broken(place)), paths.elsewhere(name))
