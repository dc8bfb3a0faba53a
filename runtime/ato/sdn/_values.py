"""From a tree to Python values: dicts, lists, tuples of typed tables, and scalars."""

from __future__ import annotations

from ato.sdn._tree import Dict, Node, Scalar


def value_of(node: Node) -> object:
    """The value of a tree; a bare or quoted text is a str."""
    if isinstance(node, Scalar):
        return _scalar(node)
    if isinstance(node, Dict):
        return {entry.key.text: value_of(entry.value) for entry in node.entries}
    items = [value_of(item) for item in node.items]
    return tuple(items) if node.is_tuple else items


def _scalar(node: Scalar) -> object:
    if node.kind == "text":
        return node.text
    if node.kind == "int":
        return int(node.text)
    if node.kind == "float":
        return float(node.text)
    return None if node.kind == "null" else node.text == "true"
