"""Asking a program: what it writes, and never longer than one is prepared to wait.

A tool may hang for good, where a driver or a network disk does; then it is killed, with whatever it has
started, and not waited for.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, Any, NamedTuple

CHUNK = 1 << 16
MOST_SAID = 2000
"""How much of what a tool complains of is kept."""


class Answer(NamedTuple):
    """What a program wrote: its beginning, the SHA-256 of the whole, and how it ended with what complaint.

    ``status`` is None where it took too long, and negative where it could not be started.
    """

    content: bytes
    digest: str
    status: int | None
    complaint: str

    @property
    def is_good(self) -> bool:
        """Whether it ended as it should."""
        return self.status == 0

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode("utf-8", "replace")


class _Reader(Thread):
    """Reads a pipe to its end, and keeps the first part of it."""

    def __init__(self, pipe: IO[bytes], limit: int | None) -> None:
        super().__init__(name="ato-ask", daemon=True)
        self._pipe = pipe
        self._left = sys.maxsize if limit is None else limit
        self.parts: list[bytes] = []
        self.digest = sha256()

    def run(self) -> None:
        with suppress(OSError, ValueError):
            while part := os.read(self._pipe.fileno(), CHUNK):
                self.digest.update(part)
                self.parts.append(part[: self._left])
                self._left -= len(self.parts[-1])


def asked(
    command: Sequence[str], patience: float, env: Mapping[str, str] | None = None, limit: int | None = None
) -> Answer:
    """What a program answers within ``patience`` seconds, up to ``limit`` bytes. Raises nothing."""
    with TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(
                list(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints,
                env=None if env is None else dict(env), start_new_session=True,
            )  # fmt: skip
        except (OSError, ValueError) as error:
            return Answer(b"", "", -1, getattr(error, "strerror", None) or str(error))
        status, reader = _waited(process, patience, limit)
        complaints.seek(0)
        said = complaints.read(MOST_SAID).decode("utf-8", "replace").strip()
    return Answer(b"".join(reader.parts), reader.digest.hexdigest(), status, said)


def _waited(process: subprocess.Popen[bytes], patience: float, limit: int | None) -> tuple[int | None, Any]:
    assert process.stdout is not None  # noqa: S101
    reader = _Reader(process.stdout, limit)
    try:
        reader.start()
    except RuntimeError:  # the system gives no thread
        _kill(process)
        process.stdout.close()
        return None, reader
    reader.join(patience)
    status = None
    with suppress(subprocess.TimeoutExpired):
        status = process.wait(0.0 if reader.is_alive() else 1.0)
    if reader.is_alive() or status is None:
        status = None
        _kill(process)
        reader.join(0.5)
    if not reader.is_alive():
        process.stdout.close()
    return status, reader


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it has started; one that the system cannot end is not waited for."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(0.5)
