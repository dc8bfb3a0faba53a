"""Values that views write, as documents write them: plain ones, and expressions with names of ours."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import cast

from atoc.importers.ato.code import Change, changed, parsed, text_of
from atoc.importers.ato.sketches import is_expression
from atoc.importers.carried import Expression
from atoc.importers.plain import is_items, is_mapping
from atoc.source import Mapping as MappingNode
from atoc.source import Node, Scalar, Sequence

_WORDS: Mapping[str, object] = {"null": None, "true": True, "false": False}


def value_of(node: Node, change: Change) -> object:
    """A value for a document; what it reads is spelt as ``change`` says."""
    match node:
        case MappingNode(entries=entries):
            return {entry.key.text: value_of(entry.value, change) for entry in entries}
        case Sequence(items=items):
            return [value_of(item, change) for item in items]
        case Scalar() if is_expression(node):
            return _expression(changed(parsed(node.text), change))
        case Scalar(text=text, style="plain"):
            return _WORDS[text] if text in _WORDS else ast.literal_eval(text)
        case Scalar(text=text):
            return text.replace("$${", "${")


def tree_of(node: Node, change: Change) -> ast.expr:
    """A value as an expression, to stand where its field is named."""
    if isinstance(node, Scalar) and is_expression(node):
        return changed(parsed(node.text), change)
    return ast.parse(repr(value_of(node, change)), mode="eval").body


def _expression(node: ast.expr) -> object:
    """An expression, or the value that it comes to where it names nothing, as a tuple does."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return Expression("${" + text_of(node) + "}")
    return _listed(value)


def _listed(value: object) -> object:
    if isinstance(value, (set, frozenset)):
        return sorted(map(_listed, cast("set[object]", value)), key=repr)
    if is_items(value):
        return [_listed(item) for item in value]
    if is_mapping(value):
        return {str(key): _listed(item) for key, item in value.items()}
    return value
