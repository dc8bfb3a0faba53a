"""The digest of files as they stand: of everything that reading them could depend on.

It takes in more than is read, so that it need not know what a document is: every name below a folder that
is not hidden, what kind of thing has it, where a link leads, and every byte. Equal digests mean equal input;
what cannot be told for sure has no digest at all. Cost: linear in the bytes, and bounded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from stat import S_ISDIR, S_ISREG

MOST_FILES = 10_000
"""Files and folders beyond which there is no digest."""

MOST_BYTES = 256 * 1024 * 1024
"""Bytes of a file beyond which there is no digest."""


def digest(*parts: bytes) -> str:
    """A digest of these parts, which tells where one ends and the next begins."""
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "little"))
        whole.update(part)
    return whole.hexdigest()


def snapshot(root: str, paths: Sequence[str]) -> str | None:
    """The digest of files and folders, which are relative to ``root``; None where it cannot be taken."""
    try:
        return digest(*_parts(root, [os.path.normpath(os.path.join(root, path)) for path in paths]))
    except (OSError, _Beyond):
        return None


def snapshot_of_folder(folder: str) -> str | None:
    """The digest of the files of one folder, without those inside of further ones and hidden ones."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(each.name for each in entries if each.is_file() and not each.name.startswith("."))
        return digest(*(part for name in names for part in (os.fsencode(name), _content(folder, name))))
    except (OSError, _Beyond):
        return None


class _Beyond(Exception):
    """There is too much."""


def _parts(root: str, waiting: list[str]) -> Iterator[bytes]:
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        real = os.path.realpath(path)
        yield os.fsencode(os.path.relpath(path, root))
        yield os.fsencode(os.path.relpath(real, root))
        if real in seen:
            continue
        seen.add(real)
        if len(seen) > MOST_FILES:
            raise _Beyond
        mode = os.stat(path).st_mode
        if S_ISDIR(mode):
            names = [name for name in os.listdir(path) if not name.startswith((".", "_"))]
            waiting += [os.path.join(path, name) for name in sorted(names)]
            yield b"folder"
        elif S_ISREG(mode):
            yield b"file"
            yield _content(path)
        else:
            raise _Beyond


def _content(*path: str) -> bytes:
    with open(os.path.join(*path), "rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _Beyond
    return content
