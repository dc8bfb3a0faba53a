"""What the compiler finds in a document that is being made, each finding with the keys that lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from atoc.findings import Finding
from atoc.importers.document import document
from atoc.prove import Unset, prove, unaffected
from atoc.resolve import resolve
from atoc.rules import check
from atoc.source import Entry, Node, parse
from atoc.source import Mapping as MappingNode
from atoc.span import SourceFile, Span
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
    wrong = [*read.findings, *said.findings, *resolved.findings]
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
