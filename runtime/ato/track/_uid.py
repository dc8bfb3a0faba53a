"""Uids of runs and versions: UUIDs of version 7, which sort by when they were made and need no one to ask."""

from __future__ import annotations

from secrets import randbits
from time import time_ns


def new_uid() -> str:
    """A fresh uid of 32 hexadecimal digits."""
    stamp = time_ns() // 1_000_000
    return f"{stamp & (1 << 48) - 1:012x}7{randbits(12):03x}{0b10 << 62 | randbits(62):016x}"
