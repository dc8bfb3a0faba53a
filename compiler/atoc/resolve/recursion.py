"""Structs that hold themselves without a way out (ATC106).

A struct can be finished if all of its members can: a list, a set, a dict or an optional can be empty, a
union needs one option that can be finished, a variant all of them, since each has its fields. What can be is
found by starting from nothing and adding until nothing is added (a least fixed point); what is left over are
the structs on a circle and those that hold one.

    A: {b: B}    B: {a: A, c: list[A]}       neither can be finished; the circle is A → B → A

Cost: a few walks over all members, as structs are looked at after those that they hold.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import ato.config as ato
from atoc.findings import Finding, Passed
from atoc.program import Member, Struct
from atoc.resolve.drafts import MemberDraft, StructDraft
from atoc.resolve.order import ordered, shown
from atoc.resolve.parts import mentioned, structs_in
from atoc.span import Span
from atoc.types import RECURSIVE_TYPE


def cut_recursion(structs: Sequence[StructDraft]) -> Passed[tuple[StructDraft, ...]]:
    """The structs without the members that close a circle; those are broken."""
    by_name = {struct.name: struct for struct in structs}
    endless = _endless(by_name)
    if not endless:
        return Passed(tuple(structs))
    found = ordered(
        [struct.name for struct in structs if struct.name in endless],
        lambda name: [other for member in by_name[name].members for other in _needed(member.type, endless)],
    )
    findings = tuple(finding for loop in found.loops for finding in _findings(by_name, loop, endless))
    return Passed(tuple(_without(struct, found.cut, endless) for struct in structs), findings)


def before(struct: Struct) -> Iterator[str]:
    """The structs without whose classes that of this one cannot be made: its base, and what its defaults are
    made of.
    """
    if struct.base:
        yield struct.base
    for member in struct.members:
        yield from structs_in(member.runtime.default)


def check_making(structs: Mapping[str, Struct]) -> Iterator[Finding]:
    """Structs whose defaults are made of others that cannot be made before them."""
    for loop in ordered(structs, lambda name: before(structs[name])).loops:
        for name, other in zip(loop, (*loop[1:], loop[0]), strict=True):
            member = next(_holding(structs, structs[name], other), None)
            if member is not None:
                what = f"the default of '{member.name}' holds a '{other}'"
                message = f"{what}, which cannot be made before '{name}'"
                span = member.default_span or member.span
                help = ("set it in a default view",)
                yield RECURSIVE_TYPE.at(span, message, key=member.name, help=help)
                break


def _holding(structs: Mapping[str, Struct], struct: Struct, other: str) -> Iterator[Member]:
    """The members of a struct itself, not of its base, whose default is made of the other struct."""
    base = structs.get(struct.base)
    taken = set[Span]() if base is None else {member.span for member in base.members}
    for member in struct.members:
        if member.span not in taken and other in structs_in(member.runtime.default):
            yield member


def _endless(by_name: dict[str, StructDraft]) -> frozenset[str]:
    """The structs that cannot be finished."""
    waiting = ordered(
        by_name, lambda name: [o for m in by_name[name].members for o in mentioned(m.type)]
    ).order
    finished: set[str] = set()
    while True:
        left: list[str] = []
        for name in waiting:
            if all(_can_end(member.type, finished) for member in by_name[name].members):
                finished.add(name)
            else:
                left.append(name)
        if len(left) == len(waiting):
            return frozenset(left)
        waiting = tuple(left)


def _can_end(type: ato.Type, finished: Collection[str]) -> bool:
    match type:
        case ato.Struct():
            return str(type) in finished
        case ato.Variant():
            return all(_can_end(option, finished) for option in type.options)
        case ato.Union():
            return any(_can_end(option, finished) for option in type.options)
        case ato.Tuple():
            return all(_can_end(item, finished) for item in type.items)
        case _:
            return True


def _needed(type: ato.Type, endless: Collection[str]) -> Iterator[str]:
    """The endless structs that a value of the type cannot do without."""
    if not isinstance(type, ato.Variant) and isinstance(type, ato.Union):
        parts = [tuple(_needed(option, endless)) for option in type.options]
        yield from itertools.chain(*parts) if all(parts) else ()
        return
    match type:
        case ato.Struct():
            if str(type) in endless:
                yield str(type)
        case ato.Variant():
            for option in type.options:
                yield from _needed(option, endless)
        case ato.Tuple():
            for item in type.items:
                yield from _needed(item, endless)
        case _:
            return


def _findings(
    by_name: dict[str, StructDraft], loop: tuple[str, ...], endless: Collection[str]
) -> list[Finding]:
    """A circle, told at each member that closes it."""
    first = loop[0]
    message = f"the struct '{first}' holds itself without a way out: {shown(loop)}"
    return [
        RECURSIVE_TYPE.at(member.span, message, key=member.name, help=_ways_out(member, first))
        for member in by_name[loop[-1]].members
        if first in _needed(member.type, endless)
    ]


def _ways_out(member: MemberDraft, struct: str) -> tuple[str, ...]:
    return (
        f'make it optional: `{member.name}: {{type: "{struct} | None", default: null}}`',
        f"or let it hold several, which may be none: `type: list[{struct}]`",
    )


def _without(struct: StructDraft, cut: frozenset[tuple[str, str]], endless: Collection[str]) -> StructDraft:
    lost = {
        member.name
        for member in struct.members
        if any((struct.name, other) in cut for other in _needed(member.type, endless))
    }
    if not lost:
        return struct
    kept = tuple(member for member in struct.members if member.name not in lost)
    return replace(struct, members=kept, broken=struct.broken | lost)
