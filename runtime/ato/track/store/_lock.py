"""A lock between processes, for what only one may do at a time: making and changing tables."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path) -> Generator[None, None, None]:
    """Hold the lock of that file, which is made if need be; waits for whoever has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)  # lets go


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt  # Windows

        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:  # a file system without locks: the database's own are left
        return
