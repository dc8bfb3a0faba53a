"""YAML, read as text with a shape: no types, no tags, no merge keys, exact places.

Aliases share the subtree that they name, so an alias costs nothing however much it stands for; what
it would add when written out is counted before it is shared. The tree is built with a stack of our
own, so that depth is a number to compare and never a matter of the machine.

Example: ``a: &x [1, 2]`` with ``b: *x`` gives two entries whose sequences hold the very same items;
the second is counted as three nodes more. Cost: linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)

from ato.config import suggestion
from ato.config._errors import shortened
from atoc.findings import Finding, Passed
from atoc.source.bounds import DEFAULT, Bounds
from atoc.source.findings import UNREADABLE, duplicate
from atoc.source.formats.yaml_errors import syntax_error
from atoc.source.formats.yaml_events import events, extent
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence, Style
from atoc.source.places import Places
from atoc.source.unprintable import unprintable
from atoc.source.written import Written
from atoc.span import SourceFile, Span

STYLES: dict[str | None, Style] = {"'": "quoted", '"': "quoted", "|": "block", ">": "block"}
PROPERTY = r"&[^\s,\[\]{}]+|!<[^>\n]*>|![^\s,\[\]{}]*"
PROPERTIES = re.compile(rf"(?:(?:{PROPERTY})(?:\s+(?:#[^\n]*)?)*)*")
FEW_ANCHORS = 100
"""How many anchors are compared with the name of one that is not there."""

TAG = re.compile(r"(?:&[^\s,\[\]{}]+\s+)?(!<[^>\n]*>|![^\s,\[\]{}]*)")


def parse(file: SourceFile, bounds: Bounds = DEFAULT) -> Passed[Node | None]:
    """The one document of a YAML file; ``None`` if it is empty or its syntax is broken."""
    return _parsed(Places(file), lambda places: _Composer(places, bounds))


def parse_with_merges(file: SourceFile, bounds: Bounds = DEFAULT) -> Passed[Node | None]:
    """The same for what was written for YAML 1.1: ``<<`` is a key like others, for the caller to expand."""
    return _parsed(Places(file), lambda places: _MergingComposer(places, bounds))


def _parsed(places: Places, compose: Callable[[Places], _Composer]) -> Passed[Node | None]:
    refused = unprintable(places)
    if refused is not None:
        return Passed(None, (refused,))
    composer = compose(places)
    try:
        for event in events(places.text):
            composer.take(event)
    except yaml.YAMLError as error:
        return Passed(None, (*composer.findings, syntax_error(error, places)))
    except _Stop:
        pass
    return Passed(composer.document(), tuple(composer.findings))


class _Stop(Exception):
    """Nothing more of the document is read; the finding that says why is already made."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """A node with the number of nodes in it, itself included, and the levels of containers in it."""

    node: Node
    size: int = 1
    height: int = 0


@dataclass(slots=True)
class _Open:
    """A container whose end has not come yet. ``drops_value`` tells that its last key was refused."""

    is_mapping: bool
    is_flow: bool
    start: int
    anchor: str | None
    items: list[Node] = field(default_factory=list[Node])
    entries: list[Entry] = field(default_factory=list[Entry])
    keys: dict[str, Scalar] = field(default_factory=dict[str, Scalar])
    key: Scalar | None = None
    drops_value: bool = False
    size: int = 1
    height: int = 1

    def last(self) -> Span | None:
        """Where the last thing in the container stands."""
        if self.entries:
            return self.entries[-1].value.span
        return self.items[-1].span if self.items else None


class _Composer:
    """Builds the tree of one document, event by event."""

    keeps_merges = False

    def __init__(self, places: Places, bounds: Bounds) -> None:
        self.findings: list[Finding] = []
        self._places = places
        self._text = places.text
        self._bounds = bounds
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Measured | _Open] = {}
        self._nodes = 0
        self._alias_nodes = 0
        self._documents = 0
        self._root: Node | None = None

    def document(self) -> Node | None:
        """The whole tree; ``None`` for a text without content."""
        root = self._root
        if isinstance(root, Scalar) and root.is_plain and not root.text:
            return None
        return root

    def take(self, event: Event) -> None:
        """Reads the next event; raises ``_Stop`` where nothing more is to be read."""
        if isinstance(event, ScalarEvent):
            scalar = self._scalar(event)
            if event.anchor is not None:
                self._anchors[event.anchor] = _Measured(scalar)
            self._put(scalar, 1, 0)
        elif isinstance(event, CollectionStartEvent):
            self._open(event)
        elif isinstance(event, CollectionEndEvent):
            self._close(event)
        elif isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, DocumentStartEvent):
            self._start_document(event)

    def _start_document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(
                self._places.span(*extent(event)),
                "a second document begins here, and a file holds one",
                "put it into a file of its own",
            )

    def _scalar(self, event: ScalarEvent) -> Scalar:
        start, end = extent(event)
        self._count(1, start)
        if event.anchor is not None or event.tag is not None:
            start = self._after_properties(event, start, end)
        text, value = self._text, event.value
        style = STYLES.get(event.style, "plain")
        if style == "plain":
            return self._written(value, style, start, end, is_exact=text[start:end] == value)
        if style == "quoted":
            is_exact = text[start + 1 : end - 1] == value
            if not is_exact and not value.isascii():
                self._check_surrogates(value, start, end)
            return self._written(value, style, start, end, is_exact=is_exact)
        end = start + len(text[start:end].rstrip())
        return self._written(value, style, start, end, is_exact=False)

    def _written(self, value: str, style: Style, start: int, end: int, *, is_exact: bool) -> Scalar:
        written = None if is_exact else Written(self._text[start:end], value)
        return Scalar(self._places.span(start, end), value, style, is_exact, written)

    def _open(self, event: CollectionStartEvent) -> None:
        start, end = extent(event)
        self._count(1, start)
        if len(self._stack) >= self._bounds.depth:
            self._too_deep(self._places.span(start, end))
        if event.anchor is not None or event.tag is not None:
            start = self._after_properties(event, start, len(self._text))
        is_mapping = isinstance(event, MappingStartEvent)
        container = _Open(is_mapping, bool(event.flow_style), start, event.anchor)
        self._stack.append(container)
        if event.anchor is not None:
            self._anchors[event.anchor] = container

    def _close(self, event: CollectionEndEvent) -> None:
        container = self._stack.pop()
        last = None if container.is_flow else container.last()
        if last is None:
            span = self._places.span(container.start, extent(event)[1])
        else:
            span = self._places.span(container.start, container.start).to(last)
        node = (
            Mapping(span, tuple(container.entries))
            if container.is_mapping
            else Sequence(span, tuple(container.items))
        )
        anchor = container.anchor
        if anchor is not None and self._anchors.get(anchor) is container:
            self._anchors[anchor] = _Measured(node, container.size, container.height)
        self._put(node, container.size, container.height)

    def _alias(self, event: AliasEvent) -> None:
        start, end = extent(event)
        span = self._places.span(start, end)
        target = self._anchors.get(event.anchor or "")
        name = shortened(event.anchor or "")
        if target is None:
            near = suggestion(name, islice(self._anchors, FEW_ANCHORS))
            self._find(span, f"*{name} names an anchor that is not there", *near)
            self._drop()
        elif isinstance(target, _Open):
            self._find(span, f"*{name} stands inside &{name}, so it would hold itself without end")
            self._drop()
        else:
            self._share(target, name, span)

    def _share(self, target: _Measured, name: str, span: Span) -> None:
        self._alias_nodes += target.size
        if self._alias_nodes > self._bounds.alias_nodes:
            self._stop(
                span,
                f"*{name} makes this document too large: its aliases stand for more than "
                f"{self._bounds.alias_nodes:,} keys and values",
            )
        self._count(target.size, 0)
        if len(self._stack) + target.height > self._bounds.depth:
            self._too_deep(span)
        if isinstance(target.node, Scalar):
            node: Node = replace(target.node, span=span, exact=False, written=None)
        else:
            node = replace(target.node, span=span)
        self._put(node, target.size, target.height)

    def _put(self, node: Node, size: int, height: int) -> None:
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        parent.size += size
        if height >= parent.height:
            parent.height = height + 1
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key is not None:
            parent.entries.append(Entry(parent.key, node))
            parent.key = None
        elif parent.drops_value:
            parent.drops_value = False
        else:
            parent.key = self._key(parent, node)
            parent.drops_value = parent.key is None

    def _drop(self) -> None:
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.is_mapping:
            parent.drops_value = parent.key is None and not parent.drops_value
            parent.key = None

    def _key(self, parent: _Open, node: Node) -> Scalar | None:
        if not isinstance(node, Scalar):
            shape = "mapping" if isinstance(node, Mapping) else "list"
            self._find(
                node.span,
                f"a {shape} stands where a key must, and a key is a text",
                "put the key in quotes if its brackets are part of a text",
            )
            return None
        if node.text == "<<" and node.is_plain and not self.keeps_merges:
            self._find(
                node.span,
                "<< is a merge key of YAML 1.1, which YAML 1.2 has dropped",
                "write the keys out, or put what is shared into a view and name it in chain_with",
            )
            return None
        first = parent.keys.setdefault(node.text, node)
        if first is not node:
            self.findings.append(duplicate(first, node))
            return None
        return node

    def _after_properties(self, event: ScalarEvent | CollectionStartEvent, start: int, end: int) -> int:
        if event.tag is not None:
            found = TAG.match(self._text, start)
            tag_start, tag_end = found.span(1) if found else (start, start)
            self._find(
                self._places.span(tag_start, tag_end),
                f"{shortened(self._text[tag_start:tag_end]) or event.tag} is a tag, "
                "and types are declared in the fields, not in the values",
                "remove the tag"
                + ("; put the value in quotes if text is meant" if "str" in event.tag else ""),
            )
        found = PROPERTIES.match(self._text, start)
        return min(found.end(), end) if found else start

    def _check_surrogates(self, value: str, start: int, end: int) -> None:
        if any("\ud800" <= character <= "\udfff" for character in value):
            self._find(self._places.span(start, end), "this text holds half a character (a lone surrogate)")

    def _count(self, nodes: int, start: int) -> None:
        self._nodes += nodes
        if self._nodes > self._bounds.nodes:
            self._stop(
                self._places.span(start, start + 1),
                f"this document holds more than {self._bounds.nodes:,} keys and values",
                "split it into several files; documents with one scope name add to the same scope",
            )

    def _too_deep(self, span: Span) -> None:
        self._stop(span, f"this stands more than {self._bounds.depth} levels deep")

    def _find(self, span: Span, message: str, *help: str) -> None:
        self.findings.append(UNREADABLE.at(span, message, help=help))

    def _stop(self, span: Span, message: str, *help: str) -> None:
        self._find(span, message, *help)
        raise _Stop


class _MergingComposer(_Composer):
    """The same, with merge keys as keys."""

    keeps_merges = True
