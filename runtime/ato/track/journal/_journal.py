"""Appending to a journal: one ``write`` a call, and no lock on the way.

A write that the disk refuses (it is full, the folder is gone) is held in memory, up to a bound, and tried
again by whoever calls ``retry``; what does not fit is counted. So appending never raises for the disk's sake.

A journal goes on in a new file now and then, so that what the store has may be removed while the run lasts.
The descriptor stays the same number throughout: whoever writes to it need not know.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import ato.track.journal._format as form
from ato.track.journal._owner import hold, this_process
from ato.track.journal._read import Reader

HELD_BYTES = 16 << 20
"""How much is held in memory while the disk refuses it."""


@dataclass(slots=True)
class Part:
    """A file of a journal that is not written to any more. Its lock tells that its owner lives."""

    reader: Reader
    descriptor: int

    def release(self) -> None:
        """Let go of the lock."""
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


class Journal:
    """The journal of a run in this process, which creates its files. Raises ``OSError`` if it cannot.

    ``keys`` are the numbers of the metrics that it has defined, ``path`` is the file that is written to,
    ``reader`` reads it, and ``parts`` are those before it, the oldest first. ``start`` is the fact that the
    run has begun, with which every file begins; in all but the first its ``role`` is ``again``.
    """

    def __init__(
        self, folder: str | os.PathLike[str], uid: str, start: Mapping[str, object] | None = None
    ) -> None:
        self.uid = uid
        self.keys: dict[str, int] = {}
        self.parts: list[Part] = []
        self.refused = ""
        self.lost = 0
        self._start = start
        self._numbers: dict[str, int] = {}
        self._held: list[bytes] = []
        self._held_size = 0
        self._lock = threading.RLock()
        self._syncing = threading.Lock()
        self._folder = Path(folder)
        self._stem = f"{uid}.{os.getpid()}.{token_hex(4)}"
        self._count = 0
        self._unplaced: set[Path] = set()
        self.descriptor, self.reader = self._made()

    @property
    def path(self) -> str:
        """The file that is written to."""
        return self.reader.path

    @property
    def size(self) -> int:
        """How many bytes the file has that is written to."""
        return os.fstat(self.descriptor).st_size

    def _made(self) -> tuple[int, Reader]:
        """A new file, held, with all that a reader of it alone has to know. Raises ``OSError``."""
        path = self._folder / f"{self._stem}.{self._count:04}.j"
        descriptor = self._opened(path, self._head())
        try:
            reader = Reader(path)
        except BaseException:
            os.close(descriptor)
            raise
        self._count += 1
        return descriptor, reader

    def _opened(self, path: Path, head: bytes = b"") -> int:
        """The descriptor of a file that is made, and held. Raises ``OSError``."""
        self._unplaced |= _made_folder(path.parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        # Under a name that nobody looks for, until it is held and has its head.
        begun = path.with_name(f"{path.name}.new") if os.name == "posix" else path
        descriptor = os.open(begun, flags, 0o666)
        try:
            hold(descriptor)
            _write_whole(descriptor, head)
            begun.rename(path)
        except BaseException:
            os.close(descriptor)
            with suppress(OSError):
                begun.unlink()
            raise
        return descriptor

    def _head(self) -> bytes:
        facts: list[Mapping[str, object]] = [{"kind": "owner", **this_process().to_dict()}]
        if self._start is not None:
            facts.append({**self._start, "role": "again"} if self._count else self._start)
        definitions = (form.definition(key, name) for name, key in self._numbers.items())
        return b"".join((form.header(self.uid), *map(_fact, facts), *definitions))

    def append(self, record: bytes) -> bool:
        """Write whole records; False where the disk refuses, and they are held back.

        One of which the disk takes a part only is written again whole: readers pass over the part. What comes
        while others are held back waits behind them.
        """
        if self._held and self._hold_back(record, ""):
            return False
        try:
            if os.write(self.descriptor, record) == len(record):
                return True
            why = "the disk took a part of a record only"
        except OSError as error:
            why = error.strerror or str(error)
        self._hold_back(record, why)
        return False

    def _hold_back(self, record: bytes, why: str) -> bool:
        """Hold a record; without a reason only if others are held."""
        with self._lock:
            if not why and not self._held:
                return False
            self.refused = why or self.refused
            if self._held_size + len(record) > HELD_BYTES:
                self.lost += 1
                return True
            self._held.append(record)
            self._held_size += len(record)
            return True

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
        self.append(_fact(content))

    def rotate(self) -> None:
        """Go on in a new file; that before it becomes the last of ``parts``. Raises ``OSError``.

        A write that another thread is about can still reach the file before.
        """
        with self._syncing:
            with self._lock:
                descriptor, reader = self._made()
                part = Part(self.reader, os.dup(self.descriptor))
                os.dup2(descriptor, self.descriptor, inheritable=False)
                os.close(descriptor)
                self.parts.append(part)
                self.reader = reader
            os.fsync(part.descriptor)

    def is_removed(self) -> bool:
        """Whether the file that is written to is not where it was, so that nobody would find it."""
        return not _is_there(self.path)

    def restore(self) -> None:
        """Make the files before anew that were removed, as long as they are open. Raises ``OSError``."""
        for part in self.parts:
            if not _is_there(part.reader.path):
                descriptor = self._opened(Path(part.reader.path))
                for piece in part.reader.pieces():
                    _write_whole(descriptor, piece)
                os.fsync(descriptor)
                part.release()
                part.descriptor = descriptor

    def drop(self, part: Part) -> None:
        """Remove a file that is not written to any more."""
        self.parts.remove(part)
        part.reader.close()
        part.release()
        with suppress(OSError):
            Path(part.reader.path).unlink()

    def sync(self) -> None:
        """Bring what was written to the disk itself, where a power cut leaves it. Raises ``OSError``."""
        with self._syncing:
            for part in self.parts[-1:]:  # the last writes to it may have come after it was synced
                os.fsync(part.descriptor)
            os.fsync(self.descriptor)
            for folder in sorted(self._unplaced):  # names are in their folders only then
                _sync_folder(folder)
            self._unplaced.clear()

    def touch(self) -> None:
        """Give machines that share the folder a sign of life."""
        for reader in (self.reader, *(part.reader for part in self.parts)):
            with suppress(OSError):
                os.utime(reader.path)

    def close(self) -> None:
        """Let go of the files that are written to, and of all locks."""
        for part in self.parts:
            part.release()
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def _write_whole(descriptor: int, content: bytes) -> None:
    if os.write(descriptor, content) != len(content):
        raise OSError("the disk took a part of a journal only")


def _is_there(path: str) -> bool:
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # it cannot be told now
        return True
    return True


def _fact(content: Mapping[str, object]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
    return form.fact(text.encode("utf-8", errors="replace"))


def _made_folder(folder: Path) -> set[Path]:
    """Make a folder with those it lies in; returns all in which there is a new name, and itself."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return {folder, *(each.parent for each in new)}


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
