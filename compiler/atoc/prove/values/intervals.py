"""Between which bounds the number lies that an expression gives, whatever the fields hold.

Idea. Every value of a field keeps the field's constraints, so that its declared bounds are an interval; the
operations on whole numbers carry intervals over (Moore, *Interval Analysis*, 1966). A condition narrows the
fields that it compares with a number, wherever it is known to hold. Arithmetic on floats is rounded, so
nothing is said of it; a float that is only passed on keeps its bounds.

Example. With ``epochs: {type: int, ge: 1}`` the value of ``epochs * 100`` is at least 100, and in
``total // steps if steps > 0 else 0`` the divisor is at least 1.

Why beside the solver, which knows the same bounds: what intervals show needs no run and no encoding. So it
holds however large the scope is, whatever the solver's units, and where its formulas give up, as for products
of many fields and powers above 8; and a program that has no harder question never loads the solver.

Cost. One look at each part of the expression.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import ato.config as ato
from atoc.expr import Tree
from atoc.expr.resolvers import lowered
from atoc.expr.tree import (
    Binary,
    Call,
    Comparison,
    Conditional,
    Constant,
    Logic,
    Name,
    Relation,
    Unary,
    literal_int,
)
from atoc.program import Field

MOST_POWER = 64
"""The largest exponent that is followed."""

Number = int | float


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``; the ends belong to it unless they are open."""

    low: Number = -math.inf
    high: Number = math.inf
    is_low_open: bool = False
    is_high_open: bool = False
    is_whole: bool = True
    """Whether only whole numbers are in it."""

    @property
    def excludes_zero(self) -> bool:
        """Whether 0 is not in it."""
        return (
            self.low > 0
            or self.high < 0
            or (self.low == 0 and self.is_low_open)
            or (self.high == 0 and self.is_high_open)
        )

    def keeps(self, field: ato.Field) -> bool:
        """Whether every number in it keeps the bounds of a field."""
        return (
            (field.ge is None or self.low >= field.ge)
            and (field.gt is None or self.low > field.gt or (self.low == field.gt and self.is_low_open))
            and (field.le is None or self.high <= field.le)
            and (field.lt is None or self.high < field.lt or (self.high == field.lt and self.is_high_open))
            and field.multiple_of is None
        )

    def related(self, relation: Relation, number: Number) -> Interval:
        """What of it stands in a relation to a number."""
        match relation:
            case "==":
                return self.meet(Interval(number, number))
            case "!=" if self.is_whole and number in _ends(self):
                return self.meet(Interval(self.low + (number == self.low), self.high - (number == self.high)))
            case "<" | "<=":
                return self.meet(Interval(high=number, is_high_open=relation == "<"))
            case ">" | ">=":
                return self.meet(Interval(number, is_low_open=relation == ">"))
            case _:
                return self

    def meet(self, other: Interval) -> Interval:
        """What is in both; of an empty meet nothing is said, and this one is given back."""
        low, is_low_open = max((self.low, self.is_low_open), (other.low, other.is_low_open))
        high, is_high_closed = min((self.high, not self.is_high_open), (other.high, not other.is_high_open))
        met = _closed(Interval(low, high, is_low_open, not is_high_closed, self.is_whole))
        return self if met.low > met.high else met


Told = tuple[str, Relation, Number]
"""What a condition says of a field: how it stands to a number."""

Narrowed = Mapping[str, Interval]
"""What conditions tell of fields, beside their constraints."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The fields of a scope, and what is known of some of them where an expression stands."""

    fields: Mapping[str, Field]
    narrowed: Narrowed

    def where(self, condition: Tree, *, holds: bool) -> Knowledge:
        """What is known where the condition holds, or where it does not."""
        narrowed = dict(self.narrowed)
        for path, relation, number in _told(condition, holds=holds):
            known = narrowed.get(path) or self._declared(path)
            if known is not None:
                narrowed[path] = known.related(relation, number)
        return Knowledge(self.fields, narrowed)

    def without(self, paths: Iterable[str]) -> Knowledge:
        """What is known once these fields have been written."""
        forgotten = frozenset(paths)
        return Knowledge(self.fields, {p: known for p, known in self.narrowed.items() if p not in forgotten})

    def interval(self, tree: Tree) -> Interval | None:
        """The interval of what a part of an expression gives; None where that is no number, or not known."""
        try:
            return self._interval(tree)
        except OverflowError:  # a whole number that no float can hold meets an infinite end
            return None

    def _interval(self, tree: Tree) -> Interval | None:
        match tree:
            case Constant(value=bool() | str() | None):
                return None
            case Constant(value=int() | float() as value):
                return Interval(value, value, is_whole=isinstance(value, int))
            case Name():
                return self.narrowed.get(tree.path) or self._declared(tree.path)
            case Unary():
                return _signed(tree, self.interval(tree.operand))
            case Binary():
                return self._binary(tree)
            case Conditional():
                then = self.where(tree.condition, holds=True).interval(tree.then)
                return _hull((then, self.where(tree.condition, holds=False).interval(tree.otherwise)))
            case Call():
                meant = lowered(tree)
                return self._called(tree) if meant is tree else self.interval(meant)
            case _:
                return None

    def _declared(self, path: str) -> Interval | None:
        field = self.fields.get(path)
        return None if field is None else _of_field(field)

    def _binary(self, tree: Binary) -> Interval | None:
        left, right = self.interval(tree.left), self.interval(tree.right)
        if left is None or right is None or not left.is_whole or not right.is_whole:
            return None
        match tree.operator:
            case "+":
                return Interval(left.low + right.low, left.high + right.high)
            case "-":
                return Interval(left.low - right.high, left.high - right.low)
            case "*":
                return _spanned(_times(a, b) for a in _ends(left) for b in _ends(right))
            case "//":
                if not right.excludes_zero:
                    return None
                return _spanned(_floored(a, b) for a in _ends(left) for b in _ends(right))
            case "%":
                return _remainder(left, right)
            case "**":
                return _power(left, literal_int(tree.right))
            case _:
                return None

    def _called(self, tree: Call) -> Interval | None:
        if tree.function == "len":
            return self._length(tree.arguments)
        given = [self.interval(argument) for argument in tree.arguments]
        known = [interval for interval in given if interval is not None]
        if len(known) < len(given) or not known:
            return None
        match tree.function:
            case "min" if len(known) > 1:
                return _least(known)
            case "max" if len(known) > 1:
                return _negated(_least([_negated(interval) for interval in known]))
            case "abs":
                return _magnitude(known[0])
            case "int" if known[0].is_whole:
                return known[0]
            case _:
                return None

    def _length(self, arguments: tuple[Tree, ...]) -> Interval:
        match arguments:
            case (Name(path=path),) if path in self.fields:
                declared = self.fields[path].member.runtime
                least = declared.min_length or 0
                return Interval(least, math.inf if declared.max_length is None else declared.max_length)
            case _:
                return Interval(0)


def _of_field(field: Field) -> Interval | None:
    """The interval of a field's values other than ``None``."""
    options = field.type.options if isinstance(field.type, ato.Union) else (field.type,)
    kinds = [option for option in options if option != ato.NULL]
    if kinds == [ato.INT]:
        return _bounds(field.member.runtime, is_whole=True)
    if len(kinds) == 1 and isinstance(kinds[0], ato.Float) and kinds[0].finite:
        return _bounds(field.member.runtime, is_whole=False)
    if len(kinds) == 1 and isinstance(kinds[0], ato.Literal):
        values = [value for value in kinds[0].values if type(value) is int]
        return Interval(min(values), max(values)) if len(values) == len(kinds[0].values) else None
    return None


def _bounds(declared: ato.Field, *, is_whole: bool) -> Interval:
    known = Interval(is_whole=is_whole)
    if declared.ge is not None:
        known = known.meet(Interval(declared.ge))
    if declared.gt is not None:
        known = known.meet(Interval(declared.gt, is_low_open=True))
    if declared.le is not None:
        known = known.meet(Interval(high=declared.le))
    if declared.lt is not None:
        known = known.meet(Interval(high=declared.lt, is_high_open=True))
    return known


def _closed(interval: Interval) -> Interval:
    """An interval of whole numbers with ends that belong to it."""
    if not interval.is_whole:
        return interval
    low, high = interval.low, interval.high
    if math.isfinite(low):
        low = math.floor(low) + 1 if interval.is_low_open else math.ceil(low)
    if math.isfinite(high):
        high = math.ceil(high) - 1 if interval.is_high_open else math.floor(high)
    return Interval(low, high)


# What conditions tell


def _told(condition: Tree, *, holds: bool) -> Iterator[Told]:
    match condition:
        case Unary(operator="not"):
            yield from _told(condition.operand, holds=not holds)
        case Logic() if (condition.operator == "and") == holds:
            for part in condition.operands:
                yield from _told(part, holds=holds)
        case Comparison() if holds or len(condition.relations) == 1:
            for left, relation, right in condition.links():
                meant = relation if holds else _DENIED.get(relation)
                if meant is not None:
                    yield from _compared(left, meant, right)
        case _:
            return


_DENIED: dict[Relation, Relation] = {
    "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<",
}  # fmt: skip
_TURNED: dict[Relation, Relation] = {
    "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=",
}  # fmt: skip


def _compared(left: Tree, relation: Relation, right: Tree) -> Iterator[Told]:
    sides: tuple[tuple[Tree, Relation | None, Tree], ...] = (
        (left, relation, right),
        (right, _TURNED.get(relation), left),
    )
    for name, meant, other in sides:
        number = _number(other)
        if isinstance(name, Name) and meant is not None and number is not None:
            yield name.path, meant, number


def _number(tree: Tree) -> Number | None:
    whole = literal_int(tree)
    if whole is not None:
        return whole
    return tree.value if isinstance(tree, Constant) and isinstance(tree.value, float) else None


# Operations


def _ends(interval: Interval) -> tuple[Number, Number]:
    return interval.low, interval.high


def _spanned(ends: Iterable[Number]) -> Interval:
    found = list(ends)
    return Interval(min(found), max(found))


def _times(left: Number, right: Number) -> Number:
    return 0 if left == 0 or right == 0 else left * right


def _floored(left: Number, right: Number) -> Number:
    if math.isinf(right):
        return 0 if left == 0 or (left > 0) == (right > 0) else -1
    return left * math.copysign(1, right) if math.isinf(left) else left // right


def _remainder(left: Interval, right: Interval) -> Interval | None:
    """Of Python's ``%``, which has the sign of the divisor."""
    if right.low > 0:
        return Interval(0, min(right.high - 1, left.high) if left.low >= 0 else right.high - 1)
    return Interval(right.low + 1, 0) if right.high < 0 else None


def _power(base: Interval, exponent: int | None) -> Interval | None:
    if exponent is None or not 0 <= exponent <= MOST_POWER:
        return None
    ends = _raised(base.low, exponent), _raised(base.high, exponent)
    if exponent % 2 or base.low >= 0:
        return Interval(*ends)
    return Interval(0 if base.high >= 0 else min(ends), max(ends))


def _raised(base: Number, exponent: int) -> Number:
    if exponent == 0:
        return 1
    if math.isinf(base):
        return -math.inf if base < 0 and exponent % 2 else math.inf
    return base**exponent


def _negated(interval: Interval) -> Interval:
    return Interval(
        -interval.high, -interval.low, interval.is_high_open, interval.is_low_open, interval.is_whole
    )


def _signed(tree: Unary, operand: Interval | None) -> Interval | None:
    if operand is None or tree.operator == "not":
        return None
    return _negated(operand) if tree.operator == "-" else operand


def _least(intervals: list[Interval]) -> Interval:
    """The interval of the smallest of several numbers."""
    low, is_low_open = min((each.low, each.is_low_open) for each in intervals)
    high, is_high_closed = min((each.high, not each.is_high_open) for each in intervals)
    return Interval(low, high, is_low_open, not is_high_closed, all(each.is_whole for each in intervals))


def _magnitude(interval: Interval) -> Interval:
    if interval.low >= 0:
        return interval
    negated = _negated(interval)
    if interval.high <= 0:
        return negated
    high, is_open = max((interval.high, interval.is_high_open), (negated.high, negated.is_high_open))
    return Interval(0, high, False, is_open, interval.is_whole)


def _hull(intervals: Iterable[Interval | None]) -> Interval | None:
    """The interval around several; None where one is not known."""
    found: list[Interval] = []
    for interval in intervals:
        if interval is None:
            return None
        found.append(interval)
    low, is_low_open = min((each.low, each.is_low_open) for each in found)
    high, is_high_closed = max((each.high, not each.is_high_open) for each in found)
    return Interval(low, high, is_low_open, not is_high_closed, all(each.is_whole for each in found))
