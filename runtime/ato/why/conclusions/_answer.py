"""What was concluded of two runs: the verdict, the causes with their evidence, and what is no cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ato.why.facts._values import Comparison

SAME, EXPLAINED, UNEXPLAINED = 0, 1, 2
"""The status of an answer, which the command exits with."""

STANDINGS = ("upstream", "possible", "unlikely")
"""How a cause stands to the first difference: known to lie before it, not known, or known to lie aside."""

KINDS = (
    "ended", "config", "code", "data", "command", "resumed", "source", "traced", "environment", "seeds",
)  # fmt: skip
"""The kinds of causes. Of two that stand alike, the one whose kind comes first is told first."""


TOLD = 12
"""How many causes are shown to people; the others are counted."""


class Line(NamedTuple):
    """Something told in a line: what it is about, and what is said of it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that differs and may be why the results do.

    ``title`` says it in a line, ``because`` as a clause behind that word; ``evidence`` is what it is known
    from, ``diff`` a unified diff, ``why`` what its standing is known from. ``weight`` orders those of a kind.
    """

    kind: str
    title: str
    because: str
    evidence: tuple[Line, ...] = ()
    diff: str = ""
    standing: str = "possible"
    why: str = ""
    weight: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """What causes are ordered by."""
        return STANDINGS.index(self.standing), KINDS.index(self.kind), -self.weight


@dataclass(frozen=True, slots=True)
class Answer:
    """Why two runs differ. ``results`` says what came of it, in the order in which the runs part.

    ``ruled_out`` is what was recorded and cannot be the cause, ``unrecorded`` what nothing can be said of,
    with what would have it recorded.
    """

    comparison: Comparison
    status: int
    verdict: str
    causes: tuple[Cause, ...] = ()
    results: tuple[Line, ...] = ()
    ruled_out: tuple[Line, ...] = ()
    unrecorded: tuple[Line, ...] = ()

    @property
    def told(self) -> tuple[Cause, ...]:
        """The causes that are shown to people."""
        return self.causes[:TOLD]

    @property
    def untold(self) -> str:
        """How many causes are not shown, in words; empty where all are."""
        left = len(self.causes) - TOLD
        more = f"and {left:,} more possible cause{'' if left == 1 else 's'}"
        return f"{more}, which `ato diff` lists" if left > 0 else ""
