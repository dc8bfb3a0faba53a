"""How much a document may hold before it is refused, so that no input can exhaust the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """The largest documents that are read.

    ``bytes`` bounds one file, ``paths`` the files and folders that are looked at, ``nodes`` the keys,
    values and containers of one document after its aliases are expanded, ``alias_nodes`` those of them
    that aliases add, and ``depth`` how deeply containers may stand in each other. Every later pass may
    walk a tree recursively, because its depth is bounded here. ``findings`` bounds what is told of one
    document.
    """

    bytes: int = 64 * 1024 * 1024
    paths: int = 100_000
    nodes: int = 2_000_000
    alias_nodes: int = 100_000
    depth: int = 100
    findings: int = 1_000


DEFAULT = Bounds()
"""The bounds of the command line: far above what people write, far below what hurts."""
