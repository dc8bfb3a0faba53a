"""The thread of a run: it moves the journal into the store, and gives the sign of life.

It alone loads SQLAlchemy. Nothing that fails here reaches the program: it is counted, said once, and tried
again after a while; the journal holds everything until the store does.
"""

from __future__ import annotations

import threading
from time import monotonic, time
from typing import TYPE_CHECKING

from ato.track.run._state import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from ato.track._location import Location
    from ato.track.journal import Journal
    from ato.track.store import Store
    from ato.track.store._ingest import Ingest

EVERY = 0.2
"""Seconds between two batches."""
SYNCED_EVERY = 5.0
"""Seconds between two times that the journal is brought to the disk itself."""
HEARTBEAT_EVERY = 15.0
WAIT_AT_MOST = 30.0
PAUSED_WITHIN = 5.0


class Writer(threading.Thread):
    """Moves one journal into a store, until it is told to stop.

    ``ahead`` is called before each batch, on this thread. ``kept`` is whether the store has everything.
    """

    def __init__(self, journal: Journal, location: Location, ahead: Callable[[], None]) -> None:
        super().__init__(name=f"ato-{journal.uid[-8:]}", daemon=True)
        self.journal = journal
        self.location = location
        self.ahead = ahead
        self.state = State(str(location))
        self.kept = False
        self._store: Store | None = None
        self._ingest: Ingest | None = None
        self._identity: tuple[int, int] | None = None
        self._wake = threading.Event()
        self._rounds = threading.Condition()
        self._working = threading.RLock()
        self._is_paused = False
        self._begun = self._done = 0
        self._stopping = False
        self._synced = self._beaten = monotonic()
        self._resting_until = 0.0

    def begin(self) -> None:
        """Start the thread; where the system gives none, the program moves the journal when it waits."""
        try:
            self.start()
        except RuntimeError as error:
            self.state.degrade(f"the run has no thread: {error}")

    def run(self) -> None:
        """The thread's work."""
        while not self._stopping:
            self._wake.wait(EVERY)
            self._wake.clear()
            if not self._stopping and monotonic() >= self._resting_until:
                self._round()
        self._resting_until = 0.0
        self._round()
        self._seal()
        self._close()

    def catch_up(self, seconds: float) -> bool:
        """Wait until what is in the journal now is in the store; False if that fails or takes too long."""
        if self.ident is None:
            self._round()
            return not self.state.now
        with self._rounds:
            wanted = self._begun + 1
        self._resting_until = 0.0
        self._wake.set()
        with self._rounds:
            reached = self._rounds.wait_for(lambda: self._done >= wanted, timeout=seconds)
        return reached and not self.state.now

    def stop(self, seconds: float) -> bool:
        """Move what is left, and end; whether the store has everything."""
        self._stopping = True
        self._wake.set()
        if self.ident is None:
            self.run()
        else:
            self.join(seconds)
        return self.kept

    def pause(self) -> None:
        """Finish the batch, let go of the store, and begin no other before ``go_on``."""
        self._is_paused = self._working.acquire(timeout=PAUSED_WITHIN)
        if self._is_paused:
            self._close()

    def go_on(self) -> None:
        """Begin batches again."""
        if self._is_paused:
            self._is_paused = False
            self._working.release()

    def _round(self) -> None:
        with self._working:
            self._one_round()

    def _one_round(self) -> None:
        with self._rounds:
            self._begun += 1
            number = self._begun
        try:
            self.ahead()
            self._keep()
        except Exception as error:
            self._fail(error)
        else:
            self.state.recover()
        finally:
            with self._rounds:
                self._done = number
                self._rounds.notify_all()

    def _keep(self) -> None:
        if not self.journal.retry():
            raise OSError(f"the journal cannot be written: {self.journal.refused}")
        if monotonic() - self._synced > SYNCED_EVERY:
            self._synced = monotonic()
            self.journal.sync()
        ingest = self._opened()
        ingest.all()
        if monotonic() - self._beaten > HEARTBEAT_EVERY:
            self._beaten = monotonic()
            self.journal.touch()
            ingest.beat(time())

    def _opened(self) -> Ingest:
        if self._store is not None and self._identity != self._identity_now():
            self.state.degrade(
                "the database was removed or replaced; the run is read into the one there is now"
            )
            self._close()
        if self._store is None or self._ingest is None:
            from ato.track.store import prepared

            self._store = prepared(self.location)
            self._identity = self._identity_now()
            self._ingest = self._store.ingest(self.journal.path)
        return self._ingest

    def _identity_now(self) -> tuple[int, int] | None:
        if self.location.path is None:
            return None
        try:
            found = self.location.path.stat()
        except OSError:
            return (0, 0)
        return (found.st_dev, found.st_ino)

    def _fail(self, error: Exception) -> None:
        original = getattr(error, "orig", None) or error
        problem = getattr(error, "problem", None)
        self.state.degrade(problem.message if problem is not None else str(original))
        self._close()
        self._resting_until = monotonic() + min(WAIT_AT_MOST, EVERY * 2 ** min(self.state.failures, 10))

    def _seal(self) -> None:
        """Let go of the journal where the store holds all of it, on the disk itself."""
        if self.state.now or self._ingest is None or self._store is None:
            return
        try:
            self._ingest.seal()
            self._store.take_over(uid=self.journal.uid)  # of processes that the run has started
            self.kept = True
        except Exception as error:
            self._fail(error)

    def _close(self) -> None:
        store, self._store, self._ingest = self._store, None, None
        if store is not None:
            store.close()
