"""Fingerprints of calls, one after the other, so that the first that differs is found by bisection.

Each entry has a chained digest besides its own: that of all entries up to it, ``H(previous chain + digest)``.
Two series agree up to a place exactly when their chains there agree, so the first difference among ``n``
entries takes ``log2(n)`` comparisons, wherever the entries are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

CHAIN_BYTES = 16
START = bytes(CHAIN_BYTES)
"""The chain before the first entry."""


class Entry(NamedTuple):
    """What one call gave back: its step, its digest in hexadecimal, and the chain up to it."""

    step: int
    digest: str
    chain: bytes


class Series:
    """The fingerprints of one function's calls, in order, steps from 0 where none is given."""

    __slots__ = ("_entries", "_lock")

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = Lock()

    def append(self, digest: str, step: int | None = None) -> Entry:
        """Add what the next call gave back, from any thread; without a step, one more than the last."""
        with self._lock:
            last = self._entries[-1] if self._entries else None
            at = step if step is not None else 0 if last is None else last.step + 1
            entry = Entry(at, digest, chained(START if last is None else last.chain, digest))
            self._entries.append(entry)
        return entry

    def first_difference(self, other: Series) -> int | None:
        """The place of the first entry that differs, or that only one has; None where both are the same."""
        common = min(len(self), len(other))
        found = first_difference(common, lambda at: self[at].chain, lambda at: other[at].chain)
        return found if found is not None else common if len(self) != len(other) else None

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, at: int) -> Entry:
        return self._entries[at]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)


def chained(chain: bytes, digest: str) -> bytes:
    """The chain after one more entry."""
    return sha256(chain + bytes.fromhex(digest)).digest()[:CHAIN_BYTES]


def first_difference(count: int, left: Callable[[int], bytes], right: Callable[[int], bytes]) -> int | None:
    """The first of ``count`` places where two series differ, told from their chains; None where none does.

    Asks each side for about ``log2(count)`` chains, by their places.
    """
    if count == 0 or left(count - 1) == right(count - 1):
        return None
    low, high = 0, count - 1
    while low < high:
        middle = (low + high) // 2
        if left(middle) == right(middle):
            low = middle + 1
        else:
            high = middle
    return low
