"""The thread that samples the system for a run."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from importlib.util import find_spec
from logging import getLogger
from time import monotonic
from typing import Any, Protocol

from ato.track._errors import TrackError
from ato.track._location import Location

LEAST = 0.1
WAIT_AT_MOST = 5.0
PREFIX = "system/"


class Logger(Protocol):
    """What a sampler needs of a run."""

    @property
    def location(self) -> Location:
        """Where the store is."""
        ...

    def log_aside(self, values: Mapping[str, float]) -> None:
        """Log numbers from another thread."""
        ...


def sampler(run: Logger, every: float) -> Sampler:
    """A sampler that has begun."""
    made = Sampler(run, every)
    made.start()
    return made


def checked_pause(every: Any) -> float:
    """Seconds between samples. Raises ``TrackError`` for what is none, and where psutil is not installed."""
    if isinstance(every, bool) or not isinstance(every, (int, float)) or not LEAST <= every < 1e9:
        message = f"is seconds between samples, of at least {LEAST}"
        raise TrackError(f"system={every!r}"[:60], message, ("write system=10.0",))
    if find_spec("psutil") is None:
        raise TrackError("system", "needs psutil, which is not installed", ("pip install 'atoc[system]'",))
    return float(every)


class Sampler(threading.Thread):
    """Samples until it is told to stop, and once more then."""

    def __init__(self, run: Logger, every: float) -> None:
        super().__init__(name="ato-system", daemon=True)
        self._run = run
        self._every = every
        self._is_over = threading.Event()
        self._is_late = False

    def run(self) -> None:
        """The thread's work. Nothing that fails here reaches the program."""
        try:
            from ato.track.system._cards import Cards
            from ato.track.system._probes import Probes

            probes, cards = Probes(self._run.location.folder), Cards()
            last = monotonic()
            while not self._is_over.wait(self._every):
                self._sample(probes.sample() | cards.sample())
                last = monotonic()
            if monotonic() - last >= LEAST:
                self._sample(probes.sample() | cards.sample())
        except Exception as error:
            getLogger("ato.track").warning("the system is not sampled any more: %s", error)

    def _sample(self, found: Mapping[str, float]) -> None:
        if self._is_late:  # the run has ended meanwhile
            return
        self._run.log_aside({f"{PREFIX}{name}": value for name, value in found.items()})

    def stop(self) -> None:
        """Take a last sample, and end."""
        self._is_over.set()
        if threading.current_thread() is not self:
            self.join(WAIT_AT_MOST)
            self._is_late = self.is_alive()
