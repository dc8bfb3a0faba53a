"""Times of blobs: how young one is, and whether somebody has written to it.

A blob that is linked out is one file with what the user has, and modes keep no superuser from writing to it.
So its time is always a whole second. Whoever writes to a file leaves a time that is none, but on disks whose
times are all whole; there a write shows only when the content is hashed.
"""

from __future__ import annotations

import os
from math import ceil
from pathlib import Path
from time import time

SECOND = 10**9


def seal(path: Path, at: float) -> None:
    """Give a blob its time, which is none before ``at``."""
    os.utime(path, (ceil(at), ceil(at)))


def is_sealed(path: Path) -> bool:
    """Whether nobody has written to a blob, as far as its time tells."""
    return path.stat().st_mtime_ns % SECOND == 0


def renewed(path: Path) -> None:
    """Make a blob young. Raises ``FileNotFoundError`` where it is not there, or is taken away meanwhile."""
    if not is_sealed(path):  # written to: its time stays, so that it is looked at
        os.utime(path)
    else:
        seal(path, time())
    path.stat()  # a sweep may have moved it aside while its time was set, and not have seen that
