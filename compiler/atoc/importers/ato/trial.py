"""What the compiler finds in a document that is being made, each finding with the keys that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import ato.config as ato
from atoc.findings import Finding
from atoc.importers.document import document
from atoc.program import Program
from atoc.prove import Unset, prove, unaffected
from atoc.resolve import otherwise_in_python, resolve
from atoc.rules import check
from atoc.source import Entry, Node, Scalar, parse
from atoc.source import Mapping as MappingNode
from atoc.source.python.touched import leaves
from atoc.span import SourceFile, Span
from atoc.syntax import Document
from atoc.syntax import parse as parse_document

PATH = "imported.yaml"


Found = tuple[Finding, tuple[str, ...]]
"""A finding, and the keys that lead to its place."""


@dataclass(frozen=True, slots=True)
class Trial:
    """``wrong`` are findings with the keys on the way to them, ``proved`` those that may be silenced.

    ``unset`` are fields that some run lacks.
    """

    wrong: tuple[Found, ...]
    proved: tuple[Found, ...] = ()
    unset: frozenset[str] = frozenset()


def tried(tree: Mapping[str, object]) -> Trial:
    """What is found in a document."""
    read = parse(SourceFile(PATH, document(tree, "a script")))
    if read.value is None:
        return Trial(tuple((each, ()) for each in read.findings))
    said = parse_document(read.value, PATH)
    resolved = resolve([said.value], {})
    facts = {scope.name: prove(scope) for scope in resolved.value.scopes}
    wrong = [*read.findings, *said.findings, *resolved.findings, *_otherwise(said.value, resolved.value)]
    errors = [each for each in wrong if each.severity == "error"]
    proved = check(
        resolved.value,
        {scope.name: unaffected(scope, facts[scope.name], errors) for scope in resolved.value.scopes},
    )
    unset = {fact.field.path for each in facts.values() for fact in each.facts if isinstance(fact, Unset)}
    return Trial(
        tuple((each, _way(read.value, each.span)) for each in wrong),
        tuple((each, _way(read.value, each.span)) for each in proved),
        frozenset(unset),
    )


def _otherwise(document: Document, program: Program) -> Iterator[Finding]:
    """Where an expression comes to something else than it does in a script.

    A float that is only ever given floats is the same text in both.
    """
    given = [entry for view in document.views if view.writes is not None for entry in view.writes.entries]
    written = [leaf for entry in given for leaf in leaves(entry.key.text, entry.value)]
    loose = {path for path, value in written if not _is_float(value)}
    types: dict[str, ato.Type] = {}
    for scope in program.scopes:
        for path, field in scope.fields.items():
            is_safe = isinstance(field.member.type, ato.Float) and path not in loose
            types[path] = ato.INT if is_safe else field.member.type
    for view in document.views:
        yield from otherwise_in_python(view, types.get)


def _is_float(value: Node) -> bool:
    return isinstance(value, Scalar) and any(sign in value.text for sign in ".eE") and "$" not in value.text


def _way(node: Node, place: Span) -> tuple[str, ...]:
    """The keys that lead to a place."""
    if not isinstance(node, MappingNode):
        return ()
    for entry in node.entries:
        if _holds(entry, place):
            return (entry.key.text, *_way(entry.value, place))
    return ()


def _holds(entry: Entry, place: Span) -> bool:
    start, end = entry.key.span, entry.value.span
    at = (place.line, place.column)
    return (start.line, start.column) <= at < (max(end.end_line, start.end_line), end.end_column + 1)
