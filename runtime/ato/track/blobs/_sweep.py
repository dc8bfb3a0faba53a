"""Removing blobs that nobody refers to, beside processes that put blobs at the same moment.

Only what is old is taken: whoever puts a blob that is here makes it young again, so a blob that a row is
about to refer to is young. Between looking and removing someone may do that too. So a blob is first moved
aside, and looked at again: if it has become young it goes back.
"""

from __future__ import annotations

import os
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time

from ato.track.blobs._blobs import LEASE, PART, Blobs, is_digest

GRACE = 86_400.0
"""Seconds for which a blob is kept in any case: longer than from putting it to telling of it."""
LONGEST = 86_400.0
"""Seconds after which a part or a lease is one that a dead process has left."""
CLOCKS = 1.0
"""Seconds by which the clock of a disk may be behind that of the machine."""
GONE = ".gone"


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep came to: digests removed (or to be removed), their bytes, and left-over parts.

    ``young`` counts what nobody refers to and is kept for its age alone; ``waiting`` are the journals, on
    other machines, that may still refer to what is kept for their sake.
    """

    removed: tuple[str, ...]
    size: int
    parts: int
    young: int
    waiting: tuple[str, ...] = ()


def horizon(blobs: Blobs, now: float, grace: float = GRACE) -> float:
    """The time before which a blob is old: that of ``grace`` seconds ago, or when someone began to put.

    To be asked before it is asked what is referenced: so what is put in between is young.
    """
    found = now - grace - CLOCKS
    for lease in blobs.folder.glob(f"*{LEASE}"):
        with suppress(FileNotFoundError):
            begun = lease.stat().st_mtime
            if begun > now - LONGEST:
                found = min(found, begun - CLOCKS)
    return found


def sweep(blobs: Blobs, referenced: Container[str], before: float, *, dry: bool = False) -> Swept:
    """Remove blobs that are not referenced and older than ``before``, and what the interrupted have left.

    With ``dry`` nothing is touched.
    """
    if not dry:
        _restore(blobs)
    removed: list[str] = []
    size = young = 0
    for digest in blobs:
        if digest in referenced:
            continue
        path = blobs.path(digest)
        try:
            found = path.stat()
        except FileNotFoundError:  # another sweep was faster
            continue
        if found.st_mtime > before:
            young += 1
        elif dry or _removed(path, before):
            removed.append(digest)
            size += found.st_size
    return Swept(tuple(removed), size, _parts(blobs.folder, dry=dry), young)


def _removed(path: Path, before: float) -> bool:
    """Move a blob aside, and remove it unless someone has put it again."""
    aside = path.with_name(f"{path.name}{GONE}")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    try:
        if aside.stat().st_mtime > before:
            _put_back(aside)
            return False
        _writable(aside)
        aside.unlink()
    except FileNotFoundError:  # another sweep took it for left over, and brought it back
        return False
    return True


def _put_back(aside: Path) -> None:
    path = aside.with_name(aside.name[: -len(GONE)])
    try:
        os.link(aside, path)
    except FileExistsError:  # put anew meanwhile, with the same bytes
        pass
    except OSError:  # a disk without links
        aside.rename(path)
        return
    aside.unlink(missing_ok=True)


def _restore(blobs: Blobs) -> None:
    """Bring back what a sweep that was killed had moved aside."""
    for aside in blobs.folder.glob(f"??/*{GONE}"):
        if is_digest(aside.name[: -len(GONE)]):
            with suppress(FileNotFoundError):
                _put_back(aside)


def _parts(folder: Path, *, dry: bool) -> int:
    """Remove what interrupted copies have left. One that goes on may wait for its source for long."""
    count = 0
    for part in (*folder.glob(f"*{PART}"), *folder.glob(f"*{LEASE}")):
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < time() - LONGEST:
                count += 1
                if not dry:
                    part.unlink()
    return count


def _writable(path: Path) -> None:
    if os.name != "posix":  # Windows removes no file that is read-only
        path.chmod(0o666)
