"""From the tree of a document to raw values, and from a fault in a value back to its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ato.config import Quoted
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence
from atoc.span import Span

if TYPE_CHECKING:
    from ato.config.types._values import Raw


def raw(node: Node) -> Raw:
    """The value of a node as the types of ``ato.config`` read it: text with a shape."""
    match node:
        case Scalar():
            return node.text if node.style == "plain" else Quoted(node.text)
        case Sequence():
            return [raw(item) for item in node.items]
        case Mapping():
            return {entry.key.text: raw(entry.value) for entry in node.entries}


def place(node: Node, steps: Iterable[str | int]) -> Span:
    """Where the value at the end of a path of keys and indices stands.

    Where the path leads to nothing (a key that is missing), the place of what should hold it.
    """
    for step in steps:
        found = _step(node, step)
        if found is None:
            break
        node = found.value if isinstance(found, Entry) else found
    return node.span


def _step(node: Node, step: str | int) -> Entry | Node | None:
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None
