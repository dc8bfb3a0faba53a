"""Entries of mappings and items of lists, taken out of a text together with what belongs to them alone.

In block style, and in the tables of TOML, what goes are whole lines, with the comment at their end. In flow
style the comma goes too. A container that would be left empty goes itself, up to the declaration that it is
a part of.

    set: {lr: 0.1, epochs: 5}      set: {epochs: 5}
    set:                           set:
      lr: 0.1    # a comment         epochs: 5
      epochs: 5

A comment that is about something else is never lost: then nothing is offered. Whether the text says what it
should afterwards is not for this module to say (``plan``). Cost: linear in the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from atoc.mend.edit import Edit
from atoc.mend.shape import Child, Held, children, held
from atoc.source import node as tree
from atoc.source.comments import comments
from atoc.span import SourceFile, Span

DECLARATIONS = 2
"""How deep the things stand that a document declares: ``views`` at 1, a view at 2."""

_BEFORE = {
    "entry": re.compile(r"\s*"),
    "item": re.compile(r"\s*-[ \t]+"),
    "pair": re.compile(r"[\w.\- \t\"']*"),
}
_AFTER = re.compile(r"[ \t]*(?:#.*)?\r?")
_REST = re.compile(r"[ \t]*(?P<comma>,?)[ \t]*(?P<comment>#.*)?\r?")


class Kept(Exception):
    """What was to go cannot be taken out of this text."""


@dataclass(slots=True)
class Going:
    """What goes of a document, by where it begins.

    ``emptied`` goes because nothing of it is left; ``bare`` is a table of TOML of which nothing is left
    either, and which goes where only dotted keys have made it, and stays where it has a header.
    """

    meant: set[Span] = field(default_factory=set[Span])
    emptied: set[Span] = field(default_factory=set[Span])
    bare: set[Span] = field(default_factory=set[Span])

    def has(self, child: Child) -> bool:
        """Whether this goes, be it meant or emptied."""
        return _start(child) in self.meant or _start(child) in self.emptied

    def may_have(self, child: Child) -> bool:
        """Whether this goes if tables of which nothing is left go too."""
        return self.has(child) or _start(child) in self.bare


class Text:
    """The lines of a document, and on which of them comments stand."""

    def __init__(self, file: SourceFile) -> None:
        self.lines = file.text.split("\n")
        self.is_toml = file.path.lower().endswith(".toml")
        self.comments = tuple(comment.span for comment in comments(file))

    def is_flow(self, container: tree.Node) -> bool:
        """Whether a container is written in brackets."""
        span = container.span
        opener = "[" if isinstance(container, tree.Sequence) else "{"
        return self.lines[span.line - 1].startswith(opener, span.column - 1)


def going(text: Text, node: tree.Node, spans: Sequence[Span]) -> Going:
    """What goes with the entries and items that these places name.

    Raises ``Kept`` where one names nothing, or what an alias makes stand in two places.
    """
    everything = list(held(node))
    wanted = set(spans)
    named = [one for one in everything if one.start in wanted or one.value.span in wanted]
    meant = [one for one in named if any(one.names(span) for span in wanted)]
    times = Counter(one.start for one in everything)
    if len(meant) != len(wanted) or any(times[one.start] != 1 for one in meant):
        raise Kept
    going = Going({one.start for one in meant})
    for one in reversed(everything):
        inner = children(one.value)
        if not inner or going.has(one.child) or not all(map(going.may_have, inner)):
            continue
        if text.is_toml and not text.is_flow(one.value):
            going.bare.add(one.start)
        elif one.depth <= DECLARATIONS or times[one.start] != 1:
            raise Kept
        else:
            going.emptied.add(one.start)
    return going


def removal(text: Text, node: tree.Node, going: Going) -> tuple[Edit, ...]:
    """The edits that take it out. Raises ``Kept`` where the text does not allow it."""
    roots = [one for one in held(node) if going.has(one.child) and not _is_inside(one, going)]
    edits: list[Edit] = []
    for container in {id(one.container): one.container for one in roots}.values():
        taken = _in_flow if text.is_flow(container) else _in_lines
        edits += taken(container, going, text)
    return tuple(edits)


def _start(child: Child) -> Span:
    return child.key.span if isinstance(child, tree.Entry) else child.span


def _is_inside(one: Held, going: Going) -> bool:
    return one.around is not None and (going.has(one.around.child) or _is_inside(one.around, going))


def _in_lines(container: tree.Node, going: Going, text: Text) -> Iterator[Edit]:
    for child in children(container):
        if going.has(child):
            yield _lines_of(child, text)


def _lines_of(child: Child, text: Text) -> Edit:
    kind = "item" if not isinstance(child, tree.Entry) else "pair" if text.is_toml else "entry"
    start, end = _start(child), _whole(child)
    before = text.lines[start.line - 1][: start.column - 1]
    after = text.lines[end.end_line - 1][end.end_column - 1 :]
    if not _BEFORE[kind].fullmatch(before) or not _AFTER.fullmatch(after):
        raise Kept
    return Edit(Span(start.path, start.line, 1, end.end_line + 1, 1))


def _in_flow(container: tree.Node, going: Going, text: Text) -> Iterator[Edit]:
    """Each run of what goes, with the comma before or after it."""
    inner = children(container)
    kept = [index for index, child in enumerate(inner) if not going.has(child)]
    if not kept:
        raise Kept
    for before, after in zip([-1, *kept], [*kept, len(inner)], strict=True):
        gone = inner[before + 1 : after]
        if not gone:
            continue
        if after < len(inner):
            stretch = _between(_start(gone[0]), _start(inner[after]))
        else:
            stretch = _between(_end(_whole(inner[before])), _end(_whole(gone[-1])))
        stretch = _whole_lines(gone, text) or stretch
        own = {_whole(child).end_line for child in gone} - {_whole(inner[index]).end_line for index in kept}
        if any(_within(comment, stretch) and comment.line not in own for comment in text.comments):
            raise Kept
        yield Edit(stretch)


def _whole_lines(gone: Sequence[Child], text: Text) -> Span | None:
    """The lines on which these alone stand, with a comma behind; so a comment goes with what it is about.

    Raises ``Kept`` for a last one without a comma and with a comment, which would be said of another one.
    """
    start, end = _start(gone[0]), _whole(gone[-1])
    if text.lines[start.line - 1][: start.column - 1].strip():
        return None
    found = _REST.fullmatch(text.lines[end.end_line - 1][end.end_column - 1 :])
    if found is None:
        return None
    if found["comma"]:
        return Span(start.path, start.line, 1, end.end_line + 1, 1)
    if found["comment"]:
        raise Kept
    return None


def _whole(child: Child) -> Span:
    return child.key.span.to(child.value.span) if isinstance(child, tree.Entry) else child.span


def _end(span: Span) -> Span:
    return Span(span.path, span.end_line, span.end_column, span.end_line, span.end_column)


def _between(first: Span, second: Span) -> Span:
    return Span(first.path, first.line, first.column, second.line, second.column)


def _within(span: Span, stretch: Span) -> bool:
    start = (span.line, span.column)
    return (stretch.line, stretch.column) <= start < (stretch.end_line, stretch.end_column)
