"""``Run``: what a program has of a run."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from struct import error as struct_error
from time import time
from typing import TYPE_CHECKING, Any
from zlib import crc32

from ato.track._errors import TrackError
from ato.track.journal._format import CRC, POINT, POINT_SIZE
from ato.track.run._active import closed, enclosing, entered, left, opened
from ato.track.run._aside import Synced
from ato.track.run._kept import begun_journal, tell_what_is_missing
from ato.track.run._log import key_of, log_all, log_floats
from ato.track.run._looked import end_reading, entries_of
from ato.track.run._media import LogsMedia
from ato.track.run._records import Records
from ato.track.run._summary import SummaryValues
from ato.track.run._writer import Writer

if TYPE_CHECKING:
    from types import TracebackType

    from ato.config.explained._readers import Readers
    from ato.fingerprint import Output
    from ato.track._location import Location
    from ato.track.journal import Owner
    from ato.track.run._active import Enclosing
    from ato.track.run._deferred import Deferred
    from ato.track.run._secrets import Cover
    from ato.track.store import StoredRun
    from ato.track.system import Sampler

FINISHED_WITHIN = 60.0
"""Seconds that finishing waits for the store."""

_pack = POINT.pack
_seal = CRC.pack
_write = os.write


class Run(Records, LogsMedia, Synced):
    """One run of a program. Made by :func:`ato.run`; a context manager that finishes it.

    ``uid`` names it everywhere, ``config`` is what it was given. What a call has returned from outlives the
    process; what ``flush`` has returned from outlives a power cut. Copies of it, also those that other
    processes get, are the same run.
    """

    writer: Writer
    descriptor: int

    def __init__(self, location: Location, start: Mapping[str, Any], cover: Cover, config: Any) -> None:
        self.uid: str = start["uid"]
        self.project: str = start["project"]
        self.config = config
        self.location = location
        self.cover = cover
        self.summary = SummaryValues(self)
        self.status = "running"
        self.outer: Enclosing | None = None
        self.tables: dict[str, dict[str, str]] = {}
        self.watches: dict[str, Any] = {}
        self.keys = {}
        self.descriptor = -1
        self._name: str = start["name"]
        self._tags: dict[str, None] = dict.fromkeys(start["tags"])
        self._notes: str = start["notes"]
        self._start = dict(start)
        self._step = -1
        self._sampler: Sampler | None = None
        self._id: int | None = None
        self._owner: Owner | None = None
        self._is_owner = False
        self._is_surveyed = False
        self._has_forked = False
        self._readers: Readers | None = None
        self._has_logged = False
        self._codes: dict[str, str] = {}
        self._entries: dict[str, tuple[str, str]] = {}
        self._deferred: list[tuple[str, int, float, Deferred]] = []
        self._deafen = _nothing
        self._ending = threading.RLock()

    def __repr__(self) -> str:
        return f"Run({self.project}/{self.name}, {self.uid}, {self.status})"

    def __copy__(self) -> Run:
        return self

    def __deepcopy__(self, memo: object) -> Run:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        from ato.track.run._joined import joined, joining

        self._has_forked = True
        return joined, joining(self)

    # Life.

    def __enter__(self) -> Run:
        self._check_status()
        entered(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        left(self)
        self._ended_with(error)

    def finish(self, status: str = "completed", *, reason: str = "", error: str = "") -> bool:
        """End the run; whether the store has all of it. What is missing, and where it lies, is logged.

        ``status`` is ``completed``, ``failed`` or ``killed``. A second call does nothing. In a process that
        the run has started it ends what that process has of the run.
        """
        if status not in ("completed", "failed", "killed"):
            raise TrackError(str(status), "is no way to end a run", ("completed, failed or killed",))
        with self._ending:
            if self.status != "running" or self.descriptor < 0:  # ended, or here nothing was ever logged
                self.status = status if self.status == "running" else self.status
                closed(self)
                return not hasattr(self, "writer") or self.writer.kept
            self._let_go()
            if self._is_owner:
                self._tell_of_seeds("seeds_at_end")
                self._tell(
                    {"kind": "end", "status": status, "reason": reason, "error": error, "ended": time()}
                )
            self.status = status
            self.descriptor = -1  # what other threads log from here on is refused, and not lost
            self._deafen()
            closed(self)
            kept = self.writer.stop(FINISHED_WITHIN)
            end_reading(self.config, self._readers)
            self.journal.close()
        tell_what_is_missing(self, is_kept=kept)
        self._end_sync()
        return kept

    def flush(self) -> bool:
        """Bring everything that was logged to the disk itself and into the store; whether both succeeded."""
        self._live()
        self._resolve()
        try:
            is_synced = self.journal.retry()
            self.journal.sync()
        except OSError as error:
            self.writer.state.degrade(f"the journal cannot be brought to the disk: {error.strerror}")
            is_synced = False
        return self.writer.catch_up(FINISHED_WITHIN) and is_synced

    # Logging.

    def log(self, values: Mapping[str, Any], step: int | None = None) -> None:
        """Log the values of metrics at a step; without one, at the step after the last.

        Values are numbers of Python, numpy or torch (those on a device are read later, so that nothing waits
        for it), or media. Raises ``TrackError`` for a name that is no text and a value that is no number, and
        for nothing else.
        """
        if step is None:
            step = self._step + 1
        if values.__class__ is dict and type(step) is int:
            try:
                if len(values) == 1:
                    for name, value in values.items():
                        key = self.keys.get(name)
                        if key is None or type(value) is not float:
                            break
                        record = _pack(b"P", key, step, time(), value)
                        record += _seal(crc32(record))
                        if _write(self.descriptor, record) == POINT_SIZE:
                            self._step = step
                            return
                elif log_floats(self, values, step):
                    self._step = step
                    return
            except (OSError, struct_error):
                pass
        log_all(self, values, step)

    # What is known of the run.

    @property
    def id(self) -> int:
        """The run's number in its store. Waits until it has one. Raises ``TrackError`` where it gets none."""
        if self._id is None:
            from ato.track.run._kept import number_of

            if self.status == "running" and self.descriptor >= 0:
                self.writer.catch_up(FINISHED_WITHIN)
            self._id = number_of(self, 0.0 if self._is_owner else FINISHED_WITHIN)
        return self._id

    @property
    def step(self) -> int:
        """The last step that something was logged at; -1 before the first."""
        return self._step

    @property
    def problems(self) -> tuple[str, ...]:
        """What has gone wrong with keeping the run; empty where all is well."""
        return tuple(self.writer.state.problems) if hasattr(self, "writer") else ()

    # Inside.

    def _begin(self, facts: Sequence[Mapping[str, Any]]) -> None:
        """Open the journal with the facts, as they are, and let the run live in this process."""
        from ato.fingerprint import listen
        from ato.track.run._looked import begin_to_read

        self._is_owner = True
        self._readers = begin_to_read(self.config)
        for fact in facts:
            self._entries |= entries_of(fact)
        self._open("owner", facts)
        self._deafen = listen(self._heard)

    def _go_on_from(self, known: StoredRun, step: int | None) -> None:
        """Be the run that the store knows, from a step on, or behind the last one."""
        last = known.last_step if known.last_step is not None else -1
        self._step = last if step is None else step - 1
        self._id = known.id
        self._tags = dict.fromkeys([*known.tags, *self._tags])

    def _open(self, role: str, facts: Iterable[Mapping[str, Any]]) -> None:
        start = self.cover.fact({"kind": "start", "role": role, **self._start})
        self.journal = begun_journal(self.location, self.uid, start)
        self.keys = self.journal.keys
        for fact in facts:
            self.journal.fact(fact)
        self.descriptor = self.journal.descriptor
        self.writer = Writer(self.journal, self.location, self._ahead)
        self.writer.begin()
        opened(self)

    def _check_status(self) -> None:
        if self.status != "running":
            help = (f'go on with it: ato.run(resume="{self.uid}")',)
            message = "the run is finished, and takes nothing more"
            raise TrackError(f"{self.project}/{self.name}", message, help)

    def _live(self) -> None:
        """Go on in a process that got the run from another one. Raises ``TrackError`` after the end."""
        self._check_status()
        if self.descriptor < 0:
            from ato.track.journal import this_process

            owner = this_process()
            self._start |= {"host": owner.host, "pid": owner.pid, "boot_id": owner.boot_id}
            self._open("child", ())

    def _forked(self) -> None:
        """Leave journal and thread to the process that this one was forked from."""
        self.journal.close()
        self.descriptor = -1
        self.keys = {}
        self._deferred = []
        self._is_owner = False
        self._ending = threading.RLock()
        self._sampler = None  # its thread is not here

    def _at_first_log(self) -> None:
        """By then a program has seeded its generators, if it does."""
        if not self._has_logged:
            self._has_logged = True
            self._tell_of_seeds("seeds_at_first_log")

    def _tell_of_seeds(self, when: str) -> None:
        from ato.track.run._surroundings import seeds_fact

        fact = seeds_fact(when)
        if fact is not None:
            self._tell(fact)

    def _ended_with(self, error: BaseException | None) -> None:
        from ato.track.run._ending import ending

        self.finish(**ending(error))

    def _ahead(self) -> None:
        """What is written down on the thread of the run, before each batch."""
        is_first, is_last = not self._is_surveyed, self.status != "running"
        self._is_surveyed = True
        if (is_first or is_last) and self._is_owner:
            from ato.track.run._looked import survey

            survey(self, is_first=is_first, is_last=is_last)
        self._resolve()

    def _heard(self, trace: str, output: Output) -> None:
        """Keep what a traced function gave back, while this run encloses the call, or none does."""
        if enclosing() in (None, self) and self.status == "running":
            with suppress(TrackError):  # another thread ends the run just now
                self.record_output(trace, self._step + 1, output.digest, rounded=output.rounded or "")

    def _resolve(self) -> None:
        """Write the values down that wait on a device."""
        from ato.track.journal._format import points
        from ato.track.run._state import LOGGER

        waiting, self._deferred = self._deferred, []
        for name, step, when, value in waiting:
            try:
                pairs = [(key_of(self, name), value.resolved())]
            except Exception as error:  # the device is gone, and the value with it
                LOGGER.warning("%s at step %d could not be read from its device: %s", name, step, error)
            else:
                self.journal.append(points(step, when, pairs))


def _nothing() -> None:
    """Of what a process has not begun, nothing is to be ended."""
