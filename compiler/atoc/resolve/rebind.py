"""The names of an expression tree bound: from a struct's own names to paths of a scope, or to resolvers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from atoc.expr.tree import Call, Name, Tree, mapped


def rebound(
    tree: Tree, paths: Mapping[str, str], alone: Collection[str] = (), foreign: Collection[str] = ()
) -> Tree:
    """The tree with each name that ``paths`` has replaced by what it maps to; others may be among the
    resolvers that are asked by their name alone. The paths in ``foreign`` are those of other scopes.
    """
    if not isinstance(tree, Name):
        return mapped(tree, lambda part: rebound(part, paths, alone, foreign))
    if tree.path in alone and tree.path not in paths:
        return Call(tree.span, tree.path, (), tree.span)
    path = paths.get(tree.path, tree.path)
    return replace(tree, path=path, is_foreign=path in foreign)
