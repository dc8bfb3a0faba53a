"""What one name stands for, where anybody may change that in any store: aliases, stages, rules.

What has changed in both stores goes where the later change says. What is *strict* stays as it is in each
where both have decided without knowing of the other, and a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import Connection

from ato.track.sync._ends import End, remember, states
from ato.track.sync._registers import Pointer


class Outcome(Enum):
    """What becomes of a subject in the target."""

    KEPT = "kept"
    TAKEN = "taken"
    PARTED = "parted"


def noted(end: End, subjects: Sequence[str], values: Mapping[str, Any]) -> dict[str, Pointer]:
    """The pointers of the source, which it remembers; a subject without a value was taken away."""
    with end.store.reading() as connection:
        known = states(connection, subjects)
    found = {each: _pointer(known.get(each), values.get(each), end.uid) for each in subjects}
    new = {each: pointer.to_json() for each, pointer in found.items()}
    new = {each: state for each, state in new.items() if known.get(each) != state}
    if new:
        with end.store.writing() as connection:
            remember(connection, new)
    return found


def unsettled(end: End, theirs: Mapping[str, Pointer], values: Mapping[str, Any]) -> list[str]:
    """The subjects on which the target does not say and know what the source does."""
    with end.store.reading() as connection:
        known = states(connection, list(theirs))
    return [
        each
        for each, pointer in theirs.items()
        if known.get(each) != pointer.to_json() or values.get(each) != pointer.register.value
    ]


def met(
    connection: Connection, target: End, subject: str, theirs: Pointer, value: Any, *, is_strict: bool
) -> Outcome:
    """Let the target know what the source says of a subject; ``value`` is what the target has.

    Where it is ``TAKEN`` the caller writes the source's value.
    """
    known = states(connection, [subject]).get(subject)
    ours = theirs if value is None and known is None else _pointer(known, value, target.uid)
    if is_strict and not (ours.knows(theirs) or theirs.knows(ours)):
        return Outcome.PARTED
    both = ours.merged(theirs)
    if both.to_json() != known:
        remember(connection, {subject: both.to_json()})
    wanted = theirs.register.value
    return Outcome.KEPT if both.register.value != wanted or wanted == value else Outcome.TAKEN


def _pointer(known: str | None, value: Any, store: str) -> Pointer:
    return Pointer.first(value) if known is None else Pointer.of_json(known).noticed(value, store)
