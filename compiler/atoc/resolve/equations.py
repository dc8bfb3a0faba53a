"""A mapping from paths to values, taken apart: one equation for each field (ATC003, ATC102, ATC104).

Dotted and nested paths are the same; a struct that is given as a mapping gives its fields.

    model: {head.width: 3}      model.head.width = 3
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Values
from dataclasses import dataclass

from atoc.expr.findings import UNKNOWN_FIELD
from atoc.expr.kinds import condition_of, is_among
from atoc.findings import Finding, Related
from atoc.program import Known
from atoc.resolve.findings import TYPE_MISMATCH
from atoc.resolve.paths import Leaf, Paths
from atoc.source import DUPLICATE_KEY
from atoc.source.node import Mapping, Node, Scalar
from atoc.span import Span


@dataclass(frozen=True, slots=True)
class Equation:
    """One field with what it is given; ``key`` is the place of the last key that leads to it."""

    leaf: Leaf
    key: Span
    value: Node


def equations(node: Mapping, paths: Paths, found: list[Finding]) -> tuple[Equation, ...]:
    """The equations of a mapping, in the order of the text, each field once."""
    by_path: dict[str, Equation] = {}
    _collect(node, "", paths, by_path, found)
    return tuple(by_path.values())


def _collect(
    node: Mapping, owner: str, paths: Paths, by_path: dict[str, Equation], found: list[Finding]
) -> None:
    for entry in node.entries:
        path = f"{owner}.{entry.key.text}" if owner else entry.key.text
        leaf = paths.leaves.get(path)
        if leaf is not None:
            equation = Equation(leaf, entry.key.span, entry.value)
            earlier = by_path.setdefault(path, equation)
            if earlier is not equation:
                found.append(_twice(path, entry.key.span, earlier.key))
        elif path in paths.structs:
            if isinstance(entry.value, Mapping):
                _collect(entry.value, path, paths, by_path, found)
            else:
                found.append(_no_mapping(path, paths.structs[path], entry.value))
        elif not paths.is_broken(path):
            found.append(paths.unknown(path, entry.key.span))


def misplaced(written: Iterable[Equation], values: Values[str, object], start: str = "") -> Iterator[Finding]:
    """What is given to fields that a variant has not, where the same mapping tells its kind (ATC104).

    ``values`` are what the mapping gives by path, and ``start`` is what comes before the paths in a message.
    """
    for equation in written:
        for guard in equation.leaf.guards:
            kind = values.get(guard.path)
            if isinstance(kind, Known) and not is_among(kind.value, guard.values):
                path = start + equation.leaf.path
                message = f"'{path}' is not there where {condition_of(start + guard.path, [kind.value])}"
                related = (Related(equation.leaf.member.span, f"'{path}' is declared here"),)
                help = (f"it is there where {condition_of(start + guard.path, guard.values)}",)
                yield UNKNOWN_FIELD.at(equation.key, message, key=path, related=related, help=help)


def _twice(path: str, span: Span, first: Span) -> Finding:
    related = (Related(first, "it is given here first"),)
    help = ("a dotted path and a nested one are the same: remove one of the two",)
    return DUPLICATE_KEY.at(span, f"'{path}' is given twice", key=path, related=related, help=help)


def _no_mapping(path: str, struct: str, node: Node) -> Finding:
    kind = f"'{node.text}'" if isinstance(node, Scalar) else "a list"
    message = f"{path}: {kind} is no {struct}, which takes a mapping of its fields"
    return TYPE_MISMATCH.at(node.span, message, key=path)
