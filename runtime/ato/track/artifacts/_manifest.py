"""What an artifact is by its content: the sorted list of its files. Equal lists are the same version."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

FILE = 0o644
PROGRAM = 0o755


@dataclass(frozen=True, slots=True)
class ArtifactFile:
    """A file of an artifact. ``digest`` is the SHA-256 of its content; a reference has none, but a URI.

    ``checksum`` is what is known of the content of a reference, as ``etag:...``; nobody has verified it.
    """

    path: str
    digest: str | None
    size: int | None
    mode: int = FILE
    uri: str | None = None
    checksum: str = ""


def manifest(files: Iterable[ArtifactFile]) -> str:
    """The manifest as JSON, the same text for the same content."""
    rows: list[list[Any]] = []
    for file in sorted(files, key=lambda file: file.path):
        row: list[Any] = [file.path, file.digest, file.size, file.mode]
        rows.append(row if file.uri is None else [*row, file.uri, file.checksum])
    return json.dumps(rows, separators=(",", ":"))


def digest_of(files: Iterable[ArtifactFile]) -> str:
    """The digest of the manifest, by which versions are the same."""
    return sha256(manifest(files).encode()).hexdigest()


def mode_of(mode: int) -> int:
    """What is kept of a file's mode: whether it is a program. The rest is the disk's and the user's."""
    return PROGRAM if mode & 0o100 else FILE
