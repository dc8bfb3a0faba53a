"""Comments that ask for silence, and the lines that each of them is about.

    set: {lr: 0.1}    # atoc: ignore[ATC203] kept for the paper      this line
    # atoc: ignore[dead-view] brought back in spring                 what begins on the line below
    # atoc: ignore-file[ATC205] written by a tool                    the whole document

A comment of its own line is about the declaration below it, to its last line; further comments may stand in
between. What it asks for is taken as it is written here: whether that can be had is not for this room to
say. Cost: linear in the text, and nothing for a text in which ``atoc:`` does not occur.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from atoc.source import node as tree
from atoc.source.comments import Comment, comments
from atoc.span import SourceFile, Span

Reach = Literal["line", "below", "file"]

_MARK = "atoc:"
_PART = re.compile(r"(?<=[ \t])#")
_ORDER = re.compile(r"(?P<verb>[^\s\[]*)[ \t]*(?:\[(?P<rules>[^\]]*)\])?[ \t]*(?P<reason>.*)")
_RULE = re.compile(r"[^\s,]+")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One order of a comment: which rules are to be silent, where, and why.

    ``verb`` is the word after ``atoc:``. ``rules`` are codes or names as they are written, and None where no
    brackets are. ``lines`` are ranges of lines, the first and the last of each: those on which a finding that
    is meant begins. ``subject`` is the key of the declaration below. ``is_first`` tells that no key stands
    before the comment.
    """

    span: Span
    verb: tree.Scalar
    rules: tuple[tree.Scalar, ...] | None
    reason: str
    reach: Reach
    lines: tuple[tuple[int, int], ...]
    subject: str = ""
    is_first: bool = False


def suppressions(file: SourceFile, node: tree.Node) -> tuple[Suppression, ...]:
    """Every order that the comments of a document give, in order of their places."""
    if _MARK not in file.text:
        return ()
    every = comments(file)
    given = [(comment, part) for comment in every for part in _orders(comment)]
    if not given:
        return ()
    alone = {comment.span.line for comment in every if comment.is_alone}
    below = {comment.span.line: _below(comment.span.line, alone) for comment, _ in given if comment.is_alone}
    begun = _begun(node, set(below.values()))
    return tuple(_suppression(comment, part, below, begun, node) for comment, part in given)


@dataclass(frozen=True, slots=True)
class _Order:
    """What follows ``# atoc:``; the sign and the text are so many characters into the comment."""

    sign: int
    start: int
    text: str


def _orders(comment: Comment) -> Iterator[_Order]:
    """The parts of a comment that begin with ``# atoc:``."""
    parts = _PART.split(comment.text[1:])
    signs = accumulate((len(part) + 1 for part in parts[:-1]), initial=0)
    for sign, part in zip(signs, parts, strict=True):
        order = part.lstrip()
        if order.startswith(_MARK):
            wanted = order[len(_MARK) :].lstrip()
            yield _Order(sign, sign + 1 + len(part) - len(wanted), wanted.rstrip())


def _below(line: int, alone: set[int]) -> int:
    """The line below a comment and the comments that follow it."""
    while line in alone:
        line += 1
    return line


def _suppression(
    comment: Comment,
    part: _Order,
    below: Mapping[int, int],
    begun: Mapping[int, tree.Entry],
    node: tree.Node,
) -> Suppression:
    line = comment.span.line
    span = comment.span.within(part.sign, part.start + len(part.text))
    found = _ORDER.match(part.text)
    start = part.start - part.sign
    verb, rules, reason = ("", None, "") if found is None else found.group("verb", "rules", "reason")
    named = None if rules is None or found is None else _named(span, rules, start + found.start("rules"))
    word = tree.Scalar(span.within(start, start + len(verb)) if verb else span, verb)
    said = reason.lstrip(":-–— \t")
    if verb == "ignore-file":
        is_first = comment.is_alone and line < node.span.line
        return Suppression(span, word, named, said, "file", (), is_first=is_first)
    if not comment.is_alone:
        return Suppression(span, word, named, said, "line", ((line, line),))
    entry = begun.get(below[line])
    if entry is None:
        return Suppression(span, word, named, said, "below", ((below[line], below[line]),))
    return Suppression(span, word, named, said, "below", _extent(entry), entry.key.text)


def _named(span: Span, rules: str, start: int) -> tuple[tree.Scalar, ...]:
    return tuple(
        tree.Scalar(span.within(start + found.start(), start + found.end()), found.group())
        for found in _RULE.finditer(rules)
    )


def _begun(node: tree.Node, lines: set[int]) -> Mapping[int, tree.Entry]:
    """The declaration that begins on each of the lines: the outermost, of which the key stands first."""
    found: dict[int, tree.Entry] = {}
    waiting = [node]
    while waiting and lines:
        for entry in _entries(waiting.pop()):
            line = entry.key.span.line
            if line in lines and (line not in found or entry.key.span < found[line].key.span):
                found[line] = entry
            waiting.append(entry.value)
    return {line: _declared(entry) for line, entry in found.items()}


def _entries(node: tree.Node) -> Iterable[tree.Entry]:
    if isinstance(node, tree.Sequence):
        return (entry for item in node.items if isinstance(item, tree.Mapping) for entry in item.entries)
    return node.entries if isinstance(node, tree.Mapping) else ()


def _declared(entry: tree.Entry) -> tree.Entry:
    """What a line declares: of ``[views.fast]`` and ``model.lr = 1`` in TOML the last part of the key."""
    while _is_opened(entry):
        line = entry.key.span.line
        inner = [each for each in _entries(entry.value) if each.key.span.line == line]
        if not inner:
            break
        entry = min(inner, key=lambda each: each.key.span)
    return entry


def _is_opened(entry: tree.Entry) -> bool:
    """Whether the key is part of a longer one, or of the header of a table, as only TOML has them."""
    key, value = entry.key.span, entry.value.span
    return isinstance(entry.value, tree.Mapping) and (value.line, value.column) <= (key.line, key.column)


def _extent(entry: tree.Entry) -> tuple[tuple[int, int], ...]:
    """The lines of a declaration, in order; those of a table of TOML may stand apart."""
    parts: list[tuple[int, int]] = []
    waiting = [entry]
    while waiting:
        entry = waiting.pop()
        parts.append((min(entry.key.span, entry.value.span).line, entry.value.span.end_line))
        if _is_opened(entry):
            waiting += _entries(entry.value)
    return tuple(_joined(sorted(parts)))


def _joined(parts: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges in order, with those that overlap made one."""
    first, last = 0, 0
    for start, end in parts:
        if start > last:
            if last:
                yield first, last
            first = start
        last = max(last, end)
    yield first, last
