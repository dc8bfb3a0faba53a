"""Dotted paths of fields, such as ``optimizer.lr``, as text."""

from __future__ import annotations

from collections.abc import Iterator


def around(path: str) -> Iterator[str]:
    """The paths of what stands around a path, the innermost first."""
    while "." in path:
        path = path.rpartition(".")[0]
        yield path


def outwards(path: str) -> Iterator[str]:
    """The path itself, and those around it."""
    yield path
    yield from around(path)
