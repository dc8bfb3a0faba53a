"""The values of an enum (ATC102, ATC005, ATC105)."""

from __future__ import annotations

import ato.config as ato
from atoc.findings import Finding, Passed, Related
from atoc.resolve.findings import DECLARED_TWICE, TYPE_MISMATCH
from atoc.source import raw
from atoc.source.node import Scalar, Sequence
from atoc.span import Span
from atoc.types import BAD_CONSTRAINT


def read_enum(values: Sequence, name: str = "") -> Passed[ato.Literal | None]:
    """The closed set of the values; None where one of them cannot be read.

    ``name`` is that of the declared enum, empty for one that stands in a field.
    """
    found: list[Finding] = []
    first: dict[tuple[str, object], Span] = {}
    read: list[str | int | bool] = []
    is_sound = bool(values.items)
    for item in values.items:
        value = ato.read_core(raw(item))
        if not isinstance(value, (str, int)):
            found.append(_unfit(item.span, value))
            is_sound = False
            continue
        earlier = first.setdefault((type(value).__name__, value), item.span)
        if earlier is item.span:
            read.append(value)
        else:
            text = item.text if isinstance(item, Scalar) else str(value)
            related = (Related(earlier, "it stands here first"),)
            found.append(DECLARED_TWICE.at(item.span, f"'{text}' is in the enum twice", related=related))
    if not values.items:
        help = ("list the values that it takes",)
        found.append(
            BAD_CONSTRAINT.at(values.span, "the enum has no values, so nothing could be one", help=help)
        )
    return Passed(ato.Literal(*read, name=name) if is_sound else None, tuple(found))


def _unfit(span: Span, value: object) -> Finding:
    if value is None:
        help = ("say in the type of a field that it may hold nothing: `Name | None`",)
        return TYPE_MISMATCH.at(span, "null is no value of an enum", help=help)
    help = ("write it in quotes if text is meant",)
    return TYPE_MISMATCH.at(
        span, f"{value} is no value of an enum: those are text, whole numbers, true and false", help=help
    )
