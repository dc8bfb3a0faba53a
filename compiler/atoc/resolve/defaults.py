"""The default of each field of a scope, put together from what the structs around it say.

The outermost struct that says something about a field decides. In a variant that may hang on which struct
is the current one: what the mapping of a default gives beside a discriminator is for that kind alone, and
each struct has defaults of its own. So there are several *candidates*, strongest first, each with the kinds
that it is for; where they do not come to one value they become one expression on the discriminator, which is
worked out last like any computed default:

    Adam: {lr: 0.001}    Sgd: {lr: 0.1}      optimizer.lr = 0.001 if optimizer.kind == 'adam' else 0.1

Cost: linear in the fields and defaults; for a field whose defaults differ, the combinations of the kinds that
they hang on, of which there is a bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from ato.config import Literal
from ato.config.formats._plain import plain
from ato.config.formats._yaml_text import inline
from ato.config.types._values import same
from atoc.expr import Expression, names_of
from atoc.expr.kinds import condition_of, is_among
from atoc.expr.tree import Absent, Comparison, Conditional, Constant, Display, Logic, Name, Tree
from atoc.findings import Finding, Passed
from atoc.program import Guard, Known
from atoc.resolve.expressions import bind_to, facts_of
from atoc.resolve.paths import Leaf, Paths
from atoc.resolve.structs import Given, Structs
from atoc.span import Span
from atoc.syntax.findings import WRONG_SHAPE

MOST_STATES = 1_024
"""How many combinations of kinds are looked at to see whether the defaults of a field cover them all."""

MOST_BRANCHES = 50
"""How many different defaults one field may have."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a struct gives a field: the path of that struct, and the kinds that it is for."""

    value: Given
    owner: str
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True)
class Default:
    """The default of a field; ``is_partial`` tells that in some variant which has the field there is none."""

    value: Known | Expression | None
    is_partial: bool = False


Branch = tuple[Known | Expression, tuple[Guard, ...]]


def candidates(structs: Structs, root: str, paths: Paths) -> Mapping[str, Sequence[Candidate]]:
    """What each path below a struct may have as its default, the strongest candidate first."""
    found: dict[str, list[Candidate]] = {}
    for path, leaf in paths.leaves.items():
        for struct, guard in paths.holders(leaf.owner, leaf.member.name, root):
            key = (struct, leaf.member.name)
            if key in structs.defaults and path != _kind_at(paths, leaf.owner):
                found.setdefault(path, []).append(Candidate(structs.defaults[key], leaf.owner, _some(guard)))
    for path in reversed(tuple(paths.structs)):
        owner, _, name = path.rpartition(".")
        for struct, guard in paths.holders(owner, name, root):
            given = structs.overrides.get((struct, name), {})
            for inner, value in given.items():
                guards = (*_some(guard), *_beside(paths, path, inner, given))
                found.setdefault(f"{path}.{inner}", []).insert(0, Candidate(value, owner, guards))
    return found


def default_of(leaf: Leaf, found: Sequence[Candidate], paths: Paths) -> Passed[Default]:
    """The default that the candidates of a field come to, with what is wrong with their expressions.

    Of a candidate that cannot be made sense of nothing is left, and no default either.
    """
    findings: list[Finding] = []
    branches: list[Branch] = []
    used, is_whole = _used(leaf, [_residual(candidate, leaf) for candidate in found], paths)
    for candidate in (found[index] for index in used):
        value = candidate.value
        residual = _residual(candidate, leaf)
        if isinstance(value, Known):
            branches.append((value, residual))
            continue
        bound = bind_to(value, leaf, paths, candidate.owner, facts_of(residual))
        findings.extend(bound.findings)
        if bound.value is None:
            return Passed(Default(None), tuple(findings))
        branches.append((bound.value, residual))
    if len(branches) > MOST_BRANCHES and not _is_one(branches):
        return Passed(Default(None), (*findings, _too_many(leaf)))
    return Passed(_joined(leaf, branches, is_whole=is_whole), tuple(findings))


def _too_many(leaf: Leaf) -> Finding:
    message = f"'{leaf.path}' has more than {MOST_BRANCHES} defaults, by the structs that have it"
    help = ("give the structs other names for it, or write it in views",)
    return WRONG_SHAPE.at(leaf.member.span, message, key=leaf.path, help=help)


def _kind_at(paths: Paths, owner: str) -> str | None:
    variation = paths.variants.get(owner)
    return None if variation is None else variation.kind


def _some(guard: Guard | None) -> tuple[Guard, ...]:
    return () if guard is None else (guard,)


def _beside(paths: Paths, path: str, inner: str, given: Mapping[str, Given]) -> Iterator[Guard]:
    """The kinds that a mapping of defaults at ``path`` is for, where it tells, for the field at ``inner``."""
    for variation in paths.around(f"{path}.{inner}"):
        kind = given.get(variation.kind.removeprefix(f"{path}."))
        if isinstance(kind, Known) and variation.kind != f"{path}.{inner}":
            values = next((each for each in variation.kinds.values() if is_among(kind.value, each)), ())
            yield Guard(variation.kind, values)


def _residual(candidate: Candidate, leaf: Leaf) -> tuple[Guard, ...]:
    """What must hold for a candidate wherever the field exists."""
    return tuple(guard for guard in candidate.guards if not _implied(guard, leaf.guards))


def _implied(guard: Guard, known: Iterable[Guard]) -> bool:
    return any(
        other.path == guard.path and all(is_among(value, guard.values) for value in other.values)
        for other in known
    )


def _joined(leaf: Leaf, branches: Sequence[Branch], *, is_whole: bool) -> Default:
    if not branches:
        return Default(None)
    first = branches[0][0]
    if is_whole and _is_one(branches) and (isinstance(first, Known) or not leaf.guards):
        return Default(first)
    return Default(_expression(leaf, branches, is_whole=is_whole), not is_whole)


def _is_one(branches: Sequence[Branch]) -> bool:
    """Whether all branches come to one value, or there is but one of them."""
    first, *others = (value for value, _ in branches)
    return all(
        isinstance(first, Known) and isinstance(other, Known) and same(first.value, other.value)
        for other in others
    )


def _used(leaf: Leaf, conditions: Sequence[tuple[Guard, ...]], paths: Paths) -> tuple[list[int], bool]:
    """Which candidates decide for some kind that has the field, and whether one does for each such kind."""
    if not conditions or not conditions[0]:
        return [0] if conditions else [], True
    own = {guard.path: guard.values for guard in leaf.guards}
    asked = dict.fromkeys(guard.path for each in conditions for guard in each)
    kinds = {path: own.get(path) or _values(paths, path) for path in asked}
    if prod(map(len, kinds.values())) > MOST_STATES:
        return list(range(len(conditions))), False
    states = (dict(zip(kinds, values, strict=True)) for values in product(*kinds.values()))
    deciding = {_first(conditions, state) for state in states}
    return sorted(index for index in deciding if index is not None), None not in deciding


def _first(conditions: Sequence[tuple[Guard, ...]], state: Mapping[str, object]) -> int | None:
    """The first condition that holds for these kinds."""
    holding = (
        index
        for index, guards in enumerate(conditions)
        if all(is_among(state[guard.path], guard.values) for guard in guards)
    )
    return next(holding, None)


def _values(paths: Paths, path: str) -> tuple[object, ...]:
    type = paths.type_of(path)
    return type.values if isinstance(type, Literal) else ()


def _expression(leaf: Leaf, branches: Sequence[Branch], *, is_whole: bool) -> Expression:
    """One expression that gives each value under its condition, and none where there is none."""
    span = leaf.member.span
    tree: Tree = Absent(span)
    text = ""
    for index, (value, guards) in enumerate(reversed(branches)):
        branch, written = _branch(value, span)
        is_last = is_whole and index == 0
        tree = branch if is_last else Conditional(span, _condition(guards, span), branch, tree)
        condition = " and ".join(condition_of(guard.path, guard.values) for guard in guards)
        text = written if is_last else f"{written} if {condition}" + (f" else {text}" if text else "")
    if leaf.guards:
        tree = Conditional(span, _condition(leaf.guards, span), tree, Absent(span))
    return Expression(text, tree, leaf.member.type, names_of(tree), span)


def _branch(value: Known | Expression, span: Span) -> tuple[Tree, str]:
    """A value or expression as a part of a larger one, and as text."""
    if isinstance(value, Expression):
        return value.tree, value.text
    known: Any = value.value  # not only what can be written in the language: any value of the field's type
    text = (
        repr(known) if isinstance(known, (str, bool, int, float)) or known is None else inline(plain(known))
    )
    return Constant(span, known), text


def _condition(guards: Sequence[Guard], span: Span) -> Tree:
    tests = tuple(_test(guard, span) for guard in guards)
    return tests[0] if len(tests) == 1 else Logic(span, "and", tests)


def _test(guard: Guard, span: Span) -> Tree:
    values: list[Any] = list(guard.values)
    constants = tuple(Constant(span, value) for value in values)
    name = Name(span, guard.path)
    if len(constants) == 1:
        return Comparison(span, ("==",), (name, constants[0]))
    return Comparison(span, ("in",), (name, Display(span, "tuple", constants)))
