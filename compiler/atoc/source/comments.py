"""Where comments stand in a document, and nothing else that merely looks like one.

A ``#`` begins a comment unless it is part of a text, and only the parser of a format knows where texts
stand. YAML's events carry the extent of every scalar, so comments are looked for between them; tree-sitter
has a node for each comment of TOML; the reader of SDN keeps them; Python has a tokenizer; JSON has none.
Cost: linear in the text.

    note: "# no comment"   # a comment
    text: |                # a comment too
      # no comment
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO

import tree_sitter
from yaml.events import Event, ScalarEvent

from ato.sdn import parse as read_sdn
from atoc.source.formats.toml import syntax_tree
from atoc.source.formats.yaml import PROPERTIES, STYLES
from atoc.source.formats.yaml_events import events, extent
from atoc.source.places import Places
from atoc.span import SourceFile, Span

_YAML_COMMENT = re.compile("(?:\\A|(?<=[ \t\r\n\x85\u2028\u2029\\[\\]{},'\"]))#[^\r\n\x85\u2028\u2029]*")
_BREAK = re.compile("[\r\n\x85\u2028\u2029]|\\Z")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its ``#`` to the end of its line. ``is_alone`` tells that nothing stands before it."""

    span: Span
    text: str
    is_alone: bool


def comments(file: SourceFile) -> tuple[Comment, ...]:
    """The comments of a document that can be read, in order."""
    find = _FINDERS.get("." + file.path.rpartition(".")[2].lower())
    if find is None:
        return ()
    places = Places(file)
    return tuple(_comment(places, *found) for found in find(file.text))


def _comment(places: Places, start: int, end: int) -> Comment:
    text = places.text
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return Comment(places.span(start, end), text[start:end], not before.strip())


def _of_yaml(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between the scalars are searched; in a scalar there is no comment."""
    position = 0
    for event in events(text):
        if isinstance(event, ScalarEvent):
            start, end = _body(event, text)
            yield from _between(text, position, start)
            position = max(position, end)
    yield from _between(text, position, len(text))


def _body(event: Event, text: str) -> tuple[int, int]:
    """Where the text of a scalar stands: after its anchor, and below the first line of a block."""
    start, end = extent(event)
    if not isinstance(event, ScalarEvent):
        return start, end
    if event.anchor is not None or event.tag is not None:
        found = PROPERTIES.match(text, start, end)
        start = start if found is None else found.end()
    if STYLES.get(event.style) == "block":
        found = _BREAK.search(text, start)
        start = end if found is None else min(found.end(), end)
    return start, end


def _between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _YAML_COMMENT.finditer(text, start, end))


def _of_toml(text: str) -> Iterator[tuple[int, int]]:
    waiting: list[tree_sitter.Node] = [syntax_tree(text)]
    found: list[tuple[int, int]] = []
    while waiting:
        node = waiting.pop()
        if node.type == "comment":
            found.append((node.start_byte, node.end_byte))
        waiting += node.children
    return iter(sorted(found))


def _of_sdn(text: str) -> Iterator[tuple[int, int]]:
    return iter(read_sdn(text).comments)


def _of_python(text: str) -> Iterator[tuple[int, int]]:
    """The comments that Python's own tokenizer finds; of text that it does not take, those before that."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    with suppress(tokenize.TokenError, SyntaxError):
        for token in tokenize.generate_tokens(StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield starts[token.start[0] - 1] + token.start[1], starts[token.end[0] - 1] + token.end[1]


_FINDERS: Mapping[str, Callable[[str], Iterator[tuple[int, int]]]] = {
    ".yaml": _of_yaml,
    ".yml": _of_yaml,
    ".toml": _of_toml,
    ".sdn": _of_sdn,
    ".py": _of_python,
}
