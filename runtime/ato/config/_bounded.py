"""Arithmetic that cannot run away: what expressions use where a value could grow beyond all measure.

An operation of bounded operands inside one expression gives a bounded result, but for powers, repetition
and ranges; these are checked before they are worked out. :func:`bounded` checks what an expression gives
before it is stored, so that no chain of expressions can grow either.
"""

from __future__ import annotations

from ato.config.types._values import is_dict, is_set, is_tuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Any, TypeVar

    Items = TypeVar("Items", str, bytes, tuple[object, ...])
    Value = TypeVar("Value")
    Number = TypeVar("Number", int, float)

MAX_BITS = 4096
"""Bits of an integer that an expression may give."""
MAX_LENGTH = 1_000_000
"""Characters or items that an expression may give."""
MAX_NUMBERS = 100_000
"""Numbers of a range; an expression may hold hundreds of ranges at a time."""


def bounded(value: Value) -> Value:
    """The value itself; raises ``OverflowError`` if it, or anything in it, is beyond the bounds."""
    _size(value)
    return value


def _size(value: object) -> int:
    """How many items and characters a value holds; raises ``OverflowError`` beyond the bounds.

    All of them count together, so that nesting and sharing cannot hide a large value.
    """
    waiting: list[object] = [value]
    size = 0
    while waiting:
        part = waiting.pop()
        if isinstance(part, int) and part.bit_length() > MAX_BITS:
            raise OverflowError(f"the result has more than {MAX_BITS} bits")
        inner = _items(part)
        size += len(part) if isinstance(part, (str, bytes)) else len(inner)
        if size > MAX_LENGTH:
            raise OverflowError(f"the result has more than {MAX_LENGTH} items or characters")
        waiting.extend(inner)
    return size


def _items(part: object) -> Collection[object]:
    if is_tuple(part) or is_set(part):
        return part
    return (*part, *part.values()) if is_dict(part) else ()


def bounded_power(base: Number, exponent: int) -> Number:
    """``base ** exponent`` of a whole exponent from 0; raises ``OverflowError`` before it grows too large."""
    if isinstance(base, float):
        return base**exponent  # type: ignore[no-any-return]
    if base.bit_length() * exponent > 2 * MAX_BITS and base not in (-1, 0, 1):
        raise OverflowError(f"the power has more than {MAX_BITS} bits")
    return bounded(base**exponent)  # type: ignore[no-any-return]


def power(base: float, exponent: float) -> float:
    """``base ** exponent``: whole for whole numbers and an exponent from 0, else a float.

    Raises ``OverflowError`` before it grows too large, and ``ValueError`` where it would be complex.
    """
    if isinstance(base, int) and isinstance(exponent, int) and exponent >= 0:
        return bounded_power(base, exponent)
    from math import pow

    return pow(base, exponent)


def bounded_repeat(items: Items, count: int) -> Items:
    """``items * count``; raises ``OverflowError`` before it, with all that is in it, grows too long."""
    if count > 1 and _size(items) * count > MAX_LENGTH:
        raise OverflowError(f"the result has more than {MAX_LENGTH} items or characters")
    return items * count


def bounded_replace(text: str, old: str, new: str, count: int = -1) -> str:
    """``text.replace(old, new, count)``; raises ``OverflowError`` before it grows too long."""
    found = text.count(old)
    times = found if count < 0 else min(found, count)
    if len(text) + times * (len(new) - len(old)) > MAX_LENGTH:
        raise OverflowError(f"the result has more than {MAX_LENGTH} items or characters")
    return text.replace(old, new, times)


def bounded_join(separator: str, items: Collection[str]) -> str:
    """``separator.join(items)``; raises ``OverflowError`` before it grows too long."""
    if sum(map(len, items)) + len(separator) * (len(items) - 1) > MAX_LENGTH:
        raise OverflowError(f"the result has more than {MAX_LENGTH} items or characters")
    return separator.join(items)


def bounded_strip(text: str, characters: str | None = None) -> str:
    """``text.strip(characters)`` in time linear in both, where Python's looks through all for each."""
    if characters is None:
        return text.strip()
    taken = frozenset(characters)
    start = next((place for place, character in enumerate(text) if character not in taken), len(text))
    behind = next((place for place, character in enumerate(reversed(text)) if character not in taken), 0)
    return text[start : len(text) - behind]


def bounded_range(*ends: int) -> tuple[int, ...]:
    """The numbers of ``range`` as a tuple; raises ``OverflowError`` if there are too many."""
    numbers = range(*ends)
    if numbers[MAX_NUMBERS:]:
        raise OverflowError(f"the range has more than {MAX_NUMBERS} numbers")
    return tuple(numbers)


def total(numbers: Collection[Number]) -> Number:
    """The sum, added up from left to right, and that of a set from its least number on.

    Python's own ``sum`` makes up for the rounding of floats since 3.12, and so gives another one before.
    """
    items: Iterable[Any] = sorted(numbers) if isinstance(numbers, frozenset) else numbers
    result: Any = 0
    for item in items:
        result += item
    return result  # type: ignore[no-any-return]
