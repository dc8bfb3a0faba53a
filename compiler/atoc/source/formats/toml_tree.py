"""The tree of a TOML document: tables that are scattered over a text, gathered into mappings.

First every table is gathered with the keys that the text gives it, wherever they stand: under its
header, in dotted keys, in headers of inner tables. Then the whole is made immutable from the root down,
where depth and size are counted. A key that clashes with an earlier one is a finding with both places.

Example: ``[a.b]`` / ``x = 1`` / ``[a]`` / ``y.z = 2`` gathers ``a`` (begun by the first header, declared by
the second) with the keys ``b`` and ``y``, each a table of its own. Cost: linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import tree_sitter

from atoc.findings import Finding, Passed
from atoc.source.bounds import Bounds
from atoc.source.findings import UNREADABLE, duplicate
from atoc.source.formats.toml_scalars import key_scalar, value_scalar
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence
from atoc.source.places import Places


def build(root: tree_sitter.Node, places: Places, bounds: Bounds) -> Passed[Node | None]:
    """The tree of a text that is valid but for keys that clash; ``None`` for one without content."""
    statements = [node for node in root.named_children if node.type != "comment"]
    if not statements:
        return Passed(None)
    table = _Table(statements[0].start_byte)
    gatherer = _Gatherer(places)
    gatherer.document(table, statements)
    try:
        node = _Freezer(places, bounds, gatherer).table(table, 1)
    except _Beyond as beyond:
        return Passed(None, (*gatherer.findings, beyond.finding))
    return Passed(node, tuple(gatherer.findings))


class _Beyond(Exception):
    """A bound is reached; nothing of the document is kept."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


@dataclass(slots=True)
class _Table:
    """A table while its keys are gathered, and the stretch in which it is declared."""

    start: int
    end: int = 0
    has_header: bool = False
    has_dots: bool = False
    entries: dict[str, _Slot] = field(default_factory=dict[str, "_Slot"])


@dataclass(slots=True)
class _Tables:
    """An array of tables, ``[[name]]``."""

    items: list[_Table]


@dataclass(slots=True)
class _Slot:
    """What stands under a key: a table, an array of tables, or a value that is not looked into yet."""

    key: Scalar
    content: _Table | _Tables | tree_sitter.Node


class _Gatherer:
    """Puts every key of the text into its table."""

    def __init__(self, places: Places) -> None:
        self.findings: list[Finding] = []
        self._places = places

    def document(self, root: _Table, statements: list[tree_sitter.Node]) -> None:
        """Gathers a whole document."""
        for node in statements:
            if node.type == "pair":
                self.pair(root, node)
                continue
            table = self._header(root, node)
            for child in node.named_children[1:]:
                if child.type == "pair":
                    self.pair(table, child)
            root.end = max(root.end, table.end)

    def pair(self, table: _Table, node: tree_sitter.Node) -> None:
        """Gathers ``key = value``, where the key may be dotted."""
        key_node, value = (child for child in node.named_children if child.type != "comment")
        keys = self._keys(key_node)
        end = value.end_byte
        for key, start in keys[:-1]:
            table.end = max(table.end, end)
            slot = table.entries.get(key.text)
            if slot is None:
                slot = table.entries[key.text] = _Slot(key, _Table(start, has_dots=True))
            if not isinstance(slot.content, _Table) or slot.content.has_header:
                self._clash(slot.key, key)
                return
            table = slot.content
        table.end = max(table.end, end)
        key, _ = keys[-1]
        slot = table.entries.setdefault(key.text, _Slot(key, value))
        if slot.key is not key:
            self._clash(slot.key, key)

    def _header(self, root: _Table, node: tree_sitter.Node) -> _Table:
        """The table that a header declares; one apart from the tree where it clashes."""
        start = node.start_byte
        closer = next(child for child in node.children if child.type in ("]", "]]"))
        declared = _Table(start, closer.end_byte, has_header=True)
        keys = self._keys(node.named_children[0])
        table = root
        for key, _ in keys[:-1]:
            slot = table.entries.setdefault(key.text, _Slot(key, _Table(start, closer.end_byte)))
            inner = slot.content.items[-1] if isinstance(slot.content, _Tables) else slot.content
            if not isinstance(inner, _Table):
                self._clash(slot.key, key)
                return declared
            table = inner
        key, _ = keys[-1]
        is_array = node.type == "table_array_element"
        slot = table.entries.setdefault(key.text, _Slot(key, _Tables([declared]) if is_array else declared))
        if slot.key is not key:
            self._declare_again(slot, key, declared, node)
        return declared

    def _declare_again(self, slot: _Slot, key: Scalar, declared: _Table, node: tree_sitter.Node) -> None:
        """A header whose name is already there: one more item, or a table that inner headers began."""
        is_array = node.type == "table_array_element"
        if is_array and isinstance(slot.content, _Tables):
            slot.content.items.append(declared)
        elif not is_array and isinstance(slot.content, _Table) and not _is_closed(slot.content):
            declared.entries = slot.content.entries
            slot.content = declared
        else:
            self._clash(slot.key, key)

    def _keys(self, node: tree_sitter.Node) -> list[tuple[Scalar, int]]:
        """The parts of a key with their offsets; a dotted key nests to the left."""
        parts: list[tree_sitter.Node] = []
        while node.type == "dotted_key":
            node, part = node.named_children
            parts.append(part)
        parts.append(node)
        return [(key_scalar(part, self._places), part.start_byte) for part in reversed(parts)]

    def _clash(self, first: Scalar, second: Scalar) -> None:
        self.findings.append(duplicate(first, second))


def _is_closed(table: _Table) -> bool:
    return table.has_header or table.has_dots


class _Freezer:
    """Makes nodes of what is gathered."""

    def __init__(self, places: Places, bounds: Bounds, gatherer: _Gatherer) -> None:
        self._places = places
        self._bounds = bounds
        self._gatherer = gatherer
        self._nodes = 0

    def table(self, table: _Table, depth: int) -> Mapping:
        """The mapping of a table; ``depth`` is its level, 1 for the document."""
        self._count(1 + len(table.entries), table.start, depth)
        entries = tuple(
            Entry(slot.key, self._content(slot.content, depth + 1)) for slot in table.entries.values()
        )
        return Mapping(self._places.span(table.start, table.end), entries)

    def _content(self, content: _Table | _Tables | tree_sitter.Node, depth: int) -> Node:
        if isinstance(content, _Table):
            return self.table(content, depth)
        if isinstance(content, _Tables):
            self._count(1, content.items[0].start, depth)
            items = tuple(self.table(item, depth + 1) for item in content.items)
            return Sequence(self._places.span(content.items[0].start, content.items[-1].end), items)
        return self._value(content, depth)

    def _value(self, node: tree_sitter.Node, depth: int) -> Node:
        if node.type == "array":
            self._count(1, node.start_byte, depth)
            items = tuple(self._value(child, depth + 1) for child in _values(node))
            return Sequence(self._places.span(node.start_byte, node.end_byte), items)
        if node.type == "inline_table":
            table = _Table(node.start_byte, node.end_byte)
            for pair in _values(node):
                self._gatherer.pair(table, pair)
            return self.table(table, depth)
        self._count(1, node.start_byte, 0)
        return value_scalar(node, self._places)

    def _count(self, nodes: int, start: int, depth: int) -> None:
        self._nodes += nodes
        if depth > self._bounds.depth:
            self._refuse(start, f"this stands more than {self._bounds.depth} levels deep")
        if self._nodes > self._bounds.nodes:
            self._refuse(start, f"this document holds more than {self._bounds.nodes:,} keys and values")

    def _refuse(self, start: int, message: str) -> None:
        raise _Beyond(UNREADABLE.at(self._places.span(start, start + 1), message))


def _values(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    return (child for child in node.named_children if child.type != "comment")
