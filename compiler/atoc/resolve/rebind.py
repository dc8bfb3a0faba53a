"""The names of an expression tree bound: from a struct's own names to paths of a scope, or to resolvers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from typing_extensions import assert_never

from atoc.expr.resolvers import NAMES_ALONE
from atoc.expr.tree import (
    Binary,
    Call,
    Comparison,
    Conditional,
    Constant,
    DictDisplay,
    Display,
    Index,
    Logic,
    Method,
    Name,
    Slice,
    Template,
    Tree,
    Unary,
)


def rebound(tree: Tree, paths: Mapping[str, str]) -> Tree:  # noqa: C901 (a case for each kind of node)
    """The tree with each name that ``paths`` has replaced by what it maps to; others may be resolvers."""

    def inner(part: Tree) -> Tree:
        return rebound(part, paths)

    match tree:
        case Constant():
            return tree
        case Name():
            if tree.path in NAMES_ALONE and tree.path not in paths:
                return Call(tree.span, tree.path, (), tree.span)
            return replace(tree, path=paths.get(tree.path, tree.path))
        case Unary():
            return replace(tree, operand=inner(tree.operand))
        case Binary():
            return replace(tree, left=inner(tree.left), right=inner(tree.right))
        case Comparison() | Logic():
            return replace(tree, operands=tuple(map(inner, tree.operands)))
        case Conditional():
            return replace(
                tree,
                condition=inner(tree.condition),
                then=inner(tree.then),
                otherwise=inner(tree.otherwise),
            )
        case Display() | DictDisplay() | Template():
            return _rebound_parts(tree, inner)
        case Index():
            return replace(tree, base=inner(tree.base), index=inner(tree.index))
        case Slice():
            bounds = (None if bound is None else inner(bound) for bound in (tree.start, tree.stop, tree.step))
            return Slice(tree.span, inner(tree.base), *bounds)
        case Method():
            return replace(tree, base=inner(tree.base), arguments=tuple(map(inner, tree.arguments)))
        case Call():
            return replace(tree, arguments=tuple(map(inner, tree.arguments)))
        case _:
            assert_never(tree)


def _rebound_parts(
    tree: Display | DictDisplay | Template, inner: Callable[[Tree], Tree]
) -> Display | DictDisplay | Template:
    match tree:
        case Display():
            return replace(tree, items=tuple(map(inner, tree.items)))
        case DictDisplay():
            return replace(tree, pairs=tuple((inner(key), inner(value)) for key, value in tree.pairs))
        case Template():
            parts = (part if isinstance(part, str) else inner(part) for part in tree.parts)
            return replace(tree, parts=tuple(parts))
        case _:
            assert_never(tree)
