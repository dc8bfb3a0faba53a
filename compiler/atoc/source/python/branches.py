"""The branches of an ``if``, as parts that are applied one after another, of which only one may apply.

A part's condition is looked at when it is its turn, and by then another may have changed what it reads. So
the branches are put into an order in which that does no harm: where a write changes what a condition reads,
it must be known that with the new value the condition of no other branch comes to hold, and that the one of
its own branch, if more of that is to follow, still does.

    if lr > 0.1: lr = 0.1        first the second branch, then the first: once 'lr' is changed,
    else:        warmup = 0      no condition is looked at any more

    if size == 'small': size = 's'      in their order: with 's' the second does not hold
    elif size == 'large': size = 'l'

Where every branch, and there is an ``else``, gives one and the same field, that is one equation:

    if on: on = False            on: ${False if bool(on) else True}
    else:  on = True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from atoc.source import node as tree
from atoc.source.python.known import UNKNOWN, outcome, value_of
from atoc.source.python.parts import PartWrite
from atoc.source.python.touched import leaves, meets
from atoc.span import Span

MAX_ORDERED = 4
"""How many branches are tried in every order; of more, that in which they stand, and one other."""

MAX_CHANGES = 4
"""How many parts may change what one condition reads."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Under which condition statements run: its text and place, and what it reads."""

    text: str
    span: Span
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cut:
    """A part as it is cut from a body: its equations, and the conditions that it stands under."""

    writes: tuple[PartWrite, ...]
    conditions: tuple[Condition, ...]
    lazy: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """What stands in one branch, and the conditions of the ``if`` that lead into it."""

    conditions: tuple[Condition, ...]
    cuts: tuple[Cut, ...]


def in_order(branches: Sequence[Branch], *, is_whole: bool) -> tuple[Cut, ...] | None:
    """The parts of the branches in an order that does what Python does; None where there is none.

    ``is_whole`` tells that the last branch is an ``else``.
    """
    for order in _orders(branches):
        if _is_right(order):
            return tuple(cut for branch in order for cut in branch.cuts)
    merged = _merged(branches) if is_whole else None
    return None if merged is None else (merged,)


def _orders(branches: Sequence[Branch]) -> Iterator[Sequence[Branch]]:
    if len(branches) <= MAX_ORDERED:
        yield from permutations(branches)
        return
    yield branches
    reads = frozenset[str]().union(*(each.reads for branch in branches for each in branch.conditions))
    yield sorted(branches, key=lambda branch: any(meets(path, reads) for path in _written(branch.cuts)))


def _written(cuts: Iterable[Cut]) -> Iterator[str]:
    for cut in cuts:
        for write in cut.writes:
            yield from (path for path, _ in leaves(write.key.text, write.value))


def _is_right(order: Sequence[Branch]) -> bool:
    """Whether every part, when its turn comes, is applied if and only if its branch was taken."""
    for index, branch in enumerate(order):
        if not branch.cuts:
            continue
        if not all(_comes_to(branch, earlier.cuts, wanted=False) for earlier in order[:index]):
            return False
        if not _comes_to(branch, branch.cuts[:-1], wanted=True):
            return False
    return True


def _comes_to(branch: Branch, cuts: Sequence[Cut], *, wanted: bool) -> bool:
    """Whether the conditions of a branch come to this once any of the parts, in their order, are applied."""
    reads = frozenset[str]().union(*(each.reads for each in branch.conditions))
    changing = [cut for cut in cuts if any(meets(path, reads) for path in _written((cut,)))]
    if len(changing) > MAX_CHANGES:
        return False
    text = " and ".join(each.text for each in branch.conditions)
    return all(
        outcome(text, _after(some)) is wanted
        for number in range(1, len(changing) + 1)
        for some in combinations(changing, number)
    )


def _after(cuts: Iterable[Cut]) -> Mapping[str, object]:
    """What is known of fields once these parts are applied."""
    known: dict[str, object] = {}
    for cut in cuts:
        for write in cut.writes:
            for path, value in leaves(write.key.text, write.value):
                found = value_of(value)
                known[path] = found
    return {path: value for path, value in known.items() if value is not UNKNOWN}


def _merged(branches: Sequence[Branch]) -> Cut | None:
    """One equation for the field that every branch gives, without the conditions of the ``if``."""
    cuts = [branch.cuts[0] for branch in branches if len(branch.cuts) == 1]
    paths = {path for cut in cuts for path in _written((cut,))}
    if len(cuts) < len(branches) or len(paths) != 1 or any(len(cut.writes) != 1 for cut in cuts):
        return None
    outer = len(cuts[0].conditions) - len(branches[0].conditions)
    if any(
        len(cut.conditions) - outer != len(branch.conditions)
        for cut, branch in zip(cuts, branches, strict=True)
    ):
        return None
    *tested, last = [_text(cut.writes[0].value) for cut in cuts]
    tests = [branch.conditions[-1].text for branch in branches[:-1]]
    text = last
    for value, test in zip(reversed(tested), reversed(tests), strict=True):
        text = f"({value} if {test} else {text})"
    if "" in (*tested, last):
        return None
    first = cuts[0].writes[0]
    given = tree.Scalar(first.value.span, "${" + text + "}", "quoted", exact=False)
    return Cut((PartWrite(first.key, given),), cuts[0].conditions[:outer], cuts[0].lazy)


def _text(value: tree.Node) -> str:
    """A value as the text of an expression; empty for what is none."""
    if isinstance(value, tree.Scalar) and value.style == "quoted" and value.text.startswith("${"):
        return f"({value.text[2:-1]})"
    found = value_of(value)
    return "" if found is UNKNOWN else repr(found)
