"""Fields that a struct declares anew may say less than those of its base, never more (ATC102, ATC105).

So a value of the struct is one of the base too: whatever takes a base takes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import ato.config as ato
from atoc.findings import Finding, Related
from atoc.resolve.drafts import MemberDraft, StructDraft
from atoc.resolve.findings import TYPE_MISMATCH
from atoc.types import BAD_CONSTRAINT, literals, narrows

_LOW = ("gt", "ge", "min_length")
_HIGH = ("lt", "le", "max_length")


Widened = Mapping[tuple[str, str], tuple[Finding, ...]]
"""What is wrong with the fields of structs, by the names of both."""


def check_narrowing(structs: Mapping[str, StructDraft]) -> Widened:
    """What is said anew in a wider way; what does not fit its own type already is not looked at."""
    found: dict[tuple[str, str], tuple[Finding, ...]] = {}
    for struct in structs.values():
        base = structs.get(struct.base)
        members = {} if base is None else {member.name: member for member in base.members}
        for member in struct.members:
            above = members.get(member.name)
            if member.declaration.base is not None and above is not None and not member.is_faulty:
                found[struct.name, member.name] = tuple(_wider(struct, member, above))
    return {name: wider for name, wider in found.items() if wider}


def _wider(struct: StructDraft, member: MemberDraft, above: MemberDraft) -> Iterator[Finding]:
    related = (Related(above.span, f"'{struct.base}' declares it here"),)
    name = member.name
    if not narrows(member.type, above.type):
        message = f"{name}: {member.type} does not fit {above.type}, its type in '{struct.base}'"
        help = (f"a struct that extends another may only narrow: give it a type within {above.type}",)
        yield TYPE_MISMATCH.at(member.type_span, message, key=name, related=related, help=help)
        return
    for key, span in member.declaration.keys.items():
        why = _wider_key(key, member, above, struct.base)
        if why is not None:
            yield BAD_CONSTRAINT.at(span, f"{name}: {why}", key=name, related=related)
    is_same = member.declaration.base is not None and member.declaration.body is member.declaration.base.body
    for value in () if is_same else literals(member.type) or ():
        why = _refused(above.runtime, value)
        if why is not None:
            message = f"{name}: in '{struct.base}', {why}"
            yield BAD_CONSTRAINT.at(member.type_span, message, key=name, related=related)


def _wider_key(key: str, member: MemberDraft, above: MemberDraft, base: str) -> str | None:
    """Why what stands under a key admits more than the base does."""
    if key == "finite":
        is_more = _admits_infinities(member.type) and not _admits_infinities(above.type)
        return f"'{base}' does not admit inf and nan" if is_more else None
    own, limit = getattr(member.runtime, key, None), getattr(above.runtime, key, None)
    if own is None or limit is None or key not in (*_LOW, *_HIGH, "multiple_of", "pattern"):
        return None
    if key == "pattern":
        is_wider = own != limit
        return (
            f"its pattern in '{base}' is {limit}, and two patterns cannot be compared" if is_wider else None
        )
    if _is_wider(key, own, limit):
        return f"`{key}: {own}` admits more than `{key}: {limit}` in '{base}'"
    return None


def _is_wider(key: str, own: int | float, limit: int | float) -> bool:
    if key in _LOW:
        return own < limit
    if key in _HIGH:
        return own > limit
    return Fraction(repr(own)) % Fraction(repr(limit)) != 0


def _admits_infinities(type: ato.Type) -> bool:
    match type:
        case ato.Float():
            return not type.finite
        case ato.Union():
            return any(map(_admits_infinities, type.options))
        case _:
            return False


def _refused(field: ato.Field, value: object) -> str | None:
    try:
        field.check(value)
    except ato.BadValue as error:
        return str(error)
    return None
