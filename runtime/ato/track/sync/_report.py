"""What a sync has done, or would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WORDS = {
    "runs": ("new run", "new runs"),
    "continued": ("run continued", "runs continued"),
    "removed": ("run removed", "runs removed"),
    "changed": ("run with changed name, notes or tags", "runs with changed names, notes or tags"),
    "points": ("point", "points"),
    "outputs": ("output fingerprint", "output fingerprints"),
    "media": ("medium", "media"),
    "chunks": ("part of a table", "parts of tables"),
    "versions": ("version of an artifact", "versions of artifacts"),
    "aliases": ("alias", "aliases"),
    "entries": ("change of the registry", "changes of the registry"),
    "audits": ("row of the audit trail", "rows of the audit trail"),
    "files": ("file", "files"),
}


@dataclass(slots=True)
class Report:
    """Counts by what was sent; ``conflicts`` and ``missing`` are sentences for people.

    ``conflicts`` tells what stays as it is on either side, ``missing`` what files no one has here, ``held``
    which runs were not sent, as they were removed in the target.
    """

    counts: dict[str, int] = field(default_factory=dict[str, int])
    size: int = 0
    conflicts: list[str] = field(default_factory=list[str])
    missing: list[str] = field(default_factory=list[str])
    held: list[str] = field(default_factory=list[str])

    def add(self, what: str, number: int = 1) -> None:
        """Count some more."""
        if number:
            self.counts[what] = self.counts.get(what, 0) + number

    def miss(self, sentence: str) -> None:
        """Tell of a file, once."""
        if sentence not in self.missing:
            self.missing.append(sentence)

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to send."""
        return not self.counts

    def said(self) -> str:
        """The counts in a line."""
        if self.is_empty:
            return "nothing to do"
        told = [
            f"{self.counts[what]:,} {one if self.counts[what] == 1 else many}"
            for what, (one, many) in _known(self)
        ]
        size = f" ({self.size:,} bytes of files)" if self.size else ""
        return ", ".join(told) + size


def _known(report: Report) -> list[tuple[str, tuple[str, str]]]:
    words: Mapping[str, tuple[str, str]] = WORDS
    return [(what, words[what]) for what in words if what in report.counts]
