"""Facts that a store does not take: put aside in a file beside the journal, so that the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ato.track.store._errors import of_driver


class Refused:
    """The facts of one journal that are refused. They are in the file when ``add`` returns."""

    def __init__(self, journal: str) -> None:
        self.path = Path(f"{journal}.refused")
        self._lines: list[str] = []

    def add(self, fact: Mapping[str, object], error: BaseException) -> None:
        """Put a fact aside. Raises ``OSError`` where it cannot be written."""
        why = str(of_driver(error) or error).partition("\n")[0] or type(error).__name__
        if isinstance(error, KeyError):
            why = f"it lacks {why}"
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"why": why, "fact": fact}, default=str) + "\n")
        self._lines.append(
            f"a fact of the kind {fact.get('kind')!r} cannot be stored: {why}; it is put aside in {self.path}"
        )

    def told(self) -> list[str]:
        """A line for each."""
        return self._lines
