"""A file of OmegaConf as values with places: merge keys are written out, aliases stand for what they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ato.config import Problem
from atoc.findings import Finding
from atoc.importers.carried import Left, Refused
from atoc.importers.interpolations import Part, Unclosed, has_interpolation, parts
from atoc.importers.remarks import Remarks
from atoc.importers.scalars import Plain, is_missing, plain
from atoc.source import Mapping, Node, Scalar, Sequence, parse
from atoc.source.node import Entry as SourceEntry
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

_MERGE = "<<"


def read(file: SourceFile, said: Remarks, left: list[Left]) -> Branch:
    """The mapping that a file holds; raises ``Refused`` where it holds none."""
    passed = parse(file)
    if passed.findings:
        raise Refused(map(_problem, passed.findings))
    if not isinstance(passed.value, Mapping):
        raise Refused([Problem(file.path, "holds no mapping, and a config is a mapping from keys to values")])
    return _Reader(said, left).branch(passed.value)


def _problem(finding: Finding) -> Problem:
    return Problem(str(finding.span), finding.message, finding.help)


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
        for entry in node.entries:
            if entry.key.text == _MERGE and entry.key.is_plain:
                continue
            if not isinstance(plain(entry.key), str):
                why = "keys are texts here, and OmegaConf reads this one as a number, a bool or nothing"
                self.left.append(Left(entry.key.span, entry.key.text, why))
            doc = self.said.about(entry.key.span, entry.value.span)
            found[entry.key.text] = Entry(entry.key.span, self.value(entry.value), doc)
        for entry in _merged(node):
            found.setdefault(entry.key.text, Entry(entry.key.span, self.value(entry.value)))
        return Branch(node.span, found)


def _merged(node: Mapping) -> Iterator[SourceEntry]:
    """The entries that ``<<`` brings in, those that count first."""
    entry = node.get(_MERGE)
    if entry is None:
        return
    sources = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
    for source in sources:
        if isinstance(source, Mapping):
            yield from (each for each in source.entries if each.key.text != _MERGE)
            yield from _merged(source)


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
