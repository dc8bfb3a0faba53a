"""``Run``: what a program has of a run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from struct import error as struct_error
from time import time
from typing import TYPE_CHECKING, Any
from zlib import crc32

from ato.track._errors import TrackError
from ato.track.journal import Journal
from ato.track.journal._format import CRC, POINT, POINT_SIZE
from ato.track.run._active import ENCLOSING, closed, enclosing, opened
from ato.track.run._log import log_all
from ato.track.run._media import LogsMedia
from ato.track.run._summary import SummaryValues
from ato.track.run._writer import Writer

if TYPE_CHECKING:
    from contextvars import Token
    from types import TracebackType

    from ato.fingerprint import Output
    from ato.track._location import Location
    from ato.track.artifacts import Artifact, LoggedArtifact, Version
    from ato.track.run._deferred import Deferred
    from ato.track.system import Sampler

FINISHED_WITHIN = 60.0
"""Seconds that finishing waits for the store."""

_pack = POINT.pack
_seal = CRC.pack
_write = os.write


class Run(LogsMedia):
    """One run of a program. Made by :func:`ato.run`; a context manager that finishes it.

    ``uid`` names it everywhere, ``config`` is what it was given. What a call has returned from outlives the
    process; what ``flush`` has returned from outlives a power cut.
    """

    journal: Journal
    writer: Writer
    keys: dict[str, int]
    descriptor: int

    def __init__(
        self, location: Location, start: Mapping[str, Any], facts: Iterable[Mapping[str, Any]], config: Any
    ) -> None:
        self.uid: str = start["uid"]
        self.project: str = start["project"]
        self.config = config
        self.location = location
        self.summary = SummaryValues(self)
        self.status = "running"
        self._name: str = start["name"]
        self._tags: dict[str, None] = dict.fromkeys(start["tags"])
        self._notes: str = start["notes"]
        self._start = dict(start)
        self._step = -1
        self.tables: dict[str, dict[str, str]] = {}
        self.watches: dict[str, Any] = {}
        self._sampler: Sampler | None = None
        self._id: int | None = None
        self._process = os.getpid()
        self._is_surveyed = False
        self._has_logged = False
        self._codes: dict[str, str] = {}
        self._token: Token[Run | None] | None = None
        self._deferred: list[tuple[str, int, float, Deferred]] = []
        self._begin(facts)
        from ato.fingerprint import listen

        self._deafen = listen(self._heard)

    def __repr__(self) -> str:
        return f"Run({self.project}/{self.name}, {self.uid}, {self.status})"

    # Life.

    def __enter__(self) -> Run:
        self._token = ENCLOSING.set(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._token is not None:
            ENCLOSING.reset(self._token)
            self._token = None
        self._ended_with(error)

    def finish(self, status: str = "completed", *, reason: str = "", error: str = "") -> bool:
        """End the run; whether the store has all of it. What is missing, and where it lies, is logged.

        ``status`` is ``completed``, ``failed`` or ``killed``. A second call does nothing.
        """
        if self.status != "running":
            return self.writer.kept
        if status not in ("completed", "failed", "killed"):
            raise TrackError(status, "is no way to end a run", ("completed, failed or killed",))
        if self.descriptor < 0:  # a process that was forked, and has logged nothing
            self.status = status
            closed(self)
            return True
        self._let_go()
        if self._process == os.getpid():  # a process that the run has started does not end it
            self._tell_of_seeds("seeds_at_end")
            fact = {"kind": "end", "status": status, "reason": reason, "error": error, "ended": time()}
            self.journal.fact(fact)
        self.status = status
        self._deafen()
        closed(self)
        self.descriptor = -1  # who logs in another thread is told so from here on
        kept = self.writer.stop(FINISHED_WITHIN)
        self.journal.close()
        self._tell_what_is_missing(is_kept=kept)
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
        if values.__class__ is dict and len(values) == 1 and type(step) is int:
            for name, value in values.items():
                key = self.keys.get(name)
                if key is None or type(value) is not float:
                    break
                try:
                    record = _pack(b"P", key, step, time(), value)
                    record += _seal(crc32(record))
                    if _write(self.descriptor, record) == POINT_SIZE:
                        self._step = step
                        return
                except (OSError, struct_error):
                    break
        log_all(self, values, step)

    def record(self, kind: str, **content: Any) -> None:
        """Append a fact to the journal: JSON values by name. ``ato.track.store._facts`` knows the kinds."""
        self._live()
        self.journal.fact({"kind": kind, **content})

    def record_code(self, trace: str, digest: str, functions: Iterable[Mapping[str, Any]]) -> None:
        """Keep the fingerprint of a function's logic under a trace.

        ``functions`` are it and what it calls: mappings with ``digest``, ``qualname``, ``module``, ``file``,
        ``line``, ``algorithm``, ``normal_form`` (text), ``calls`` (JSON) and ``details`` (JSON).
        """
        self.record("code", trace=trace, digest=digest, functions=[dict(each) for each in functions])

    def record_output(
        self, trace: str, step: int | None, digest: str, *, rounded: str = "", details: Any = None
    ) -> None:
        """Keep the fingerprint of what a call gave back: digests in hexadecimal, call by call."""
        self.record(
            "output", trace=trace, step=step, digest=digest, rounded=rounded, details=details, time=time()
        )

    def record_environment(self, facts: Mapping[str, Any]) -> None:
        """Keep what the program ran in and on: JSON values, with secrets masked."""
        self.record("environment", facts=dict(facts))

    def record_source(self, facts: Mapping[str, Any], patch: bytes = b"") -> None:
        """Keep the state of the working tree; ``patch`` is the uncommitted diff, compressed with zlib."""
        from base64 import b64encode

        self.record("source", facts=dict(facts), patch=b64encode(patch).decode())

    # Artifacts.

    def log_artifact(
        self,
        artifact: Artifact | str | os.PathLike[str],
        name: str | None = None,
        type: str | None = None,
        *,
        aliases: Iterable[str] = (),
        description: str = "",
        metadata: Mapping[str, Any] | None = None,
    ) -> LoggedArtifact:
        """Keep an artifact, or a file or folder by its path, as made by this run.

        Equal content is the same version. ``latest`` moves to it, and so do ``aliases``. Its content is in
        the store when this returns. Raises ``TrackError`` for what cannot be kept, and for nothing else:
        where the store cannot be written, ``problem`` of the result says so, and the run goes on.
        """
        from ato.track.artifacts._log import log_artifact

        self._live()
        about: dict[str, Any] = {"aliases": aliases, "description": description, "metadata": metadata}
        return log_artifact(self, artifact, name, type, **about)

    def use_artifact(self, version: str | Version | LoggedArtifact) -> Version:
        """The version of that name, noted as used by this run.

        It is ``name:v2``, ``name:alias``, ``name`` (the latest) or ``project/name:v0``. Waits until the store
        has what this run has logged. Raises ``TrackError`` where there is none.
        """
        from ato.track.artifacts._log import use_artifact

        self._live()
        return use_artifact(self, version)

    # What is known of the run.

    @property
    def id(self) -> int:
        """The run's number in its store. Waits until it has one. Raises ``TrackError`` where it gets none."""
        if self._id is None:
            from ato.track.store import prepared

            if self.status == "running":
                self.writer.catch_up(FINISHED_WITHIN)
            with prepared(self.location) as store:
                self._id = store.run(self.uid).id
        return self._id

    @property
    def step(self) -> int:
        """The last step that something was logged at; -1 before the first."""
        return self._step

    @property
    def name(self) -> str:
        """The name for people."""
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        self._name = name
        self.record("changed", name=name)

    @property
    def notes(self) -> str:
        """What people wrote of the run."""
        return self._notes

    @notes.setter
    def notes(self, notes: str) -> None:
        self._notes = notes
        self.record("changed", notes=notes)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, in the order in which they were given."""
        return tuple(self._tags)

    def tag(self, *tags: str) -> None:
        """Add tags."""
        self._tags |= dict.fromkeys(map(str, tags))
        self.record("tags", add=list(map(str, tags)))

    def untag(self, *tags: str) -> None:
        """Take tags away."""
        for tag in tags:
            self._tags.pop(tag, None)
        self.record("tags", remove=list(tags))

    @property
    def problems(self) -> tuple[str, ...]:
        """What has gone wrong with keeping the run; empty where all is well."""
        return tuple(self.writer.state.problems)

    # Inside.

    def _begin(self, facts: Iterable[Mapping[str, Any]], *, role: str = "owner") -> None:
        self.journal = _journal(self.location, self.uid, {"kind": "start", "role": role, **self._start})
        self.keys = self.journal.keys
        for fact in facts:
            self.journal.fact(fact)
        self.descriptor = self.journal.descriptor
        self.writer = Writer(self.journal, self.location, self._ahead)
        self.writer.start()
        opened(self)

    def _live(self) -> None:
        """Go on in a process that was forked from that of the run. Raises ``TrackError`` after the end."""
        if self.status != "running":
            raise TrackError(f"{self.project}/{self.name}", "the run is finished, and takes nothing more")
        if self.descriptor < 0:
            from ato.track.journal import this_process

            owner = this_process()
            self._start |= {"host": owner.host, "pid": owner.pid, "boot_id": owner.boot_id}
            self._begin((), role="child")

    def _forked(self) -> None:
        """Leave journal and thread to the process that this one was forked from."""
        self.journal.close()
        self.descriptor = -1
        self.keys = {}
        self._deferred = []
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
            self.journal.fact(fact)

    def _ended_with(self, error: BaseException | None) -> None:
        from ato.track.run._ending import ending

        self.finish(**ending(error))

    def _ahead(self) -> None:
        """What is written down on the thread of the run, before each batch."""
        is_first, is_last = not self._is_surveyed, self.status != "running"
        self._is_surveyed = True
        if (is_first or is_last) and self._process == os.getpid():
            self._survey(is_first=is_first, is_last=is_last)
        self._resolve()

    def _survey(self, *, is_first: bool, is_last: bool) -> None:
        """Write down what the run runs in and on; in the end, what was read, and traced since."""
        from ato.track.run._looked import codes, reads
        from ato.track.run._state import LOGGER
        from ato.track.run._surroundings import surroundings

        try:
            for fact in surroundings(self.config) if is_first else ():
                self.journal.fact(fact)
            for fact in codes(self.config, self._codes):
                self.journal.fact(fact)
            read = reads(self.config) if is_last else None
            if read is not None:
                self.journal.fact(read)
        except Exception as error:  # whatever a machine has, the run goes on
            LOGGER.warning("%s/%s: not all around it is known: %s", self.project, self.name, error)

    def _heard(self, trace: str, output: Output) -> None:
        """Keep what a traced function gave back, while this run encloses the call, or none does."""
        if enclosing() in (None, self) and self.status == "running":
            self.record_output(trace, self._step + 1, output.digest, rounded=output.rounded or "")

    def _resolve(self) -> None:
        """Write the values down that wait on a device."""
        from ato.track.journal._format import points
        from ato.track.run._state import LOGGER

        waiting, self._deferred = self._deferred, []
        for name, step, when, value in waiting:
            try:
                pairs = [(self.journal.define(name), value.resolved())]
            except Exception as error:  # the device is gone, and the value with it
                LOGGER.warning("%s at step %d could not be read from its device: %s", name, step, error)
            else:
                self.journal.append(points(step, when, pairs))

    def _tell_what_is_missing(self, *, is_kept: bool) -> None:
        from ato.track.run._state import LOGGER

        journal = self.journal
        if not is_kept:
            why = self.writer.state.now or "it took too long"
            LOGGER.warning(
                "%s/%s is not all in %s: %s\n  it is kept in %s\n  help: ato.track.open_store(...) reads it "
                "when the store can be used; from another folder, .take_over(FOLDER) does",
                self.project, self.name, self.location, why, journal.path,
            )  # fmt: skip
        if journal.lost or journal.held:
            LOGGER.warning(
                "%s/%s: %d records are lost, as the disk refused them: %s",
                self.project, self.name, journal.lost + journal.held, journal.refused,
            )  # fmt: skip


def _journal(location: Location, uid: str, start: Mapping[str, Any]) -> Journal:
    """A journal in the store's folder; where that cannot be written, among temporary files."""
    try:
        return Journal(location.journals, uid, start)
    except OSError as error:
        from pathlib import Path
        from tempfile import gettempdir

        from ato.track.run._state import LOGGER

        folder = Path(gettempdir()) / f"ato-{uid[-8:]}"
        LOGGER.warning(
            "%s: the folder cannot be written (%s)\n  the run goes on, and is kept in %s",
            location, error.strerror, folder,
        )  # fmt: skip
        return Journal(folder, uid, start)
