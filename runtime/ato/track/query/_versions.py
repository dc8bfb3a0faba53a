"""Comparing versions of packages: by their numbers, and not letter by letter."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Any

from ato.track.query._rows import ORDERED, TURNED

_RELEASE = re.compile(r"v?(?:(\d+)!)?(\d+(?:\.\d+)*)[-_.]?(.*)", re.DOTALL | re.ASCII)
_MARK = re.compile(r"(a|alpha|b|beta|c|rc|pre|preview|dev|post|rev|r)?[-_.]?(\d*)", re.ASCII)
RANKS = {
    "dev": 0, "a": 1, "alpha": 1, "b": 2, "beta": 2, "c": 3, "rc": 3, "pre": 3, "preview": 3,
    "post": 5, "rev": 5, "r": 5,
}  # fmt: skip
FINAL = 4
Key = tuple[Any, ...]


def holds(op: str, version: str, given: Any) -> bool:
    """Whether a version compares so with what a filter says.

    Versions are equal as their numbers are (2.0 and 2.0.0); what stands behind ``+`` counts only where the
    filter says it.
    """
    if op in TURNED:
        return not holds(TURNED[op], version, given)
    match op:
        case "in":
            return any(holds("==", version, each) for each in given)
        case "~":
            return given.lower() in version.lower()
        case "like":
            return _like(version, given)
        case _:
            shown = version if "+" in given else version.partition("+")[0]
            return bool(ORDERED[op](key(shown), key(given)))


def key(version: str) -> Key:
    """What versions are ordered by; what is none comes before all, by its letters."""
    public, _, local = version.strip().lower().partition("+")
    found = _RELEASE.fullmatch(public)
    if found is None:
        return (0, version)
    epoch, release, rest = found.groups()
    numbers = [_number(part) for part in release.split(".")]
    while len(numbers) > 1 and not numbers[-1][0]:
        numbers.pop()
    mark = _MARK.match(rest)
    word, number = mark.groups() if mark is not None else (None, "")
    rank = RANKS.get(word or "", FINAL if not rest else FINAL + 1)
    return (1, _number(epoch or "0"), tuple(numbers), rank, _number(number or "0"), local)


def _number(digits: str) -> tuple[int, str]:
    """What orders numbers of any length."""
    bare = digits.lstrip("0")
    return len(bare), bare


def _like(version: str, pattern: str) -> bool:
    signs = {"%": "*", "_": "?", "*": "[*]", "?": "[?]", "[": "[[]"}
    parts: list[str] = re.findall(r"\\[%_\\]|.", pattern.lower(), re.DOTALL)
    return fnmatchcase(version.lower(), "".join(signs.get(part, part[-1]) for part in parts))
