"""What has gone wrong with keeping a run, counted, and said once for each reason."""

from __future__ import annotations

from logging import getLogger

LOGGER = getLogger("ato.track")
REMEMBERED = 100
"""How many reasons are kept."""


class State:
    """``problems`` are the reasons there have been, in order; ``now`` is the one that lasts, or empty."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.problems: list[str] = []
        self.now = ""
        self.failures = 0
        self._is_told = False

    def degrade(self, why: str) -> None:
        """Note a failure. The first one of a kind is said on the log ``ato.track``, if nothing was wrong."""
        self.failures += 1
        if why not in self.problems and len(self.problems) < REMEMBERED:
            self.problems.append(why)
            if not self.now:  # what an outage looks like changes while it lasts
                LOGGER.warning("%s: %s\n  the run goes on, and is kept in its journal", self.subject, why)
                self._is_told = True
        self.now = why

    def lose(self, why: str) -> None:
        """Note something that could not be kept, and will not be. Each is said once."""
        if why not in self.problems:
            self.problems.append(why)
            LOGGER.warning("%s: %s\n  the run goes on", self.subject, why)

    def recover(self) -> None:
        """Note that it works again."""
        if self._is_told:
            LOGGER.warning("%s: the store can be used again", self.subject)
        self._is_told = False
        self.now = ""
        self.failures = 0
