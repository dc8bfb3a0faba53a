"""The name that was probably meant."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


MOST_EDITS = 5
"""Slips of the hand after which a name counts as another one."""
SHORTEST_BEGINNING = 3
"""Characters from which on the beginning of a name counts as near to it."""


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known names that a typing error may have turned into ``name``, the likeliest first.

    Names are near when an edit distance with transpositions (Damerau 1964, adjacent swaps) of at most a
    third of the longer name, and never more than ``MOST_EDITS``, leads from one to the other, when only case
    or the last part of a dotted path agrees, or when one is how the other begins. Ties are broken by the
    name itself. Cost: linear in the length of each known name.
    """
    folded = name.casefold()
    ranked: list[tuple[int, str]] = []
    for candidate in known:
        other = candidate.casefold()
        bound = min(max(1, max(len(folded), len(other)) // 3), MOST_EDITS)
        distance = 0 if other == folded else _distance(folded, other, bound)
        if distance > bound and _is_related(folded, other):
            distance = bound
        if distance <= bound:
            ranked.append((distance, candidate))
    return [candidate for _, candidate in sorted(ranked)[:count]]


def _is_related(name: str, other: str) -> bool:
    """Whether two names end alike after a dot, or the one is how the other begins."""
    if name.rpartition(".")[2] == other.rpartition(".")[2]:
        return True
    return len(name) >= SHORTEST_BEGINNING and other.startswith(name)


def suggestion(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """A line of help that names what is near, or nothing."""
    names = nearest(name, known)
    if not names:
        return ()
    return ("did you mean " + " or ".join(f"'{near}'" for near in names) + "?",)


def _distance(left: str, right: str, bound: int) -> int:
    """The edits between two names, or ``bound + 1`` if there are more than ``bound``.

    Of the table of prefixes only the band is worked out in which a distance can stay within the bound.
    """
    beyond = bound + 1
    if abs(len(left) - len(right)) > bound:
        return beyond
    before: list[int] = []
    row = [j if j <= bound else beyond for j in range(len(right) + 1)]
    for i, a in enumerate(left, 1):
        previous, row = row, [beyond] * (len(right) + 1)
        row[0] = min(i, beyond)
        for j in range(max(1, i - bound), min(len(right), i + bound) + 1):
            b = right[j - 1]
            best = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row[j] = best
        if min(row) > bound:
            return beyond
        before = previous
    return min(row[-1], beyond)
