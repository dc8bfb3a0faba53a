"""Whether the constraints of a field fit its type, and whether they leave any value.

Bounds are compared exactly, as fractions. For a type that holds whole numbers only, the least and the
greatest admitted number are computed from the bounds, so that ``gt: 1, lt: 2`` is seen to admit nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import ceil, floor, isfinite
from operator import ge, gt, le, lt

import ato.config as ato
from ato.config._errors import shortened
from ato.config.types._pattern import BadPattern, compile_pattern
from atoc.types.assign import bases, literals

BOUNDS = ("gt", "ge", "lt", "le", "multiple_of")
LENGTHS = ("min_length", "max_length")
NAMES = (*BOUNDS, *LENGTHS, "pattern", "finite")
"""The keys of a field that are constraints."""

Fault = tuple[str, str]
"""A constraint's name, and what is wrong with it."""

MAX_PATTERN = 2_000
"""Characters that a pattern may have."""


def check_constraints(type: ato.Type, constraints: Mapping[str, object]) -> list[Fault]:
    """What is wrong with constraints of a field, in the order of :data:`NAMES`.

    The values are as YAML's core schema reads them. Contradictions are looked for only among constraints
    that fit the type.
    """
    faults = [
        (name, message)
        for name in NAMES
        if name in constraints and (message := _misfit(name, constraints[name], type)) is not None
    ]
    if not faults:
        faults.extend(_contradictions(type, constraints))
    return faults


def _misfit(name: str, value: object, type: ato.Type) -> str | None:
    if not _fits(name, type):
        return f"{name} does not fit the type {type}: {_WANTED[name]}"
    if name in BOUNDS:
        return _bad_bound(name, value)
    if name in LENGTHS:
        return _bad_length(name, value)
    if name == "pattern":
        return _bad_pattern(value)
    return None if isinstance(value, bool) else f"finite is {_written(value)}; write true or false"


_WANTED = {
    **dict.fromkeys(BOUNDS, "only numbers have bounds"),
    **dict.fromkeys(LENGTHS, "only text, lists, sets and dicts have a length to bound"),
    "pattern": "only text can match a pattern",
    "finite": "only a float can be inf or nan",
}


def _fits(name: str, type: ato.Type) -> bool:
    found = bases(type)
    if name == "finite":
        return ato.FLOAT in found
    if name == "pattern":
        return ato.STR in found
    if name in BOUNDS:
        return ato.INT in found or ato.FLOAT in found
    sized = any(isinstance(base, (ato.List, ato.Set, ato.Dict)) for base in found)
    return sized or ato.STR in found or ato.BYTES in found


def _bad_bound(name: str, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"{name} is {_written(value)}, which is not a number"
    if isinstance(value, float) and not isfinite(value):
        return f"{name} is {value}, which bounds nothing; leave it out"
    if name == "multiple_of" and value <= 0:
        return f"multiple_of is {_written(value)}; it must be greater than 0"
    return None


def _bad_length(name: str, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return f"{name} is {_written(value)}, which is not a whole number"
    return f"{name} is {_written(value)}, and no length is less than 0" if value < 0 else None


def _bad_pattern(value: object) -> str | None:
    if not isinstance(value, str):
        return f"pattern is {_written(value)}, which is not text; write it in quotes"
    if len(value) > MAX_PATTERN:
        return f"pattern has more than {MAX_PATTERN:,} characters"
    try:
        compile_pattern(value)
    except BadPattern as error:
        return f"pattern {error}"
    return None


def _written(value: object) -> str:
    if isinstance(value, str):
        return f"'{shortened(value)}'"
    if isinstance(value, bool):
        return str(value).lower()
    return "null" if value is None else shortened(str(value))


def _contradictions(type: ato.Type, constraints: Mapping[str, object]) -> Iterator[Fault]:
    numbers = {name: _fraction(constraints[name]) for name in BOUNDS if name in constraints}
    if numbers and (fault := _empty_range(type, numbers, constraints)) is not None:
        yield fault
    shortest, longest = constraints.get("min_length"), constraints.get("max_length")
    if isinstance(shortest, int) and isinstance(longest, int) and shortest > longest:
        yield "min_length", f"min_length is {shortest} and max_length is {longest}: no length is both"


def _fraction(value: object) -> Fraction:
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(value) if isinstance(value, float) else Fraction(0)


def _empty_range(
    type: ato.Type, bounds: Mapping[str, Fraction], constraints: Mapping[str, object]
) -> Fault | None:
    name = next(iter(bounds))
    written = " and ".join(f"{name} is {_written(constraints[name])}" for name in bounds)
    choices = literals(type)
    if choices is not None:
        numbers = [_fraction(value) for value in choices if _is_number(value)]
        if any(_admits(bounds, number) for number in numbers):
            return None
        return name, f"{written}: none of {type} is left"
    if _is_empty(bounds, is_whole=ato.FLOAT not in bases(type)):
        return name, f"{written}: no {'int' if ato.FLOAT not in bases(type) else 'number'} is left"
    return None


def _is_multiple(number: Fraction, step: Fraction) -> bool:
    return number % step == 0


_HOLDS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "gt": gt,
    "ge": ge,
    "lt": lt,
    "le": le,
    "multiple_of": _is_multiple,
}


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _admits(bounds: Mapping[str, Fraction], number: Fraction) -> bool:
    return all(_HOLDS[name](number, bound) for name, bound in bounds.items())


def _is_empty(bounds: Mapping[str, Fraction], *, is_whole: bool) -> bool:
    lower = max((bounds[name] for name in ("gt", "ge") if name in bounds), default=None)
    upper = min((bounds[name] for name in ("lt", "le") if name in bounds), default=None)
    if lower is None or upper is None:
        return False
    step = _step(bounds.get("multiple_of")) if is_whole else None
    if step is None:
        return lower > upper or (lower == upper and not _admits(_ends(bounds), lower))
    least = ceil(lower / step) * step
    greatest = floor(upper / step) * step
    least += step if bounds.get("gt") == least else 0
    greatest -= step if bounds.get("lt") == greatest else 0
    return least > greatest


def _ends(bounds: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    return {name: bound for name, bound in bounds.items() if name != "multiple_of"}


def _step(multiple: Fraction | None) -> int:
    return 1 if multiple is None else multiple.numerator
