"""Whether the structs of a variant can be told apart, and agree on the fields that they share.

Each struct fixes the discriminator to values that no other has. Where a scope walks through a variant, a name
that several structs have is one field, so that it has one type and the same limits in all of them; their
defaults may differ. What does not hold is found once, and the field is broken (ATC102, ATC105).

    Adam: {kind: 'adam', lr: float, beta: float}     optimizer.kind, optimizer.lr of both,
    Sgd: {kind: 'sgd', lr: float, momentum: float}   optimizer.beta and optimizer.momentum of one

Cost: linear in the fields of the structs, for each variant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import ato.config as ato
from ato.config.types._values import written as shown
from atoc.expr import BAD_EXPRESSION, Parsed
from atoc.findings import Finding, Passed, Related
from atoc.resolve.drafts import MemberDraft, StructDraft
from atoc.resolve.findings import TYPE_MISMATCH
from atoc.span import Span
from atoc.types import BAD_CONSTRAINT

Structs = Mapping[str, StructDraft]

_LIMITS = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern")
_FLAGS = ("input", "final", "secret", "deprecated", "renamed_from")


def check_variants(structs: Sequence[StructDraft]) -> Passed[tuple[StructDraft, ...]]:
    """The structs without the members whose variants do not hold together; those are broken."""
    by_name = {struct.name: struct for struct in structs}
    found: dict[tuple[Span, str], Finding] = {}
    checked = tuple(_checked(struct, by_name, found) for struct in structs)
    return Passed(checked, tuple(found.values()))


def discriminators(structs: Sequence[StructDraft]) -> frozenset[tuple[str, str]]:
    """The structs that stand in a variant, each with the name of its discriminator."""
    return frozenset(
        (str(option), variant.discriminator)
        for struct in structs
        for member in struct.members
        for variant in _variants_in(member.type)
        for option in variant.structs
    )


def not_computed(subject: str, default: Parsed) -> Finding:
    """The finding that the default of a discriminator is an expression (ATC401)."""
    message = f"'{subject}' is a discriminator, whose default is written out and no expression"
    help = ("write one of its values; a view may set it by an expression",)
    return BAD_EXPRESSION.at(default.span, message, key=subject, help=help)


def _checked(struct: StructDraft, structs: Structs, found: dict[tuple[Span, str], Finding]) -> StructDraft:
    lost: set[str] = set()
    for member in struct.members:
        for variant in _variants_in(member.type):
            seen = list(_faults(member, variant, structs))
            found.update(((finding.span, finding.message), finding) for finding in seen)
            if seen or _is_partial(variant, structs):
                lost.add(member.name)
    if not lost:
        return struct
    kept = tuple(member for member in struct.members if member.name not in lost)
    return replace(struct, members=kept, broken=struct.broken | lost)


def _variants_in(type: ato.Type) -> Iterator[ato.Variant]:
    match type:
        case ato.Variant():
            yield type
        case ato.Union():
            for option in type.options:
                yield from _variants_in(option)
        case ato.Tuple():
            for item in type.items:
                yield from _variants_in(item)
        case ato.List() | ato.Set():
            yield from _variants_in(type.item)
        case ato.Dict():
            yield from _variants_in(type.value)
        case _:
            return


def _is_partial(variant: ato.Variant, structs: Structs) -> bool:
    """Whether the discriminator of one of the structs could not be read, which is told elsewhere."""
    return any(variant.discriminator in structs[str(option)].broken for option in variant.structs)


def _faults(member: MemberDraft, variant: ato.Variant, structs: Structs) -> Iterator[Finding]:
    drafts = [structs[str(option)] for option in variant.structs]
    untold = tuple(_untold(member, variant.discriminator, drafts))
    yield from untold
    if member.type is variant and not untold:
        yield from _disagreeing(variant.discriminator, drafts)


def _untold(member: MemberDraft, name: str, drafts: Sequence[StructDraft]) -> Iterator[Finding]:
    """What keeps the discriminator from telling the structs apart."""
    written = member.declaration.discriminator
    span = member.span if written is None else written.span
    taken: dict[object, tuple[str, object]] = {}  # by what is equal in an expression, where 1 is True
    for draft in drafts:
        if name in draft.broken:
            continue
        own = _member(draft, name)
        kinds = own.type if own is not None and isinstance(own.type, ato.Literal) else None
        if own is None or kinds is None or None in kinds.values:
            yield _no_literal(span, member, name, draft, own)
            continue
        if any(getattr(own.runtime, flag) for flag in _FLAGS):
            message = (
                f"'{name}' of {draft.name} is a discriminator, which takes a type, a default and a doc alone"
            )
            yield BAD_CONSTRAINT.at(own.span, message, key=name)
        for value in kinds.values:
            other, same = taken.setdefault(value, (draft.name, value))
            if other != draft.name:
                again = "" if type(same) is type(value) else f"{shown(value)} "
                message = f"{member.name}: '{name}' is {shown(same)} in {other} and {again}in {draft.name}"
                related = (Related(own.span, f"'{name}' of {draft.name} is declared here"),)
                equal = "; in an expression, true equals 1 and false equals 0" if again else ""
                help = (f"give each struct a value of its own{equal}",)
                yield BAD_CONSTRAINT.at(span, message, key=member.name, related=related, help=help)


def _no_literal(
    span: Span, member: MemberDraft, name: str, draft: StructDraft, own: MemberDraft | None
) -> Finding:
    if own is None:
        message = f"{member.name}: {draft.name} has no field '{name}' that would tell it from the others"
        place = Related(draft.span, f"'{draft.name}' is declared here")
    else:
        message = f"{member.name}: '{name}' is of type {own.type} in {draft.name}, which fixes no value"
        place = Related(own.span, f"'{name}' of {draft.name} is declared here")
    help = (f"declare it in {draft.name} as a literal: `{name}: {{enum: [{draft.name.lower()}]}}`",)
    return BAD_CONSTRAINT.at(span, message, key=member.name, related=(place,), help=help)


def _disagreeing(name: str, drafts: Sequence[StructDraft]) -> Iterator[Finding]:
    """The fields that several structs have and do not declare alike."""
    first: dict[str, tuple[StructDraft, MemberDraft]] = {}
    for draft in drafts:
        for member in draft.members:
            if member.name == name:
                continue
            struct, other = first.setdefault(member.name, (draft, member))
            if other.type != member.type:
                yield _two_types(struct, other, draft, member)
            elif any(_differs(other, member, limit) for limit in (*_LIMITS, *_FLAGS)):
                yield _two_limits(struct, other, draft, member)


def _differs(first: MemberDraft, second: MemberDraft, name: str) -> bool:
    return bool(getattr(first.runtime, name) != getattr(second.runtime, name))


def _two_types(first: StructDraft, one: MemberDraft, second: StructDraft, other: MemberDraft) -> Finding:
    message = (
        f"'{other.name}' is of type {one.type} in {first.name} and of type {other.type} in {second.name}, "
        "and a variant has one field of a name"
    )
    related = (Related(one.span, f"'{one.name}' of {first.name} is declared here"),)
    help = ("give it the same type in both, or another name in one of them",)
    return TYPE_MISMATCH.at(other.span, message, key=other.name, related=related, help=help)


def _two_limits(first: StructDraft, one: MemberDraft, second: StructDraft, other: MemberDraft) -> Finding:
    names = [name for name in (*_LIMITS, *_FLAGS) if _differs(one, other, name)]
    message = (
        f"'{other.name}' has not the same {' and '.join(names)} in {first.name} and {second.name}, "
        "and a variant has one field of a name"
    )
    related = (Related(one.span, f"'{one.name}' of {first.name} is declared here"),)
    help = ("declare it alike in both, or give it another name in one of them",)
    return BAD_CONSTRAINT.at(other.span, message, key=other.name, related=related, help=help)


def _member(draft: StructDraft, name: str) -> MemberDraft | None:
    return next((member for member in draft.members if member.name == name), None)
