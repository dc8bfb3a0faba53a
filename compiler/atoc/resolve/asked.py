"""Fields that Python views ask for ``None`` after the command line, which may give it to any of them.

Where no document says of which types fields are, ``warmup=None`` is taken for a number too. Nobody says it
but of a field that a view is prepared to find so, and of these it is no surprise:

    with Scope.lazy():
        if config.warmup is None: config.warmup = config.epochs // 10

A key that they read, that none of them sets and that the manual tells of, comes from the command line alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from atoc.expr import parse_template, walk
from atoc.expr.tree import Comparison, Constant, Name, Tree
from atoc.source import node as tree
from atoc.source.node import Scalar
from atoc.source.python.touched import names_in
from atoc.syntax import FieldDeclaration, ViewDeclaration


def asked_for_nothing(views: Iterable[ViewDeclaration]) -> frozenset[str]:
    """The paths that lazy views compare with ``None``."""
    return frozenset(path for view in views if view.lazy for path in _paths(view))


def from_outside(
    views: Iterable[ViewDeclaration], docs: Mapping[str, str], known: Collection[str]
) -> Iterator[FieldDeclaration]:
    """The fields that a manual tells of and that views read, beside those that are ``known`` to be set."""
    places: dict[str, Scalar] = {}
    for view in views:
        for place in templates(view):
            for path in names_in(place):
                places.setdefault(path, place)
    for path, doc in docs.items():
        if path in places and path.isidentifier() and path not in known:
            span = places[path].span
            yield FieldDeclaration(Scalar(span, path, exact=False), Scalar(span, "any"), doc=doc, input=True)


def _paths(view: ViewDeclaration) -> Iterator[str]:
    for place in templates(view):
        if "None" not in place.text:
            continue
        parsed = parse_template(place).value
        for node, _ in () if parsed is None else walk(parsed.tree):
            if isinstance(node, Comparison) and any(_is_nothing(each) for each in node.operands):
                yield from (each.path for each in node.operands if isinstance(each, Name))


def _is_nothing(node: Tree) -> bool:
    return isinstance(node, Constant) and node.value is None


def templates(view: ViewDeclaration) -> Iterator[Scalar]:
    """The expressions of a view, its condition among them."""
    waiting: list[tree.Node] = [] if view.writes is None else [view.writes]
    if view.when is not None:
        waiting.append(replace(view.when, style="quoted", text=f"${{{view.when.text}}}"))
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Mapping):
            waiting.extend(entry.value for entry in node.entries)
        elif isinstance(node, Scalar) and node.text.startswith("${"):
            yield node
