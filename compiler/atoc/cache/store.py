"""Entries on disk, below ``.atoc/cache`` beside ``pyproject.toml``.

An entry is a file of two lines: the digest of the second, and the value as JSON. It is put in its place in
one step, so that a reader meets a whole entry or none, whoever else writes at the time; whatever is broken or
foreign is no entry. Each kind has a bound, and what was not asked for the longest goes first. JSON carries no
code, and a value is taken for what the digest of its origin says, never for what it says itself.

Nothing here ever fails: a folder that cannot be written only means that nothing is kept.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass

from atoc.cache.snapshot import digest

FOLDER = os.path.join(".atoc", "cache")
"""Where entries are kept, below the project's root."""

MOST_ENTRIES = 256
"""How many entries of a kind are kept."""

MOST_BYTES = 8 * 1024 * 1024
"""Bytes of an entry beyond which it is not kept."""

_NOTE = "# What atoc found before. It can be removed at any time.\n*\n"


@dataclass(frozen=True, slots=True)
class Store:
    """The entries of one project, as one state of the compiler made them (``stamp``)."""

    root: str
    stamp: str

    def get(self, kind: str, key: str) -> object | None:
        """The value under a key; None where there is none."""
        path = self._path(kind, key)
        try:
            with open(path, "rb") as file:
                head, _, body = file.read(MOST_BYTES + 1).partition(b"\n")
            if head.decode("ascii") != digest(self.stamp.encode(), key.encode(), body):
                return None
            value: object = json.loads(body)
        except (OSError, ValueError, RecursionError):
            return None
        try:
            os.utime(path)
        except OSError:
            pass
        return value

    def put(self, kind: str, key: str, value: object) -> None:
        """Keep a value under a key, if it is one that JSON can hold."""
        try:
            body = json.dumps(value).encode("ascii")
            if len(body) <= MOST_BYTES:
                self._write(self._path(kind, key), self._sealed(key, body))
        except (OSError, ValueError, TypeError, RecursionError):
            return

    def _sealed(self, key: str, body: bytes) -> bytes:
        return digest(self.stamp.encode(), key.encode(), body).encode("ascii") + b"\n" + body

    def _path(self, kind: str, key: str) -> str:
        return os.path.join(self.root, FOLDER, kind, digest(self.stamp.encode(), key.encode())[:40])

    def _write(self, path: str, content: bytes) -> None:
        folder = os.path.dirname(path)
        if not os.path.isdir(folder):
            os.makedirs(folder, exist_ok=True)
            _ignored(os.path.join(self.root, FOLDER, os.pardir, ".gitignore"))
        beside = f"{path}.{os.getpid()}"
        try:
            with open(beside, "wb") as file:
                file.write(content)
            os.replace(beside, path)
        finally:
            if os.path.exists(beside):
                os.unlink(beside)
        _clear(folder)


def _ignored(path: str) -> None:
    """Keep the folder out of version control."""
    if not os.path.exists(path):
        with open(path, "w", encoding="utf-8") as file:
            file.write(_NOTE)


def _clear(folder: str) -> None:
    """Remove the entries that are too many, the oldest first; another process may be about the same."""
    with os.scandir(folder) as entries:
        files = sorted((each.stat().st_mtime_ns, each.path) for each in entries if each.is_file())
    for _, path in files[: max(0, len(files) - MOST_ENTRIES)]:
        try:
            os.unlink(path)
        except OSError:
            continue
