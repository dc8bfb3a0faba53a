"""Parts of an expression that name no field, and that have no value: told when the document is read.

A tower of powers, a range of a thousand millions or a text repeated without end lie beyond the bounds of
every run, so no selection is needed to say so. The largest such parts are worked out, each once and within
the same bounds. What divides by zero or asks for an item that is not there is left to the proofs, which know
whether a run ever gets so far. Cost: one evaluation of the constant parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from atoc.expr.evaluate import EvaluationError, evaluate
from atoc.expr.findings import BAD_EXPRESSION
from atoc.expr.resolvers import UnforeseenError
from atoc.expr.tree import Constant, Name, Tree, children, walk
from atoc.findings import Finding


def without_value(tree: Tree) -> Iterator[Finding]:
    """What is wrong with the constant parts of an expression that fits together otherwise."""
    for part in _constant_parts(tree):
        why = _failure(part)
        if why is not None:
            yield BAD_EXPRESSION.at(
                why.span,
                f"this has no value in any run: {why.message}",
                help=("write the value out, or work with smaller ones",),
            )


def _constant_parts(tree: Tree) -> Iterator[Tree]:
    """The largest parts that name no field and are more than one constant."""
    nodes = [node for node, _ in walk(tree)]
    reading: set[int] = set()
    for node in reversed(nodes):
        if isinstance(node, Name) or any(id(child) in reading for child in children(node)):
            reading.add(id(node))
    tops = (child for node in nodes if id(node) in reading for child in children(node))
    for part in (tree, *tops):
        if id(part) not in reading and not isinstance(part, Constant):
            yield part


def _failure(tree: Tree) -> EvaluationError | None:
    try:
        evaluate(tree, _unread)
    except EvaluationError as error:
        return error if error.kind == "other" else None
    except UnforeseenError:
        return None
    return None


def _unread(path: str) -> object:
    raise AssertionError(path)
