"""The command lines of two runs, told apart as a diff would: another order is a difference, too."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MANY = 500
"""Up to how many words command lines are told apart word by word."""

Words = tuple[str, ...]


def words_apart(a: Sequence[str], b: Sequence[str]) -> tuple[Words, Words]:
    """The words by which two command lines differ, each option with its value.

    Where only their order differs, it is all words from the first to the last that stands elsewhere.
    """
    one, other = list(_units(a)), list(_units(b))
    start = next(
        (at for at, pair in enumerate(zip(one, other)) if pair[0] != pair[1]), min(len(one), len(other))
    )
    left = min(len(one), len(other)) - start
    back = next((at for at in range(left) if one[-1 - at] != other[-1 - at]), left)
    one, other = one[start : len(one) - back], other[start : len(other) - back]
    if max(len(one), len(other)) <= MANY and sorted(one) != sorted(other):
        changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        pairs = [(one[a1:a2], other[b1:b2]) for tag, a1, a2, b1, b2 in changes if tag != "equal"]
        one, other = ([unit for pair in pairs for unit in pair[side]] for side in (0, 1))
    return _flat(one), _flat(other)


def _units(words: Sequence[str]) -> Iterator[Words]:
    """Words, each option together with the word behind it, if that is none."""
    at = 0
    while at < len(words):
        is_option = words[at].startswith("-") and "=" not in words[at]
        end = at + 1 + (is_option and at + 1 < len(words) and not words[at + 1].startswith("-"))
        yield tuple(words[at:end])
        at = end


def _flat(units: Sequence[Words]) -> Words:
    return tuple(word for unit in units for word in unit)
