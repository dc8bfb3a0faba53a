"""A file of OmegaConf as values with places: merge keys are written out, aliases stand for what they name."""

from __future__ import annotations

from dataclasses import dataclass, field

from ato.config import Problem
from atoc.importers.carried import Left, Refused
from atoc.importers.interpolations import Part, Unclosed, has_interpolation, parts
from atoc.importers.mapping import entries, mapping
from atoc.importers.remarks import Remarks
from atoc.importers.scalars import Plain, is_missing, plain
from atoc.source import Mapping, Node, Scalar, Sequence
from atoc.span import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is written out."""

    span: Span
    value: Plain


@dataclass(frozen=True, slots=True)
class Missing:
    """``???``: a value that somebody else has to give."""

    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """A text with interpolations; ``source`` is how it is written."""

    span: Span
    source: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a key of a mapping holds. ``key`` is its place, and ``doc`` what a comment says about it."""

    key: Span
    value: Value
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping, with its keys in order."""

    span: Span
    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    span: Span
    items: tuple[Value, ...]


Value = Leaf | Missing | Text | Branch | Items


def read(file: SourceFile, said: Remarks, left: list[Left]) -> Branch:
    """The mapping that a file holds; raises ``Refused`` where it holds none."""
    return _Reader(said, left).branch(mapping(file))


@dataclass(frozen=True, slots=True)
class _Reader:
    said: Remarks
    left: list[Left]

    def value(self, node: Node) -> Value:
        match node:
            case Mapping():
                return self.branch(node)
            case Sequence():
                return Items(node.span, tuple(self.value(item) for item in node.items))
            case Scalar():
                return _scalar(node)

    def branch(self, node: Mapping) -> Branch:
        found: dict[str, Entry] = {}
        for entry in entries(node):
            if not isinstance(plain(entry.key), str):
                why = "keys are texts here, and OmegaConf reads this one as a number, a bool or nothing"
                self.left.append(Left(entry.key.span, entry.key.text, why))
            doc = self.said.about(entry.key.span, entry.value.span)
            found[entry.key.text] = Entry(entry.key.span, self.value(entry.value), doc)
        return Branch(node.span, found)


def _scalar(node: Scalar) -> Value:
    if is_missing(node):
        return Missing(node.span)
    value = plain(node)
    if not isinstance(value, str) or not has_interpolation(value):
        return Leaf(node.span, value)
    try:
        found = parts(value)
    except Unclosed:
        raise Refused(
            [Problem(str(node.span), f"{value!r} opens an interpolation that does not end")]
        ) from None
    if all(isinstance(part, str) for part in found):
        return Leaf(node.span, "".join(part for part in found if isinstance(part, str)))
    return Text(node.span, value, found)
