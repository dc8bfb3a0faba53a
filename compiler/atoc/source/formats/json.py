"""JSON with places: the structure is scanned here, the leaves by the standard library.

The scanner is strict, as the format is: no comments, no comma after the last item, no NaN. It keeps a
stack of its own, so that depth is a number to compare. Example: ``{"a": [1, "x"]}`` is a mapping whose
sequence holds the plain scalar ``1`` and the quoted scalar ``x``. Cost: linear in the text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import NoReturn

from atoc.findings import Finding, Passed
from atoc.source.bounds import DEFAULT, Bounds
from atoc.source.findings import UNREADABLE, duplicate
from atoc.source.formats.json_errors import expected, no_key, no_value
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence
from atoc.source.places import Places
from atoc.source.unprintable import unprintable
from atoc.source.written import Written
from atoc.span import SourceFile

SPACE = re.compile(r"[ \t\n\r]*")
BARE = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
DECODER = json.JSONDecoder()


def parse(file: SourceFile, bounds: Bounds = DEFAULT) -> Passed[Node | None]:
    """The document of a JSON file; ``None`` if it is empty or its syntax is broken."""
    places = Places(file)
    refused = unprintable(places)
    if refused is not None:
        return Passed(None, (refused,))
    scanner = _Scanner(places, bounds)
    try:
        node = scanner.document()
    except _Broken as broken:
        return Passed(None, (*scanner.findings, broken.finding))
    return Passed(node, tuple(scanner.findings))


class _Broken(Exception):
    """The text is not JSON from here on."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet. ``key`` is that of the value that comes next."""

    start: int
    closer: str
    items: list[Node] = field(default_factory=list[Node])
    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])
    key: Scalar | None = None


class _Scanner:
    """Reads one document from its start to its end."""

    def __init__(self, places: Places, bounds: Bounds) -> None:
        self.findings: list[Finding] = []
        self._places = places
        self._text = places.text
        self._bounds = bounds
        self._nodes = 0
        self._at = 0
        self._stack: list[_Open] = []

    def document(self) -> Node | None:
        """The whole tree; ``None`` for a text of nothing but space."""
        self._skip_space()
        if self._at == len(self._text):
            return None
        node = self._value()
        while node is None or self._stack:
            node = self._value() if node is None else self._put(node)
        self._skip_space()
        if self._at < len(self._text):
            self._break(f"'{self._places.word(self._at)}' follows after the end of the document")
        return node

    def _value(self) -> Node | None:
        """The scalar or the empty container that stands here; ``None`` where a container opens."""
        self._nodes += 1
        if self._nodes > self._bounds.nodes:
            self._break(f"this document holds more than {self._bounds.nodes:,} keys and values")
        character = self._text[self._at : self._at + 1]
        if character == '"':
            return self._string()
        if character and character in "[{":
            return self._open("]" if character == "[" else "}")
        return self._bare()

    def _open(self, closer: str) -> Node | None:
        if len(self._stack) >= self._bounds.depth:
            self._break(f"this stands more than {self._bounds.depth} levels deep")
        container = _Open(self._at, closer)
        self._at += 1
        self._skip_space()
        if self._text.startswith(closer, self._at):
            return self._closed(container)
        self._stack.append(container)
        if closer == "}":
            self._key(container)
        return None

    def _put(self, node: Node) -> Node | None:
        """Gives a value to the open container; then its next value, or the whole of it where it closes."""
        container = self._stack[-1]
        if container.key is None:
            container.items.append(node)
        else:
            self._enter(container, container.key, node)
        self._skip_space()
        if self._text.startswith(container.closer, self._at):
            self._stack.pop()
            return self._closed(container)
        if not self._text.startswith(",", self._at):
            self._break(*expected(self._places, self._at, f"a comma or {container.closer}"))
        self._at += 1
        self._skip_space()
        if container.key is not None:
            self._key(container)
        return None

    def _enter(self, container: _Open, key: Scalar, node: Node) -> None:
        first = container.entries.setdefault(key.text, Entry(key, node))
        if first.key is not key:
            self.findings.append(duplicate(first.key, key))

    def _closed(self, container: _Open) -> Node:
        self._at += 1
        span = self._places.span(container.start, self._at)
        if container.closer == "]":
            return Sequence(span, tuple(container.items))
        return Mapping(span, tuple(container.entries.values()))

    def _key(self, container: _Open) -> None:
        if not self._text.startswith('"', self._at):
            self._break(*no_key(self._places, self._at))
        self._nodes += 1
        container.key = self._string()
        self._skip_space()
        if not self._text.startswith(":", self._at):
            self._break(*expected(self._places, self._at, "a colon"))
        self._at += 1
        self._skip_space()

    def _string(self) -> Scalar:
        start = self._at
        try:
            text, end = DECODER.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            self._at = error.pos
            self._break(*_broken_string(error.msg))
        self._at = end
        is_exact = self._text[start + 1 : end - 1] == text
        if not is_exact and any("\ud800" <= character <= "\udfff" for character in text):
            self._at = start
            self._break(
                "this text holds half a character (a lone surrogate)", "write both halves, or the character"
            )
        written = None if is_exact else Written(self._text[start:end], text)
        return Scalar(self._places.span(start, end), text, "quoted", is_exact, written)

    def _bare(self) -> Scalar:
        found = BARE.match(self._text, self._at)
        end = found.end() if found else self._at
        if found is None or self._text[end : end + 1].isalnum() or self._text[end : end + 1] in ("_", "."):
            self._break(*no_value(self._places, self._at))
        scalar = Scalar(self._places.span(self._at, end), found.group())
        self._at = end
        return scalar

    def _skip_space(self) -> None:
        found = SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _break(self, message: str, *help: str) -> NoReturn:
        if self._stack and self._at == len(self._text):
            container = self._stack[-1]
            self._at, closer = container.start, container.closer
            kind, opener = ("list", "[") if closer == "]" else ("mapping", "{")
            message, help = (
                f"'{opener}' opens a {kind} that is never closed",
                (f"add {closer} where the {kind} ends",),
            )
        raise _Broken(UNREADABLE.at(self._places.character(self._at), message, help=help))


def _broken_string(problem: str) -> tuple[str, ...]:
    if problem.startswith("Unterminated"):
        return '" opens a text that is never closed', 'add a closing " where the text ends'
    if "escape" in problem:
        return "this backslash does not begin a valid escape", "double the backslash if it is meant as one"
    return "this character must be escaped in a text", r"write \n for a new line and \t for a tab"
