"""The names of an expression tree bound: from a struct's own names to paths of a scope, or to resolvers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from atoc.expr.resolvers import NAMES_ALONE
from atoc.expr.tree import Call, Name, Tree, mapped


def rebound(tree: Tree, paths: Mapping[str, str]) -> Tree:
    """The tree with each name that ``paths`` has replaced by what it maps to; others may be resolvers."""
    if not isinstance(tree, Name):
        return mapped(tree, lambda part: rebound(part, paths))
    if tree.path in NAMES_ALONE and tree.path not in paths:
        return Call(tree.span, tree.path, (), tree.span)
    return replace(tree, path=paths.get(tree.path, tree.path))
