"""What the compiler is: a digest of its own source, of the interpreter, and of what is installed beside it.

An entry of another compiler is no entry. The digest is of content, so that whoever works on the compiler
never meets what an earlier state of it has found. Cost: some megabytes read, a few milliseconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import ato
from atoc.cache.snapshot import digest

_SOURCES = (".py", ".j2", ".json")


def stamp() -> str | None:
    """The digest; None where the source cannot be read."""
    try:
        ours = [file for package in (ato.__path__[0], _here()) for file in _sources(package)]
        contents = [_read(path) for path in ours]
        return digest(sys.version.encode(), *_installed(), *contents)
    except OSError:
        return None


def _here() -> str:
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _sources(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(names):
            if name.endswith(_SOURCES):
                yield os.path.join(place, name)


def _installed() -> Iterator[bytes]:
    """The names of the distributions on the path, with their versions, as their folders give them."""
    for folder in sys.path:
        if folder.endswith("-packages"):
            yield from sorted(os.fsencode(name) for name in os.listdir(folder) if name.endswith(".dist-info"))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
