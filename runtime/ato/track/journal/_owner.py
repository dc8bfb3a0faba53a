"""Whose journal a file is, and whether that process still lives.

The owner holds a lock on its journal, which ends with the process whatever ends it. Its number, its start and
the boot of its machine are in the journal's first fact, for systems that have no such locks, for files that
another machine shares, and for people.
"""

from __future__ import annotations

import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from stat import S_ISREG

HEARTBEAT_AGE = 600.0
"""Seconds without a sign of life after which a process on another machine is taken for dead."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A process: its machine, the boot of it, its number, and when it was started in ticks since the boot."""

    host: str
    boot_id: str
    pid: int
    started: str

    def to_dict(self) -> dict[str, object]:
        """Plain data for a fact."""
        return asdict(self)

    @classmethod
    def of(cls, fact: dict[str, object]) -> Owner:
        """The owner that a fact tells of."""
        text = {name: str(fact.get(name, "")) for name in ("host", "boot_id", "started")}
        pid = fact.get("pid", 0)
        return cls(pid=pid if isinstance(pid, int) else 0, **text)


def this_process() -> Owner:
    """The process that asks."""
    pid = os.getpid()
    return Owner(socket.gethostname(), _boot_id(), pid, _start_of(pid))


def is_left(owner: Owner, last_sign: float, now: float, *, is_locked: bool) -> bool:
    """Whether nobody writes to a journal any more whose lock could be had.

    On the machine of the owner the lock says so, if ``is_locked`` tells that there are locks.
    """
    if is_locked and owner.boot_id == _boot_id():
        return True
    return not is_alive(owner, last_sign, now)


def is_alive(owner: Owner, last_sign: float, now: float) -> bool:
    """Whether the owner may still live. ``last_sign`` and ``now`` are seconds since 1970; they only count
    for a process of another machine.
    """
    if owner.host != socket.gethostname():
        return now - last_sign < HEARTBEAT_AGE
    if owner.boot_id != _boot_id():
        return False
    return _exists(owner.pid) and _start_of(owner.pid) == owner.started


def claimed(path: str | os.PathLike[str]) -> tuple[int, bool] | None:
    """A descriptor of a journal, and whether it holds the lock; None while somebody else holds that.

    Closing the descriptor lets go. A lock is not held where there are none. Raises ``OSError`` for what
    cannot be opened, and for what is no file.
    """
    flags = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, os.O_RDWR | flags)  # NFS locks only what may be written
    except PermissionError:
        descriptor = os.open(path, os.O_RDONLY | flags)
    try:
        if not S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is no file")
        return descriptor, hold(descriptor)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:
        os.close(descriptor)
        raise


def hold(descriptor: int) -> bool:
    """Take the lock of an open journal; False where there are no locks.

    Raises ``BlockingIOError`` where another process, or another journal of this one, has it.
    """
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # a file system without locks
        return False
    return True


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _start_of(pid: int) -> str:
    """When a process was started, which tells it from another one that has its number; empty if unknown."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]


def _exists(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is there, and not ours
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[:1] == ["Z"]
