"""What would mend a finding, where that is beyond doubt: what is meant, and not yet which bytes change."""

from __future__ import annotations

from dataclasses import dataclass

from atoc.span import Span


@dataclass(frozen=True, slots=True)
class Respelling:
    """What is ``written`` at ``span`` was meant to be ``name``, the only one that is near.

    Where ``written`` is a path, the text at ``span`` may be no more than the end of it.
    """

    span: Span
    written: str
    name: str


@dataclass(frozen=True, slots=True)
class Removal:
    """What begins at ``span`` can go: a key with its value, an item of a list, or a rule in a comment."""

    span: Span


Fix = Respelling | Removal
