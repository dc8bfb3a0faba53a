"""What statements and expressions of a view touch: the paths that they read, and those they may write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import libcst as cst

from atoc.source import node as tree
from atoc.source.python.values import Values
from atoc.span import Span

_NAME = r"(?<![\w.])[^\W\d]\w*(?:\.[^\W\d]\w*)*"
_WORDS = frozenset(("and", "or", "not", "if", "else", "in", "True", "False", "None", "bool"))


def meets(path: str, others: Iterable[str]) -> bool:
    """Whether a path is one of these, leads into one of them, or one of them into it."""
    return any(
        path == other or path.startswith(other + ".") or other.startswith(path + ".") for other in others
    )


def names_of_text(text: str) -> frozenset[str]:
    """The paths that the text of an expression may read; more than these do no harm."""
    without = re.sub(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", "''", text)
    return frozenset(re.findall(_NAME, without)) - _WORDS


def names_in(node: tree.Node) -> frozenset[str]:
    """The paths that a value may read."""
    match node:
        case tree.Scalar(text=text) if text.startswith("${"):
            return names_of_text(text)
        case tree.Mapping(entries=entries):
            return frozenset[str]().union(*(names_in(entry.value) for entry in entries))
        case _:
            return frozenset()


def leaves(path: str, value: tree.Node) -> Iterator[tuple[str, tree.Node]]:
    """The paths of the values that are written, each with its value."""
    if not isinstance(value, tree.Mapping):
        yield path, value
        return
    for entry in value.entries:
        yield from leaves(f"{path}.{entry.key.text}", entry.value)


def key_at(values: Values, target: cst.CSTNode, key: str) -> tree.Scalar:
    """A path as it stands behind the name of the config."""
    span = values.module.span(target)
    inner = target
    while isinstance(inner, cst.Attribute):
        if isinstance(inner.value, cst.Name):
            start = values.module.span(inner.attr)
            span = Span(span.path, start.line, start.column, span.end_line, span.end_column)
        inner = inner.value
    return tree.Scalar(span, key, exact=isinstance(inner, cst.Name) and span.line == span.end_line)


def touched(values: Values, statement: cst.CSTNode) -> frozenset[str]:
    """What a statement that is not understood may write: the fields that it names, or anything below what it
    hands on or calls.
    """
    found: set[str] = set()
    waiting: list[cst.CSTNode] = [statement]
    while waiting:
        each = waiting.pop()
        if isinstance(each, cst.Call) and isinstance(each.func, cst.Attribute):
            owner = values.path(each.func.value)
            waiting.extend((*each.args, *(() if owner is not None else (each.func,))))
            found.update(() if owner is None else (".".join(owner),))
            continue
        path = values.path(each) if isinstance(each, cst.BaseExpression) else None
        if path is None:
            waiting.extend(each.children)
        else:
            found.add(".".join(path))
    return frozenset(found)


def targets(values: Values, statement: cst.CSTNode) -> Iterator[tree.Scalar]:
    """The fields that a statement which is not understood assigns to."""
    waiting: list[cst.CSTNode] = [statement]
    while waiting:
        each = waiting.pop()
        match each:
            case (
                cst.AssignTarget(target=target) | cst.AnnAssign(target=target) | cst.AugAssign(target=target)
            ):
                path = values.path(target)
                if path and all(key.isidentifier() for key in path):
                    yield key_at(values, target, ".".join(path))
            case _:
                pass
        waiting.extend(each.children)
