"""The name that was probably meant."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known names that a typing error may have turned into ``name``, the likeliest first.

    Names are near when an edit distance with transpositions (Damerau 1964, adjacent swaps) of at
    most a third of the longer name leads from one to the other, or when only case or the last part of a
    dotted path agrees. Ties are broken by the name itself.
    """
    folded = name.casefold()
    ranked = []
    for candidate in known:
        other = candidate.casefold()
        bound = max(1, max(len(folded), len(other)) // 3)
        distance = 0 if other == folded else _distance(folded, other, bound)
        if distance > bound and other.rpartition(".")[2] == folded.rpartition(".")[2]:
            distance = bound
        if distance <= bound:
            ranked.append((distance, candidate))
    return [candidate for _, candidate in sorted(ranked)[:count]]


def suggestion(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """A line of help that names what is near, or nothing."""
    names = nearest(name, known)
    if not names:
        return ()
    return ("did you mean " + " or ".join(f"'{near}'" for near in names) + "?",)


def _distance(left: str, right: str, bound: int) -> int:
    if abs(len(left) - len(right)) > bound:
        return bound + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row = row, [i]
        for j, b in enumerate(right, 1):
            best = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        if min(row) > bound:
            return bound + 1
        before = previous
    return row[-1]
