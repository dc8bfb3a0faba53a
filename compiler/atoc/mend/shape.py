"""What a document says, without where: for telling whether an edit did what it was to do, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from atoc.source import node as tree
from atoc.span import Span

Shape = tuple[str, object]
"""A node as nested tuples, equal for documents that say the same."""

Child = tree.Entry | tree.Node


@dataclass(frozen=True, slots=True)
class Held:
    """An entry of a mapping or an item of a list, with the entry or item around it, and how deep it stands.

    The entries of the document itself stand at depth 1.
    """

    child: Child
    container: tree.Mapping | tree.Sequence
    around: Held | None
    depth: int

    @property
    def start(self) -> Span:
        """Where it begins."""
        return self.child.key.span if isinstance(self.child, tree.Entry) else self.child.span

    @property
    def value(self) -> tree.Node:
        """What is held."""
        return self.child.value if isinstance(self.child, tree.Entry) else self.child

    def names(self, span: Span) -> bool:
        """Whether it is this that is meant by a place: of a key, of an item, or of the one value of a key."""
        is_value = isinstance(self.child, tree.Entry) and isinstance(self.child.value, tree.Scalar)
        return self.start == span or (is_value and self.value.span == span)


def children(node: tree.Node) -> tuple[Child, ...]:
    """What a container holds, in order of the tree."""
    match node:
        case tree.Mapping():
            return node.entries
        case tree.Sequence():
            return node.items
        case tree.Scalar():
            return ()


def held(node: tree.Node, around: Held | None = None) -> Iterator[Held]:
    """Everything that a document holds, what is inside after what it is inside of."""
    if isinstance(node, tree.Scalar):
        return
    depth = 1 if around is None else around.depth + 1
    for child in children(node):
        one = Held(child, node, around, depth)
        yield one
        yield from held(one.value, one)


def shape(
    node: tree.Node | None,
    is_gone: Callable[[Child], bool] = lambda child: False,  # noqa: ARG005
    texts: Mapping[Span, str] | None = None,
) -> Shape:
    """What is left of a document without some of what it holds, and with other texts at some places."""
    match node:
        case None:
            return "nothing", ()
        case tree.Scalar():
            return node.style, (texts or {}).get(node.span, node.text)
        case tree.Mapping():
            kept = (entry for entry in node.entries if not is_gone(entry))
            return "mapping", tuple(
                (shape(entry.key, is_gone, texts), shape(entry.value, is_gone, texts)) for entry in kept
            )
        case tree.Sequence():
            return "list", tuple(shape(item, is_gone, texts) for item in node.items if not is_gone(item))
