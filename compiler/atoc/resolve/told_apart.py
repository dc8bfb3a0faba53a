"""A field with ``discriminator``: the structs of its type become a variant (ATC105)."""

from __future__ import annotations

import ato.config as ato
from atoc.findings import Finding
from atoc.syntax import FieldDeclaration
from atoc.types import BAD_CONSTRAINT


def told_apart(type: ato.Type | None, field: FieldDeclaration, found: list[Finding]) -> ato.Type | None:
    """The type of a field with a variant in the place of each union of structs, at any depth."""
    if type is None or field.discriminator is None:
        return type
    told = _with_variants(type, field.discriminator.text)
    if told == type:
        message = f"'{field.name.text}' is of type {type}, and 'discriminator' tells structs of a union apart"
        help = ("remove it, or write the type as a union of structs: `Adam | Sgd`",)
        found.append(BAD_CONSTRAINT.at(field.discriminator.span, message, key=field.name.text, help=help))
    return told


def _with_variants(type: ato.Type, name: str) -> ato.Type:
    match type:
        case ato.Union():
            return _of_union(type, name)
        case ato.Tuples():
            return ato.Tuples(_with_variants(type.item, name))
        case ato.List():
            return ato.List(_with_variants(type.item, name))
        case ato.Set():
            return ato.Set(_with_variants(type.item, name))
        case ato.Dict():
            return ato.Dict(_with_variants(type.value, name))
        case ato.Tuple():
            return ato.Tuple(*(_with_variants(item, name) for item in type.items))
        case _:
            return type


def _of_union(union: ato.Union, name: str) -> ato.Type:
    structs = [option for option in union.options if isinstance(option, ato.Struct)]
    others = [_with_variants(each, name) for each in union.options if not isinstance(each, ato.Struct)]
    if len(structs) < 2:
        return ato.Union(*structs, *others)
    variant = ato.Variant(name, *structs)
    return ato.Union(variant, *others) if others else variant
