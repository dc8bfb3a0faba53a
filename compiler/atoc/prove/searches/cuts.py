"""Where a range is cut by what is compared with it: values between two cuts can make no difference.

Idea. What reads a dimension may only ask how it stands to numbers: `lr > 0.5`, `lr in [0.1, 0.2]`, or pass
it on to a field with bounds, or through `min`, `max`, `abs` and a sign, which round nothing. Then a run
depends on nothing but the order of the value and these numbers, so that each of them and one value between
each two stand for the whole range, of floats as of whole numbers. Where anything else is done with the
value, such as arithmetic, which is rounded, there are no cuts.

Example. With ``lr`` from 0.001 to 1, ``when: lr > 0.1`` and ``peak: ${lr}`` where ``peak`` is at most 0.5,
the cuts are 0.1 and 0.5, and 0.001, 0.1, 0.5, 1 and a value in each of the three gaps stand for all.

Cost. One look at each part of the expressions for each dimension, as often as its value is passed on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import ato.config as ato
from ato.config._search import Floats
from atoc.expr import Expression, Tree
from atoc.expr.resolvers import lowered
from atoc.expr.tree import Call, Comparison, Conditional, Constant, Display, Logic, Name, Unary, children
from atoc.expr.tree import literal_int as whole_number
from atoc.program import Field, Known
from atoc.types import options

Number = int | float

MOST_EXACT = 2**53
"""The largest whole number up to which each is a float too."""
MOST_DIGITS = 17
"""With so many digits every float can be written."""

_PASSED = ("min", "max", "abs", "float")
_KEEPING = (ato.INT, ato.NULL, ato.ANY, ato.BOOL, ato.STR)


@dataclass(frozen=True, slots=True)
class Uses:
    """What can be done with the values of dimensions, in all runs of a search.

    ``asked`` are conditions; ``late`` are the equations that see outside values, and ``early`` those that do
    not, defaults among them. ``loose`` are the fields that are given in other ways too.
    """

    asked: Sequence[Expression] = ()
    late: Sequence[tuple[str, Known | Expression]] = ()
    early: Sequence[tuple[str, Known | Expression]] = ()
    fields: Mapping[str, Field] = field(default_factory=dict[str, Field])
    loose: frozenset[str] = frozenset()

    @property
    def readers(self) -> tuple[Expression, ...]:
        """All that may read a dimension."""
        return (*self.asked, *(value for _, value in self.late if isinstance(value, Expression)))


class _Beyond(Exception):
    """More is done with a value than comparing it with numbers."""


def cuts_of(uses: Uses, path: str) -> tuple[Number, ...] | None:
    """The numbers with which the value of a dimension is compared; None where there is more to it."""
    search = _Cuts(uses, _carriers(uses, path))
    try:
        return tuple(sorted(set(search.all_of())))
    except _Beyond:
        return None


def _carriers(uses: Uses, path: str) -> frozenset[str]:
    """The fields that may have the very value of a dimension, or its opposite."""
    found = frozenset((path,))
    size = 0
    while size < len(found):
        size = len(found)
        equations = ((name, value) for name, value in uses.late if isinstance(value, Expression))
        found |= {name for name, value in equations if _carries(value.tree, found)}
    return found


def _carries(tree: Tree, carriers: frozenset[str]) -> bool:
    """Whether what a tree gives may be the value of a carrier, or its opposite."""
    match tree:
        case Name(path=path):
            return path in carriers
        case Unary(operator="+" | "-"):
            return _carries(tree.operand, carriers)
        case Conditional():
            return _carries(tree.then, carriers) or _carries(tree.otherwise, carriers)
        case Call():
            meant = lowered(tree)
            is_passed = isinstance(meant, Call) and meant.function in _PASSED
            return is_passed and any(_carries(each, carriers) for each in tree.arguments)
        case _:
            return False


class _Cuts:
    """The numbers that the values of carriers are compared with. Raises ``_Beyond`` where that is not all."""

    def __init__(self, uses: Uses, carriers: frozenset[str]) -> None:
        self.uses = uses
        self.carriers = carriers

    def all_of(self) -> Iterator[Number]:
        for condition in self.uses.asked:
            yield from self.within(condition.tree)
        for path, value in self.uses.late:
            if not isinstance(value, Expression):
                continue
            is_passed = _carries(value.tree, self.carriers)
            yield from self.within(value.tree, is_passed=is_passed)
            if is_passed:
                yield from _both(self.bounds(self.uses.fields[path]))

    def bounds(self, target: Field) -> Iterator[Number]:
        """The numbers that decide whether a field takes a value."""
        declared = target.member.runtime
        if declared.multiple_of is not None:
            raise _Beyond
        for bound in (declared.gt, declared.ge, declared.lt, declared.le):
            if bound is not None:
                yield bound
        for option in options(target.type):
            if isinstance(option, ato.Literal):
                yield from _numbers(option.values)
            elif option not in _KEEPING and not isinstance(option, ato.Float):
                raise _Beyond

    def within(self, tree: Tree, *, is_passed: bool = False) -> Iterator[Number]:
        """Of a part of an expression; ``is_passed`` tells that its value goes where order alone matters."""
        tree = lowered(tree) if isinstance(tree, Call) else tree
        match tree:
            case Name(path=path) if path in self.carriers and not is_passed:
                raise _Beyond
            case Comparison():
                for left, relation, right in tree.links():
                    yield from self.compared(left, right, is_listed=relation in ("in", "not in"))
            case Conditional():
                yield from self.within(tree.condition)
                yield from self.within(tree.then, is_passed=is_passed)
                yield from self.within(tree.otherwise, is_passed=is_passed)
            case Unary(operator="+" | "-"):
                yield from self.within(tree.operand, is_passed=is_passed)
            case Call(function="bool", arguments=(argument,)) if _carries(argument, self.carriers):
                yield 0
                yield from self.within(argument, is_passed=True)
            case Call() if tree.function in _PASSED and is_passed and _carries(tree, self.carriers):
                yield from self.chosen(tree.arguments)
            case Logic():
                yield from (number for part in tree.operands for number in self.within(part))
            case _:
                yield from (number for part in children(tree) for number in self.within(part))

    def chosen(self, arguments: Sequence[Tree]) -> Iterator[Number]:
        """Of the arguments of a function that gives one of them, or the size of one."""
        yield 0
        carrying = [each for each in arguments if _carries(each, self.carriers)]
        if len(carrying) > 1:
            raise _Beyond
        for argument in arguments:
            if argument is carrying[0]:
                yield from self.within(argument, is_passed=True)
            else:
                yield from _both(self.known(argument))

    def compared(self, left: Tree, right: Tree, *, is_listed: bool) -> Iterator[Number]:
        """Of one relation between two sides."""
        carrying = [side for side in (left, right) if _carries(side, self.carriers)]
        if not carrying:
            yield from self.within(left)
            yield from self.within(right)
            return
        other = right if carrying[0] is left else left
        if len(carrying) > 1 or is_listed != isinstance(other, Display) or (is_listed and other is left):
            raise _Beyond
        items = other.items if isinstance(other, Display) else (other,)
        yield from self.within(carrying[0], is_passed=True)
        yield from _both(number for item in items for number in self.known(item))

    def known(self, tree: Tree) -> Iterator[Number]:
        """All numbers that a part of an expression can be which is the same whatever the dimension is."""
        whole = whole_number(tree)
        match tree:
            case _ if whole is not None:
                yield whole
            case Constant(value=value):
                yield from _numbers((value,))
            case Unary(operator="-", operand=Constant(value=float() as value)):
                yield -value
            case Name(path=path) if path in self.uses.fields and path not in self.uses.loose:
                for name, given in (*self.uses.early, *self.uses.late):
                    if name == path and not isinstance(given, Known):
                        raise _Beyond
                    if name == path and isinstance(given, Known):
                        yield from _numbers((given.value,))
            case _:
                raise _Beyond


def _numbers(values: Iterable[object]) -> Iterator[Number]:
    """The numbers among values; no other can be compared with a number but for being equal."""
    return (value for value in values if isinstance(value, (int, float)) and not math.isnan(value))


def _both(numbers: Iterable[Number]) -> Iterator[Number]:
    """Numbers and their opposites, since a sign may have been changed before they were compared."""
    for number in numbers:
        yield number
        yield -number


# Values that stand for all between the cuts


def telling_floats(domain: Floats | ato.Normal, cuts: Iterable[Number]) -> tuple[float, ...]:
    """The ends and the cuts of a range, and a float in each of the gaps."""
    low, high = domain.low, domain.high
    ends = [end for end in (low, high) if end is not None]
    marks = {*ends, *(mark for cut in cuts for mark in _marks(cut))}
    inner = [mark for mark in sorted(marks) if domain.contains(mark)]
    gaps = (between(first, second) for first, second in pairwise(inner))
    outer = _outside(domain, inner) if isinstance(domain, ato.Normal) else ()
    values = (*ends, *outer, *inner, *(value for value in gaps if value is not None))
    return tuple(dict.fromkeys(values))


def _marks(cut: Number) -> tuple[float, ...]:
    """The floats at a cut; where it lies between two, those around it."""
    try:
        mark = float(cut)
    except OverflowError:  # beyond all floats
        return ()
    if mark == cut:
        return (mark,) if math.isfinite(mark) else ()
    around = (math.nextafter(mark, -math.inf), mark, math.nextafter(mark, math.inf))
    return tuple(each for each in around if math.isfinite(each))


def _outside(domain: ato.Normal, inner: Sequence[float]) -> Iterator[float]:
    """Values of a normal distribution beyond all cuts, on the sides that have no bound."""
    wide = 3 * domain.std
    if domain.low is None:
        least = min((domain.mean, *inner))
        yield max(min(least - wide, math.nextafter(least, -math.inf)), -_MOST)
    if domain.high is None:
        most = max((domain.mean, *inner))
        yield min(max(most + wide, math.nextafter(most, math.inf)), _MOST)
    if not inner:
        yield domain.mean


_MOST = math.nextafter(math.inf, 0)


def between(low: float, high: float) -> float | None:
    """A float that lies between two, with as few digits as can be; None where there is none."""
    middle = low / 2 + high / 2
    for digits in range(1, MOST_DIGITS + 1):
        value = float(f"{middle:.{digits}g}")
        if low < value < high:
            return value
    value = math.nextafter(low, high)
    return value if value < high else None


def telling_ints(low: int, high: int, step: int, cuts: Iterable[Number]) -> tuple[int, ...]:
    """The ends of a range of whole numbers, and those at and beside the cuts."""
    found: dict[int, None] = {low: None, high: None}
    for cut in cuts:
        if low <= cut <= high:
            below = low + (math.ceil(cut) - 1 - low) // step * step
            found |= {
                value: None for value in (below, below + step, below + 2 * step) if low <= value <= high
            }
    return tuple(found)
