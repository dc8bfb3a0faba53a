"""Scalars as OmegaConf, and so Hydra, reads them: YAML 1.1, with ``1e-3`` as a float too."""

from __future__ import annotations

import re

from atoc.source import Scalar

Plain = bool | int | float | str | None

MISSING = "???"
"""What stands where a value has to come from outside."""

_TRUE = frozenset(("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"))
_FALSE = frozenset(("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"))
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))
_WHOLE = re.compile(
    r"[-+]?(?:0b(?P<binary>[0-1_]+)|0(?P<octal>[0-7_]+)|0x(?P<hex>[0-9a-fA-F_]+)|(?P<decimal>0|[1-9][0-9_]*)"
    r"|(?P<sixties>[1-9][0-9_]*(?::[0-5]?[0-9])+))"
)
_FLOAT = re.compile(
    r"[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+)"
    r"|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_BASES = {"binary": 2, "octal": 8, "hex": 16, "decimal": 10}
MAX_DIGITS = 4000
"""Digits of a whole number that is read as one; a longer one stays text."""


def plain(scalar: Scalar) -> Plain:
    """The value that OmegaConf sees where a scalar stands.

    >>> [plain(Scalar(span, text)) for text in ("on", "1e-3", "0x10", "12:30", "NO!")]
    [True, 0.001, 16, 750, 'NO!']
    """
    text = scalar.text
    if not scalar.is_plain:
        return text
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if text in _NOTHING:
        return None
    number = _WHOLE.fullmatch(text)
    if number is not None and len(text) <= MAX_DIGITS:
        return _whole(number)
    return _float(text) if _FLOAT.fullmatch(text) else text


def is_missing(scalar: Scalar) -> bool:
    """Whether a value is left for the command line to give."""
    return scalar.text == MISSING


def _whole(number: re.Match[str]) -> Plain:
    sign = -1 if number[0].startswith("-") else 1
    if number["sixties"]:
        return sign * int(_sixties(number["sixties"].replace("_", "")))
    digits = {kind: number[kind].replace("_", "") for kind in _BASES if number[kind]}
    kind, text = next(iter(digits.items()))
    return sign * int(text, _BASES[kind]) if text else number[0]


def _float(text: str) -> float:
    bare = text.replace("_", "").lower()
    if ":" in bare:
        sign = -1 if bare.startswith("-") else 1
        return sign * _sixties(bare.lstrip("+-"))
    if bare.lstrip("+-") in (".inf", ".nan"):
        return float(bare.replace(".", ""))
    return float(bare)


def _sixties(text: str) -> float:
    """``1:30`` as 90: YAML 1.1 takes a colon for the sign of base 60."""
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part)
    return total
