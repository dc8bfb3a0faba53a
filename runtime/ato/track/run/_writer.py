"""The thread of a run: it moves the journal into the store, and gives the sign of life.

It alone loads SQLAlchemy. Nothing that fails here reaches the program: it is counted, said once, and tried
again after a while; the journal holds everything until the store does.
"""

from __future__ import annotations

import threading
from pathlib import Path
from time import monotonic, time
from typing import TYPE_CHECKING

from ato.track.run._state import LOGGER, State

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
PART_BYTES = 16 << 20
"""How large a file of the journal may become before it goes on in another one: half a million points."""
PARTS_KEPT = 3
"""How many files of the journal stay beside the one that is written to, though the store has them: the first
and the latest, so that a database that is lost under a run is made anew from them."""
LOG_BYTES = 256 << 20
"""How large the write-ahead log of SQLite may become while somebody reads."""
SEALED_WITHIN = 3
"""How often the store is asked whether it has everything."""


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
        self._ingests: list[Ingest] = []
        self._identity: tuple[tuple[int, int], ...] = ()
        self._wake = threading.Event()
        self._rounds = threading.Condition()
        self._working = threading.RLock()
        self._is_paused = False
        self._begun = self._done = self._dropped = 0
        self._stopping = self._is_asked = self._is_held_up = False
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
            self._is_asked = self._wake.wait(EVERY)
            self._wake.clear()
            if self._stopping:
                break
            if monotonic() >= self._resting_until:
                self._round()
            else:
                self._tend_while_resting()
        self._is_asked = True
        self._resting_until = 0.0
        with self._working:  # no process is forked meanwhile
            self._one_round()
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
        self._tend()
        self._take()
        if not self._stopping and monotonic() - self._beaten > HEARTBEAT_EVERY:
            self._beaten = monotonic()
            self._ingests[-1].beat(time())
        self._let_go_of_old_parts()

    def _tend(self) -> None:
        """See to the journal, which needs no store."""
        if self.journal.descriptor < 0:  # the run has ended, and did not wait any longer
            return
        if not self.journal.retry():
            raise OSError(f"the journal cannot be written: {self.journal.refused}")
        self._sync_now_and_then()
        is_long = self.journal.size >= PART_BYTES and len(self.journal.parts) <= PARTS_KEPT
        if is_long or self.journal.is_removed():  # while the store is away it is one file that grows
            self._go_on_in_a_new_file()

    def _tend_while_resting(self) -> None:
        with self._working:
            try:
                self._tend()
            except OSError as error:
                self.state.degrade(error.strerror or str(error))

    def _sync_now_and_then(self) -> None:
        """Bring the journal to the disk, and give a sign of life to machines that share it."""
        if not self._stopping and monotonic() - self._synced > SYNCED_EVERY:
            self._synced = monotonic()
            self.journal.sync()
            self.journal.touch()

    def _go_on_in_a_new_file(self) -> None:
        is_removed = self.journal.is_removed()
        try:
            self.journal.rotate()
        except OSError as error:
            if is_removed:
                why = error.strerror or str(error)
                self.state.lose(f"the journal was removed, and cannot be made anew: {why}")
            return
        if self._store is not None:
            self._ingests.append(self._store.ingest(self.journal.reader))
        if is_removed:
            self.journal.restore()

    def _take(self) -> None:
        """Move what is in the journal into the store."""
        self._open()
        if self._is_to_wait():
            return
        for ingest in self._ingests:
            ingest.all()
            while ingest.refused:
                self.state.lose(ingest.refused.pop(0))

    def _is_to_wait(self) -> bool:
        """Whether what was logged waits in the journal, as a reader lets the log of SQLite grow.

        Each batch adds pages to that log, many times what was logged, and a long read lets none of them go.
        """
        path = self.location.path
        if path is None or self._store is None or self._is_asked:
            return False
        try:
            size = path.with_name(f"{path.name}-wal").stat().st_size
        except OSError:
            return False
        if size < LOG_BYTES or self._store.empty_log():
            self._is_held_up = False
            return False
        if not self._is_held_up:
            self._is_held_up = True
            LOGGER.warning(
                "%s: a program has been reading it for so long that its write-ahead log has %d MB\n  what is "
                "logged waits in the journal until that ends, or until flush() or finish() asks for it",
                self.location, size >> 20,
            )  # fmt: skip
        return True

    def _let_go_of_old_parts(self) -> None:
        """Remove parts that the store, asked anew, has, but for the first and the latest ones."""
        if len(self.journal.parts) <= PARTS_KEPT:
            return
        self._close()
        self._take()
        while len(self.journal.parts) > PARTS_KEPT and self._store is not None:
            part = self.journal.parts[1]
            if part.reader.left or not self._store.settle([self._ingests[1]]):
                self._close()  # the store is asked anew where to go on
                return
            del self._ingests[1]
            self.journal.drop(part)
            self._dropped += 1

    def _open(self) -> None:
        if self._store is not None and self._identity != self._identity_now():
            self.state.degrade(
                "the database was removed or replaced; the run is read into the one there is now"
            )
            self._close()
        if self._store is not None:
            return
        from ato.track.store import prepared

        self._store = prepared(self.location)
        readers = [*(part.reader for part in self.journal.parts), self.journal.reader]
        self._ingests = [self._store.ingest(reader) for reader in readers]
        for ingest in self._ingests:
            ingest.align()
        self._identity = self._identity_now()
        if self._dropped and not self._ingests[0].is_begun:
            self.state.lose(
                f"{self._dropped} files of the journal had been moved into the database that was lost, "
                f"and are lost with it; the first and the last {PARTS_KEPT} are read into the new one"
            )

    def _identity_now(self) -> tuple[tuple[int, int], ...]:
        """Which files the database consists of; a write-ahead log that is removed under it loses commits."""
        path = self.location.path
        return () if path is None else (_identity(path), _identity(path.with_name(f"{path.name}-wal")))

    def _fail(self, error: Exception) -> None:
        original = getattr(error, "orig", None) or error
        problem = getattr(error, "problem", None)
        self.state.degrade(problem.message if problem is not None else str(original))
        self._close()
        self._resting_until = monotonic() + min(WAIT_AT_MOST, EVERY * 2 ** min(self.state.failures, 10))

    def _seal(self) -> None:
        """Let go of the journal where the store, asked anew, holds all of it, on the disk itself."""
        for attempt in range(SEALED_WITHIN):
            if self.state.now:
                return
            try:
                if self._is_settled(is_torn=attempt > 0):
                    self._remove()
                    self.kept = True
                    return
            except Exception as error:
                self._fail(error)
        self.state.degrade("the database does not hold what was read into it")

    def _is_settled(self, *, is_torn: bool) -> bool:
        """Whether the store has everything; what other threads were about to write is waited for once."""
        self._close()
        self._take()
        left = [ingest.reader.left for ingest in self._ingests]
        if any(left) and not is_torn:
            return False
        has_all = self._store is not None and self._store.settle(self._ingests)
        return has_all and left == [ingest.reader.left for ingest in self._ingests]

    def _remove(self) -> None:
        for part in list(self.journal.parts):
            self.journal.drop(part)
        Path(self.journal.path).unlink(missing_ok=True)
        if self._store is not None:
            self._store.take_over(uid=self.journal.uid)  # of processes that the run has started

    def _close(self) -> None:
        store, self._store, self._ingests = self._store, None, []
        if store is not None:
            store.close()


def _identity(path: Path) -> tuple[int, int]:
    """What tells a file from another one of its name; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_dev, found.st_ino)
