"""Appending to a journal: one ``write`` a call, and no lock on the way.

A write that the disk refuses (it is full, the folder is gone) is held in memory, up to a bound, and tried
again by whoever calls ``retry``; what does not fit is counted. So appending never raises for the disk's sake.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex

import ato.track.journal._format as form
from ato.track.journal._owner import hold, this_process

HELD_BYTES = 16 << 20
"""How much is held in memory while the disk refuses it."""


class Journal:
    """The journal of a run in this process, which creates the file. Raises ``OSError`` if it cannot.

    ``keys`` are the numbers of the metrics that it has defined.
    """

    def __init__(self, folder: str | os.PathLike[str], uid: str) -> None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.uid = uid
        self.path = str(Path(folder) / f"{uid}.{os.getpid()}.{token_hex(4)}.j")
        self.keys: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self.refused = ""
        self.lost = 0
        self._held: list[bytes] = []
        self._held_size = 0
        self._lock = threading.RLock()
        self._is_placed = False
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        # Under a name that nobody looks for, until it is held and has its header.
        begun = f"{self.path}.new" if os.name == "posix" else self.path
        self.descriptor = os.open(begun, flags, 0o666)
        hold(self.descriptor)
        self.append(form.header(uid))
        self.fact({"kind": "owner", **this_process().to_dict()})
        Path(begun).rename(self.path)

    def append(self, record: bytes) -> bool:
        """Write whole records; False where the disk refuses, and they are held back.

        One of which the disk takes a part only is written again whole: readers pass over the part.
        """
        try:
            if os.write(self.descriptor, record) == len(record):
                return True
            self._hold_back(record, "the disk took a part of a record only")
        except OSError as error:
            self._hold_back(record, error.strerror or str(error))
        return False

    def _hold_back(self, record: bytes, why: str) -> None:
        with self._lock:
            self.refused = why
            if self._held_size + len(record) > HELD_BYTES:
                self.lost += 1
                return
            self._held.append(record)
            self._held_size += len(record)

    def retry(self) -> bool:
        """Write what is held back; True when nothing is left."""
        with self._lock:
            while self._held:
                try:
                    written = os.write(self.descriptor, self._held[0])
                except OSError as error:
                    self.refused = error.strerror or str(error)
                    return False
                if written != len(self._held[0]):
                    return False
                self._held_size -= len(self._held.pop(0))
            self.refused = ""
            return True

    @property
    def held(self) -> int:
        """How many records wait for the disk."""
        return len(self._held)

    def define(self, name: str) -> int:
        """The key of a metric, which is defined in the journal if it was not."""
        with self._lock:
            key = self._numbers.setdefault(name, len(self._numbers))
            if name not in self.keys and self.append(form.definition(key, name)):
                self.keys[name] = key
            return key

    def fact(self, content: Mapping[str, object]) -> None:
        """Write a fact: a mapping of JSON values, with its ``kind``."""
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
        self.append(form.fact(text.encode("utf-8", errors="replace")))

    def sync(self) -> None:
        """Bring what was written to the disk itself, where a power cut leaves it. Raises ``OSError``."""
        os.fsync(self.descriptor)
        if not self._is_placed and os.name == "posix":  # its name is in the folder only then
            folder = os.open(Path(self.path).parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        self._is_placed = True

    def touch(self) -> None:
        """Give machines that share the folder a sign of life."""
        os.utime(self.path)

    def close(self) -> None:
        """Let go of the file, and of its lock."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1
