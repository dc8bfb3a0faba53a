"""Sending a run to another store while it goes on: by a process beside the program, which nothing waits for.

The program only starts that process, once a minute and at the end, and hears what came of it. A store that
is away, slow or mute holds up the end of a run by ``ENDED_WITHIN`` seconds at most; what is not sent by then,
``ato sync`` sends. Where they are, and with which password, the process reads from its standard input, where
no list of processes shows it; when that ends, so does the process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ato.track._errors import TrackError
from ato.track.run._state import LOGGER

if TYPE_CHECKING:
    from ato.track._location import Location

EVERY = 60.0
"""Seconds between two times that a run is sent."""
ENDED_WITHIN = 10.0
OFF = "off"


class Aside(threading.Thread):
    """Sends a run from one store to another. ``status`` is a line on how that stands."""

    def __init__(self, uid: str, source: Location, target: Location) -> None:
        super().__init__(name=f"ato-sync-{uid[-8:]}", daemon=True)
        self.status = "waiting"
        self._target = str(target)
        self._asked = {"run": uid, "source": source.url, "target": target.url}
        self._folder = Path.cwd()
        self._told: set[str] = set()
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def run(self) -> None:
        """The thread's work."""
        is_last = False
        while not is_last:
            is_last = self._ending.wait(EVERY)
            try:
                self._round()
            except Exception as error:  # whatever the machine refuses, the run goes on
                self._fail(str(error))

    def end(self) -> None:
        """Send the rest, and wait for that for so long and no longer."""
        self._ending.set()
        self.join(ENDED_WITHIN)
        with self._lock:
            self._is_over = True
            process = self._process
        if process is not None:
            process.kill()
            self.join(1.0)
        if self.is_alive():
            self._fail(f"it took more than {ENDED_WITHIN:.0f} seconds at the end of the run")

    def _round(self) -> None:
        with self._lock:
            if self._is_over:
                return
            process = self._process = _started(self._folder)
        self.status = "sending"
        given: Any = process.stdin
        heard: Any = process.stdout
        try:
            with suppress(BrokenPipeError):  # it has ended already, and its status tells
                given.write(json.dumps(self._asked).encode() + b"\n")
                given.flush()
            told = heard.read()
        finally:
            for pipe in (given, heard):
                with suppress(BrokenPipeError):
                    pipe.close()
            code = process.wait()
            with self._lock:
                self._process = None
        if self._is_over and not told:
            self._fail(f"it took more than {ENDED_WITHIN:.0f} seconds at the end of the run")
        else:
            self._hear(told, code)

    def _hear(self, told: bytes, code: int) -> None:
        try:
            found: dict[str, Any] = json.loads(told)
        except ValueError:
            found = {"error": f"the process that sends ended with status {code}"}
        if found.get("error"):
            self._fail(found["error"])
            return
        self.status = f"sent: {found['said']}" if found["said"] else "sent"
        for sentence in found["remarks"]:
            self._warn(sentence)

    def _fail(self, why: str) -> None:
        self.status = "not sent: " + why.partition("\n")[0]
        self._warn(f"the run is not sent there: {why}\n  it goes on here; what is missing, `ato sync` sends")

    def _warn(self, sentence: str) -> None:
        """Say something on the log of ``ato.track``, once."""
        if sentence not in self._told:
            self._told.add(sentence)
            LOGGER.warning("%s: %s", self._target, sentence)


class Synced:
    """What a run knows of its being sent elsewhere."""

    _aside: Aside | None = None
    _is_owner: bool

    @property
    def sync_status(self) -> str:
        """A line on how sending the run to ``sync=`` stands: ``off``, ``waiting``, ``sending``, ``sent``,
        ``sent: ...`` or ``not sent: ...``.
        """
        return OFF if self._aside is None else self._aside.status

    def _end_sync(self) -> None:
        if self._aside is not None and self._is_owner:  # its thread is in no other process
            self._aside.end()


def checked(source: Location, target: str | os.PathLike[str]) -> Location:
    """Where a run is to be sent. Raises ``TrackError`` for what is no store, and for that of the run."""
    from ato.track._location import located

    there = located(target)
    if there.url == source.url:
        raise TrackError(str(source), "is the store of the run, and cannot be what it is synced to")
    return there


def aside(uid: str, source: Location, target: str | os.PathLike[str]) -> Aside:
    """Begin to send a run."""
    begun = Aside(uid, source, checked(source, target))
    begun.start()
    return begun


def _started(folder: Path) -> subprocess.Popen[bytes]:
    """The process that sends, in the folder that the program was in when the run began."""
    pipe = subprocess.PIPE
    path = os.pathsep.join(str(folder / each) for each in sys.path)
    return subprocess.Popen(
        [sys.executable, "-m", "ato.track.sync"],
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
    )
