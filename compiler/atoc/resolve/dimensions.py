"""The values of a dimension: choices read by the type of the field, the numbers of ranges as numbers.

Whether they keep the constraints of the field is asked later, with all else that a point must keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import ato.config as ato
from atoc.expr import BAD_EXPRESSION
from atoc.findings import Finding
from atoc.program import Known
from atoc.resolve.findings import TYPE_MISMATCH
from atoc.resolve.paths import Leaf
from atoc.resolve.values import read_given
from atoc.source import raw
from atoc.source.node import Node, Sequence
from atoc.span import Span
from atoc.syntax import DimensionDeclaration
from atoc.syntax.findings import WRONG_SHAPE
from atoc.types import BAD_CONSTRAINT

if TYPE_CHECKING:
    from ato.config._search import Dimension as Domain

Reader = Callable[[Node], tuple[object, tuple[Finding, ...]]]
"""Reads one choice; where it is wrong, there are findings."""


@dataclass(frozen=True, slots=True)
class Read:
    """The values of a dimension with their places, None where they make no sense; and what was found."""

    domain: Domain | None
    places: tuple[Span, ...] = ()
    found: tuple[Finding, ...] = ()


def read_dimension(leaf: Leaf, declared: DimensionDeclaration) -> Read:
    """The values that a space has for a field."""
    if declared.domain == "choice":
        return read_choice(leaf.path, declared, lambda item: _value(leaf, item))
    return _range(leaf.path, declared)


def read_choice(path: str, declared: DimensionDeclaration, read: Reader) -> Read:
    """The values of a list, each as ``read`` reads it."""
    node = declared.value
    if not isinstance(node, Sequence):
        message = f"the choice of '{path}' is a list of values, and one value stands here"
        return Read(None, found=(WRONG_SHAPE.at(node.span, message, help=("put it in brackets",)),))
    values: list[object] = []
    found: list[Finding] = []
    for item in node.items:
        value, wrong = read(item)
        values.append(value)
        found += wrong
    places = tuple(item.span for item in node.items)
    return (
        Read(None, places, tuple(found)) if found else _made(path, declared, ato.Choice, values, {}, places)
    )


def _value(leaf: Leaf, item: Node) -> tuple[object, tuple[Finding, ...]]:
    """A choice, by the type of the field alone: its constraints have a rule of their own."""
    member = replace(leaf.member, runtime=ato.Field(leaf.member.name, leaf.member.type))
    passed = read_given(member, item, leaf.path, leaf.member.span)
    if passed.value is None or isinstance(passed.value, Known):
        return None if passed.value is None else passed.value.value, passed.findings
    message = f"a choice of '{leaf.path}' is a value, and an expression stands here"
    help = (
        "write $${ for the two characters ${",
        "a view can compute the value: let `view` choose among views",
    )
    return None, (BAD_EXPRESSION.at(item.span, message, help=help),)


_RANGES: Mapping[str, tuple[Callable[..., Domain], ato.Type]] = {
    "uniform": (ato.Uniform, ato.FLOAT),
    "log_uniform": (ato.LogUniform, ato.FLOAT),
    "int_uniform": (ato.IntUniform, ato.INT),
    "int_log_uniform": (ato.IntLogUniform, ato.INT),
    "normal": (ato.Normal, ato.FLOAT),
}


def _range(path: str, declared: DimensionDeclaration) -> Read:
    make, type = _RANGES[declared.domain]
    node = declared.value
    if not isinstance(node, Sequence) or len(node.items) != 2:
        what = "mean and standard deviation" if declared.domain == "normal" else "two numbers"
        message = f"the {declared.domain} of '{path}' is a list of {what}, and something else stands here"
        help = (f"write `{declared.domain}: [1, 2]`",)
        return Read(None, found=(WRONG_SHAPE.at(node.span, message, help=help),))
    found: list[Finding] = []
    numbers = [_number(type, item, path, found) for item in node.items]
    limits = {name: _number(type, limit, f"{path}: {name}", found) for name, limit in declared.limits.items()}
    places = tuple(item.span for item in node.items)
    return Read(None, places, tuple(found)) if found else _made(path, declared, make, numbers, limits, places)


def _number(type: ato.Type, node: Node, path: str, found: list[Finding]) -> object:
    try:
        return type.read(raw(node))
    except ato.BadValue as error:
        found.append(TYPE_MISMATCH.at(node.span, f"{path}: {error}"))
        return None


def _made(
    path: str,
    declared: DimensionDeclaration,
    make: Callable[..., Domain],
    values: list[Any],
    limits: Mapping[str, Any],
    places: tuple[Span, ...],
) -> Read:
    try:
        return Read(make(*values, **limits), places)
    except ato.BadValue as error:
        return Read(None, places, tuple(_senseless(path, declared, places, error)))


def _senseless(
    path: str, declared: DimensionDeclaration, places: tuple[Span, ...], error: ato.BadValue
) -> Iterator[Finding]:
    """What to say of values each of which can be read, but which are no dimension together."""
    for steps, message in error.faults:
        step = steps[0] if steps else None
        span = places[step] if isinstance(step, int) else declared.value.span
        if isinstance(step, str):
            span = declared.limits[step].span
        yield BAD_CONSTRAINT.at(span, f"{path}: {message}")
