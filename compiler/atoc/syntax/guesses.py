"""Near names, looked for within a bound: each costs a walk over all that are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import ato.config as ato
from atoc.findings import Finding, Respelling
from atoc.span import Span

MAX_COMPARED = 100_000
"""How many names are compared in one pass; beyond it, findings come without the nearest name."""

SHORTEST = 2
"""Letters of the shortest name that can be taken for another one misspelt."""

_DIGITS = re.compile(r"\d")


def respelling(name: str, span: Span, near: Sequence[str]) -> Respelling | None:
    """What mends the name at ``span``, where that is beyond doubt; ``near`` are the names near to it.

    Names of one letter, and names that only their digits tell apart (``layer1``, ``layer2``), are names of
    different things and no misspellings of each other.
    """
    if len(near) != 1 or min(len(name), len(near[0])) < SHORTEST:
        return None
    is_other = _DIGITS.sub("", name) == _DIGITS.sub("", near[0])
    return None if is_other else Respelling(span, name, near[0])


class Guesses:
    """The names that were near so far, by what was asked."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], tuple[str, ...]] = {}
        self._left = MAX_COMPARED

    def near(self, name: str, known: Iterable[str], what: str = "") -> tuple[str, ...]:
        """A line that names what is near among ``known``, which are the names of ``what``; or nothing."""
        return ato.suggestion(name, self._names(name, known, what))

    def respelling(self, name: str, span: Span, known: Iterable[str], what: str = "") -> Respelling | None:
        """What mends the name at ``span``, where that is beyond doubt."""
        return respelling(name, span, self._names(name, known, what))

    def _names(self, name: str, known: Iterable[str], what: str) -> tuple[str, ...]:
        key = (what, name)
        if key not in self._given and self._left:
            names = tuple(dict.fromkeys(known))
            self._left = max(0, self._left - len(names))
            self._given[key] = tuple(ato.nearest(name, names)) if self._left else ()
        return self._given.get(key, ())


@dataclass(frozen=True, slots=True)
class Notes:
    """What has been found in a document so far, and the near names that were looked for."""

    found: list[Finding] = field(default_factory=list[Finding])
    guesses: Guesses = field(default_factory=Guesses)

    def add(self, finding: Finding) -> None:
        """Note a finding."""
        self.found.append(finding)
