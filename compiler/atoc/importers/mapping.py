"""The mapping that a YAML or JSON file of another tool holds, as nodes with places."""

from __future__ import annotations

from collections.abc import Iterator

from ato.config import Problem
from atoc.findings import Finding
from atoc.importers.carried import Refused
from atoc.source import Entry, Mapping, Node, Sequence, parse, parse_with_merges
from atoc.span import SourceFile, Span

MERGE = "<<"


def mapping(file: SourceFile) -> Mapping:
    """The mapping that a file holds, empty if there is nothing; raises ``Refused`` for anything else."""
    passed = parse(file) if file.path.endswith(".json") else parse_with_merges(file)
    if passed.findings:
        raise Refused(map(_problem, passed.findings))
    if passed.value is None:
        return Mapping(Span.start_of(file.path), ())
    if not isinstance(passed.value, Mapping):
        raise Refused([Problem(file.path, "holds no mapping, and a config is a mapping from keys to values")])
    return passed.value


def entries(node: Mapping) -> tuple[Entry, ...]:
    """The entries of a mapping with those that ``<<`` brings in, each key once: its own go before."""
    if node.get(MERGE) is None:
        return node.entries
    found = {entry.key.text: entry for entry in _merged(node)}
    found.update({entry.key.text: entry for entry in node.entries if entry.key.text != MERGE})
    return tuple(found.values())


def _merged(node: Mapping) -> Iterator[Entry]:
    """What ``<<`` brings in, the entries that count last."""
    entry = node.get(MERGE)
    value: Node | None = None if entry is None else entry.value
    sources = value.items if isinstance(value, Sequence) else () if value is None else (value,)
    for source in reversed(sources):
        if isinstance(source, Mapping):
            yield from _merged(source)
            yield from (each for each in source.entries if each.key.text != MERGE)


def _problem(finding: Finding) -> Problem:
    return Problem(str(finding.span), finding.message, finding.help)
