"""How two functions differ: the functions deepest in their calls that do, and the way to each of them.

Idea. Two fingerprints are walked together from function to function, by the names of their calls. Where the
digests are equal nothing below can differ; where they are not and the functions' own parts are equal, only
something below does. So only functions are shown that were themselves changed.

Names that a function binds have no meaning, but people read them. Lines that are equal but for such names are
laid side by side first (difflib); each name of the second function is then called what the name of the first
is that it most often stands for. So a variable that was renamed makes no line differ.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from typing import Any

from ato.fingerprint.calls._value import NUMBER, CodeFingerprint, shown

ARROW = " → "


@dataclass(frozen=True)
class Change:
    """One function that was itself changed: the calls that lead to it, and a unified diff of its logic.

    ``before`` and ``after`` are its digests; one of them is None where only one of the two calls it.
    """

    path: tuple[str, ...]
    before: str | None
    after: str | None
    text: str


@dataclass(frozen=True)
class CodeDiff:
    """How the logic of two functions differs; false if it does not.

    ``note`` says why nothing can be said of the two, as of bytecode of different versions of Python.
    """

    changes: tuple[Change, ...] = ()
    note: str = ""

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The calls that lead to each function that was changed, from the one that was asked about."""
        return tuple(change.path for change in self.changes)

    @property
    def text(self) -> str:
        """For each change its path and its unified diff; empty if nothing differs."""
        parts = [self.note] if self.note else []
        parts += [f"{ARROW.join(change.path)}\n{change.text}" for change in self.changes]
        return "\n\n".join(parts)

    def __bool__(self) -> bool:
        return bool(self.changes or self.note)

    def __str__(self) -> str:
        return self.text


def diff(before: CodeFingerprint, after: CodeFingerprint) -> CodeDiff:
    """How the logic of one function differs from that of another, or from its own at another time.

    Works on fingerprints alone, as they were stored; the functions are not needed.
    """
    if before.digest == after.digest:
        return CodeDiff()
    if not before.is_comparable(after):
        return CodeDiff(note=f"{_told(before)} and {_told(after)} cannot be compared")
    changes: list[Change] = []
    path: tuple[str, ...] = (_name(before.qualname),)
    waiting: deque[tuple[CodeFingerprint, CodeFingerprint, tuple[str, ...]]] = deque([(before, after, path)])
    seen: set[tuple[str, str]] = set()
    while waiting:
        left, right, path = waiting.popleft()
        if (left.digest, right.digest) in seen or left.digest == right.digest:
            continue
        seen.add((left.digest, right.digest))
        if _own(left) != _own(right) or not left.is_comparable(right):
            changes.append(_change(left, right, path))
        waiting.extend((one, other, (*path, name)) for name, one, other in _pairs(left, right))
    return CodeDiff(tuple(changes))


def _told(fingerprint: CodeFingerprint) -> str:
    made = f"{fingerprint.mode} by algorithm {fingerprint.algorithm}"
    return made if fingerprint.python is None else f"{made} of {fingerprint.python}"


def _name(qualname: str) -> str:
    return qualname.rpartition("<locals>.")[2]


def _own(fingerprint: CodeFingerprint) -> object:
    """What a function is without those that it calls."""
    values = [(value.name, value.digest) for value in fingerprint.values]
    calls = [(call.name, call.keywords) for call in fingerprint.calls]
    return fingerprint.text, values, fingerprint.origins, calls


def _pairs(
    left: CodeFingerprint, right: CodeFingerprint
) -> Iterator[tuple[str, CodeFingerprint, CodeFingerprint]]:
    """The functions that both call, by the names that they call them by."""
    called = {call.name: call for call in right.calls}
    numbers = _numbers(left.text, right.text)
    for call in left.calls:
        other = called.get(NUMBER.sub(lambda found: f"${numbers.get(int(found[1]), -1)}", call.name))
        if other is not None and other.digest != call.digest:
            one, two = left.functions.get(call.digest), right.functions.get(other.digest)
            if one is not None and two is not None:
                yield _name(call.qualname), one, two


def _change(left: CodeFingerprint, right: CodeFingerprint, path: tuple[str, ...]) -> Change:
    meant = {other: number for number, other in _numbers(left.text, right.text).items()}
    names = tuple(
        left.names[meant[index]] if index in meant else name for index, name in enumerate(right.names)
    )
    old, new = shown(left, left.names), shown(right, names)
    lines = list(unified_diff(old, new, _place(left), _place(right), n=3, lineterm=""))
    if not lines:  # what differs is not seen by these names
        normal = left.text.split("\n"), right.text.split("\n")
        lines = list(unified_diff(*normal, _place(left), _place(right), n=3, lineterm=""))
        lines = lines or [f"--- {_place(left)}", f"+++ {_place(right)}"]
        lines += _otherwise(left, right)
    return Change(path, left.digest, right.digest, "\n".join(lines))


def _otherwise(left: CodeFingerprint, right: CodeFingerprint) -> Iterator[str]:
    """What differs without being seen in the code: what is called by a name, which parameter is meant."""
    for sign, one, other in (("-", left, right), ("+", right, left)):
        known = {(call.name, call.keywords) for call in other.calls}
        for call in one.calls:
            if (call.name, call.keywords) not in known:
                words = ", ".join(f"{word} is parameter {place + 1}" for word, place in call.keywords)
                yield f"{sign}{call.name} calls {call.qualname}{f' ({words})' if words else ''}"


def _place(fingerprint: CodeFingerprint) -> str:
    where = "" if fingerprint.file is None else f"{fingerprint.file}:{fingerprint.line} "
    return f"{where}{fingerprint.qualname}"


def _numbers(left: str, right: str) -> dict[int, int]:
    """Which number of the second text stands for what a number of the first does, by lines that are alike."""
    old, new = left.split("\n"), right.split("\n")
    masked = [NUMBER.sub("$", line) for line in old], [NUMBER.sub("$", line) for line in new]
    votes: Counter[tuple[int, int]] = Counter()
    for tag, a, b, c, d in SequenceMatcher(None, masked[0], masked[1], autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            for one, two in zip(old[a:b], new[c:d]):
                votes.update(_aligned(one, two, 10 if tag == "equal" else 1))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (number, other), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if number not in found and other not in taken:
            found[number] = other
            taken.add(other)
    return found


def _aligned(one: str, other: str, weight: int) -> Counter[tuple[int, int]]:
    """Numbers at the same places of two lines; lines that differ are laid side by side by what is equal."""
    old, new = NUMBER.split(one), NUMBER.split(other)
    pairs: Counter[tuple[int, int]] = Counter()
    if old[::2] == new[::2]:
        for number, meant in zip(old[1::2], new[1::2]):
            pairs[int(number), int(meant)] += weight
        return pairs
    around = _surrounded(old), _surrounded(new)
    for block in SequenceMatcher(None, around[0], around[1], autojunk=False).get_matching_blocks():
        for index in range(block.size):
            number, meant = old[2 * (block.a + index) + 1], new[2 * (block.b + index) + 1]
            pairs[int(number), int(meant)] += weight
    return pairs


def _surrounded(parts: list[str | Any]) -> list[tuple[str, str]]:
    """For each number of a line that was split at them what stands before and after it."""
    return [(parts[at - 1], parts[at + 1]) for at in range(1, len(parts), 2)]
