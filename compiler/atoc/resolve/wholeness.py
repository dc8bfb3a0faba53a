"""Which members may hold structs of which something is broken.

A value for such a member cannot be told to be wrong: what it gives may be for the part that is lost. A
struct is whole if nothing of it is broken and all that its members mention is whole.

Cost: nothing in a program without broken members; else a few walks over all members.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from atoc.resolve.drafts import MemberDraft, StructDraft
from atoc.resolve.parts import mentioned


def mark_partial(structs: Sequence[StructDraft]) -> tuple[StructDraft, ...]:
    """The structs with the members marked that mention, at any depth, a struct with a broken member."""
    partial = {struct.name for struct in structs if struct.broken}
    waiting = [struct for struct in structs if not struct.broken]
    size = 0
    while size < len(partial):
        size = len(partial)
        touched = [
            struct for struct in waiting if any(_touches(member, partial) for member in struct.members)
        ]
        partial.update(struct.name for struct in touched)
        waiting = [struct for struct in waiting if struct.name not in partial]
    return tuple(_marked(struct, partial) for struct in structs) if partial else tuple(structs)


def _touches(member: MemberDraft, partial: Collection[str]) -> bool:
    return any(name in partial for name in mentioned(member.type))


def _marked(struct: StructDraft, partial: Collection[str]) -> StructDraft:
    members = (
        replace(member, is_whole=False) if _touches(member, partial) else member for member in struct.members
    )
    return replace(struct, members=tuple(members))
