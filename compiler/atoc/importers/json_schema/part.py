"""One schema of a document with its place, and what references lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from atoc.importers.carried import Left
from atoc.importers.scalars import plain
from atoc.importers.terms import Untold
from atoc.source import Mapping, Node, Scalar, Sequence
from atoc.span import Span

MAX_HOPS = 50
"""How many references may lead from one to the next."""


@dataclass(frozen=True, slots=True)
class Part:
    """A schema; ``name`` is that of the definition which it is, if it is one."""

    node: Mapping
    root: Mapping
    name: str = ""

    @property
    def span(self) -> Span:
        """Where it begins."""
        return self.node.span

    def has(self, key: str) -> bool:
        """Whether it says something under a key."""
        return self.node.get(key) is not None

    def value(self, key: str) -> object:
        """The plain value under a key; None where there is none."""
        entry = self.node.get(key)
        return None if entry is None else value_of(entry.value)

    def text(self, key: str) -> str:
        """The text under a key, as one paragraph."""
        value = self.value(key)
        return " ".join(value.split()) if isinstance(value, str) else ""

    def part(self, key: str) -> Part | None:
        """The schema under a key; of ``true``, and of what is no schema, nothing."""
        entry = self.node.get(key)
        return self.of(entry.value) if entry is not None and isinstance(entry.value, Mapping) else None

    def parts(self, key: str) -> list[Part]:
        """The schemas of a list under a key."""
        entry = self.node.get(key)
        items = entry.value.items if entry is not None and isinstance(entry.value, Sequence) else ()
        return [self.of(item) for item in items if isinstance(item, Mapping)]

    def named(self, key: str) -> Iterator[tuple[str, Part]]:
        """The schemas of a mapping under a key, by name.

        ``true`` is one that says nothing; what is ``false`` may not be there, and so it is not.
        """
        entry = self.node.get(key)
        for each in entry.value.entries if entry is not None and isinstance(entry.value, Mapping) else ():
            if isinstance(each.value, Scalar) and plain(each.value) is False:
                continue
            is_schema = isinstance(each.value, Mapping)
            yield each.key.text, self.of(each.value if is_schema else Mapping(each.value.span, ()))

    def of(self, node: Node, name: str = "") -> Part:
        """Another schema of the same document."""
        if not isinstance(node, Mapping):
            raise Untold("it leads to no schema")
        return Part(node, self.root, name)

    def left(self, key: str, why: str) -> Left:
        """That what stands under a key was left."""
        entry = self.node.get(key)
        return Left(self.span if entry is None else entry.key.span, key, why)

    def followed(self) -> Part:
        """What it refers to, or itself; raises :class:`Untold` for what is not in the document."""
        part = self
        for _ in range(MAX_HOPS):
            reference = part.value("$ref")
            if not isinstance(reference, str):
                return part
            part = part.target(reference)
        raise Untold("its references lead to each other")

    def target(self, reference: str) -> Part:
        """The schema that a reference names."""
        if not reference.startswith("#"):
            raise Untold(f"'{reference}' is another document, and only this one is read")
        if reference[1:2] not in ("", "/"):
            raise Untold(f"'{reference}' is the name of an anchor, and only paths are followed")
        node: Node = self.root
        parts = unquote(reference[1:]).split("/")[1:]
        steps = [step.replace("~1", "/").replace("~0", "~") for step in parts]
        for step in steps:
            entry = node.get(step) if isinstance(node, Mapping) else None
            if isinstance(node, Sequence) and step.isdecimal() and int(step) < len(node.items):
                node = node.items[int(step)]
            elif entry is not None:
                node = entry.value
            else:
                raise Untold(f"'{reference}' leads nowhere")
        is_definition = len(steps) == 2 and steps[0] in ("$defs", "definitions")
        return self.of(node, steps[-1] if is_definition else "")


def value_of(node: Node) -> object:
    """A plain value of the document."""
    match node:
        case Mapping():
            return {entry.key.text: value_of(entry.value) for entry in node.entries}
        case Sequence():
            return [value_of(item) for item in node.items]
        case Scalar():
            return plain(node)
