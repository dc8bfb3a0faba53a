"""Numbers as text: what Python writes, and what YAML 1.2's core schema takes. None stands for no number."""

from __future__ import annotations

from ato.config.types._values import Quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.config.types._values import Raw

MAX_DIGITS = 3500
"""Characters of a number; Python itself refuses to print much longer integers."""

INF = float("inf")
_DIGITS = frozenset("0123456789")
_BEGINS = _DIGITS | frozenset(".+-")
_STOPS = _DIGITS | frozenset(".")
_CORE_DIGITS = _DIGITS | frozenset(".eE+-")


def core_number(raw: str) -> int | float | None:
    """The number that a text is by the core schema, which knows no ``_`` and lets decimals begin with 0."""
    body = raw[1:] if raw[0] in "+-" else raw
    if body in (".inf", ".Inf", ".INF"):
        return -INF if raw[0] == "-" else INF
    if raw in (".nan", ".NaN", ".NAN"):
        return INF - INF
    try:
        if raw.startswith(("0x", "0o")) and "_" not in raw:
            return int(raw, 0)
        if not body or body[0] not in "0123456789." or not set(body) <= _CORE_DIGITS:
            return None
        number = int(raw) if set(body) <= _DIGITS else float(raw)
    except ValueError:
        return None
    return None if number in (INF, -INF) else number


def whole(raw: Raw) -> int | None:
    """The whole number that bare text is as Python writes it, in any base."""
    if not _is_number_text(raw):
        return None
    try:
        return int(raw, 0)  # type: ignore[arg-type]
    except ValueError:
        return None


def real(raw: Raw) -> float | None:
    """The double that bare text is as Python writes it, or as YAML spells inf and nan."""
    if not _is_number_text(raw):
        return None
    text = str(raw)
    if text.lower() in (".inf", "+.inf", "-.inf", ".nan"):
        text = text.replace(".", "")
    try:
        return float(text)
    except ValueError:
        return None


def plain_real(raw: str) -> float | None:
    """The finite number of a text that begins and ends as most numbers do; quick, and None for all else."""
    if raw[0] not in _BEGINS or raw[-1] not in _STOPS or not raw.isascii():
        return None
    try:
        number = float(raw)
    except ValueError:
        return None
    return number if -INF < number < INF else None


def _is_number_text(raw: Raw) -> bool:
    return (
        isinstance(raw, str)
        and not isinstance(raw, Quoted)
        and raw.isascii()
        and raw == raw.strip()
        and len(raw) <= MAX_DIGITS
    )
