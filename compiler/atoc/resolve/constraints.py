"""A field of a class, without its default: its type, its constraints, and who may set it (ATC105)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import ato.config as ato
from atoc.findings import Finding, Passed
from atoc.resolve.names import check_name
from atoc.source import raw
from atoc.span import Span
from atoc.syntax import FieldDeclaration
from atoc.types import BAD_CONSTRAINT, check_constraints

_OF_STRUCTS = frozenset({"type", "fields", "doc", "unit", "default", "discriminator"})
"""The keys of a field that holds a struct."""


def constrained(field: FieldDeclaration, type: ato.Type) -> Passed[ato.Field]:
    """The field as its class has it. What does not fit the type is found and left out."""
    field = _fitting(field, type)
    if isinstance(type, (ato.Struct, ato.Variant)):
        return Passed(ato.Field(field.name.text, type), tuple(_misplaced(field, type)))
    entries = {entry.key.text: entry.value for entry in field.constraints}
    values = {name: ato.read_core(raw(node)) for name, node in entries.items()}
    faults = dict(check_constraints(type, values))
    found = [
        BAD_CONSTRAINT.at(_place(field, name), f"{field.name.text}: {message}", key=field.name.text)
        for name, message in faults.items()
    ]
    sound = {name: value for name, value in values.items() if name not in faults}
    if field.input and field.final:
        found.append(_unfillable(field))
        field = replace(field, final=False)
    renamed_from = field.renamed_from
    if renamed_from is not None and (bad := check_name(renamed_from, "field")) is not None:
        found.append(bad)
        renamed_from = None
    return Passed(
        _field(field, type, sound, None if renamed_from is None else renamed_from.text), tuple(found)
    )


def _place(field: FieldDeclaration, name: str) -> Span:
    """Where a constraint is found at fault: at what the field says itself, if it says anything."""
    taken = () if field.base is None else field.base.constraints
    given = {entry.key.text: entry.value.span for entry in field.constraints}
    own = {entry.key.text: entry.value.span for entry in field.constraints if entry not in taken}
    return own.get(name) or next(iter(own.values()), given[name])


def _unfillable(field: FieldDeclaration) -> Finding:
    name = field.name.text
    message = f"'{name}' is an input and final: it must be given from outside, and nothing outside may set it"
    span = field.keys.get("final", field.name.span)
    help = ("remove `final: true`, since no view may write an input anyway",)
    return BAD_CONSTRAINT.at(span, message, key=name, help=help)


def _fitting(field: FieldDeclaration, type: ato.Type) -> FieldDeclaration:
    """The field without constraints of its base that do not fit its own, narrower type."""
    if field.base is None:
        return field
    taken = [entry for entry in field.base.constraints if entry in field.constraints]
    unfit = [
        entry for entry in taken if check_constraints(type, {entry.key.text: ato.read_core(raw(entry.value))})
    ]
    return replace(field, constraints=tuple(entry for entry in field.constraints if entry not in unfit))


def _field(
    field: FieldDeclaration, type: ato.Type, constraints: Mapping[str, Any], renamed_from: str | None
) -> ato.Field:
    bounds = {name: value for name, value in constraints.items() if name != "finite"}
    return ato.Field(
        field.name.text,
        with_infinities(type) if constraints.get("finite") is False else type,
        input=field.input,
        final=field.final,
        secret=field.secret,
        deprecated=field.deprecated,
        renamed_from=renamed_from,
        **bounds,
    )


def with_infinities(type: ato.Type) -> ato.Type:
    """The type with inf and nan among its floats."""
    match type:
        case ato.Float():
            return ato.Float(finite=False)
        case ato.Variant():
            return type
        case ato.Union():
            return ato.Union(*map(with_infinities, type.options))
        case _:
            return type


def _misplaced(field: FieldDeclaration, type: ato.Struct | ato.Variant) -> list[Finding]:
    name = field.name.text
    help = (f"say it of the fields of {type}",)
    return [
        BAD_CONSTRAINT.at(span, f"'{key}' does not fit '{name}', which is a struct", key=name, help=help)
        for key, span in field.keys.items()
        if key not in _OF_STRUCTS
    ]
