"""The columns by which a value is found: ``num``, and ``txt`` for what that cannot say.

Texts stand in ``txt`` whole. Numbers stand in ``num``; of an integer that is no float ``txt`` tells where
beside that float it lies, so that both columns in turn order all numbers. nan is in neither, nor is what is
no scalar.
"""

from __future__ import annotations

from ato.track._texts import storable

HEAD = 200
"""How many characters of ``txt`` are indexed."""
EXACT = 2**53
"""From here on there are integers that no float is."""
ON = "5"
"""What stands for ``txt`` of a number that is a float, in the order of those of numbers beside it."""


def searched(value: object) -> dict[str, object]:
    """The columns of a value: of a text, a number, or a truth value."""
    if isinstance(value, str):
        return {"num": None, "txt": storable(value)}
    if not isinstance(value, (int, float)) or value != value:
        return {"num": None, "txt": None}
    return {"num": real(value), "txt": beside(value)}


def real(value: float) -> float:
    """A number as a float; one that is too large is infinite."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def beside(value: float) -> str | None:
    """A text that orders numbers of which ``real`` is the same; None for those that are floats."""
    near = real(value)
    if near == value:
        return None
    side = "0" if value < near else "9"
    try:
        text = str(abs(int(value)))
    except ValueError:  # Python writes no more than some thousand digits, so no run holds such a number
        return f"{side}9" if value > 0 else f"{side}/"
    digits = f"{len(text):09d}{text}"
    return f"{side}1{digits}" if value > 0 else f"{side}0{digits.translate(COMPLEMENT)}"


COMPLEMENT = str.maketrans("0123456789", "9876543210")
"""What turns the order of digits around."""
