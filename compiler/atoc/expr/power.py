"""How a power is worked out; one statement for the type, the value and the Python of ``**``.

- exponent a whole number written out, from 0: exact, and bounded unless base and exponent are small;
- exponent a negative whole number written out: Python's ``**``, which is a float;
- any other exponent: ``ato.power``, which gives what Python gives, whole or a float, but no complex results.
"""

from __future__ import annotations

from typing import Literal

from atoc.expr.tree import Binary, Constant, Name, literal_int

Form = Literal["plain", "bounded", "open"]

SMALL_EXPONENT = 8
"""Up to here a field's value is raised as it stands."""
SMALL_BITS = 1024
"""Up to here a written number is raised as it stands."""


def form_of(power: Binary) -> Form:
    """How this power is worked out."""
    exponent = literal_int(power.right)
    if exponent is None:
        return "open"
    if exponent < 0:
        return "plain"
    match power.left:
        case Name():
            return "plain" if exponent <= SMALL_EXPONENT else "bounded"
        case Constant(value=int() as base):
            return "plain" if base.bit_length() * exponent <= SMALL_BITS else "bounded"
        case _:
            return "bounded"


def is_exact(power: Binary) -> bool:
    """Whether the power of a whole number is a whole number again."""
    exponent = literal_int(power.right)
    return exponent is not None and exponent >= 0
