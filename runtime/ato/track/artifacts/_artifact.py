"""``Artifact``: what a program puts together before it logs it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from logging import getLogger
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import SplitResult, urlsplit

from ato.track._errors import TrackError
from ato.track.artifacts._folder import files_below
from ato.track.artifacts._manifest import ArtifactFile, mode_of
from ato.track.artifacts._metadata import plain
from ato.track.artifacts._names import checked
from ato.track.artifacts._paths import Paths, fault_of
from ato.track.artifacts._texts import checked_text
from ato.track.blobs import Blobs

TYPE = "artifact"  # also in the store, which knows by it that nobody said one
MOST = 2**53
"""How many bytes a reference may have."""
TOLD = 200
"""How much of a path is told that is refused."""
AT_ONCE = 8
"""How many files are brought to the disk at the same time."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of this machine that an artifact will hold."""

    path: Path
    mode: int


class Artifact:
    """Files and references under a name, which become a version when a run logs them.

    ``type`` is any word, as ``model`` or ``dataset``; ``metadata`` are JSON values. Files are read when the
    artifact is logged. Raises ``TrackError`` for what cannot be kept, at once.
    """

    def __init__(
        self,
        name: str,
        type: str = TYPE,
        description: str = "",
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = checked(name)
        self.type = checked(type, "an artifact's type")
        self.description = checked_text(description, "a description")
        self.metadata = plain(name, metadata or {})
        self._entries: dict[str, Source | ArtifactFile] = {}
        self._paths = Paths()

    def __repr__(self) -> str:
        return f"Artifact({self.name!r}, {self.type!r}, {len(self._entries)} files)"

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths in the artifact, in order."""
        return tuple(sorted(self._entries))

    def add_file(self, file: str | os.PathLike[str], name: str | None = None) -> None:
        """Add a file, under its own name or another path in the artifact."""
        path = Path(file)
        try:
            is_file, mode = path.is_file(), path.stat().st_mode
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            raise TrackError(os.fspath(file), f"cannot be read: {why}") from error
        if not is_file:
            help = ("add_dir adds a folder",) if path.is_dir() else ()
            raise TrackError(os.fspath(file), "is no file of bytes", help)
        self._add({path.name if name is None else name: Source(path.absolute(), mode)})

    def add_dir(self, folder: str | os.PathLike[str], name: str = "") -> None:
        """Add all files below a folder, under a folder of the artifact if it is named.

        A link is followed where it leads to what is in the folder itself, and refused where it leads out of
        it, as are pipes, sockets and devices. Nothing is added then.
        """
        if name:
            _check(name)
        prefix = f"{name}/" if name else ""
        found = files_below(Path(folder))
        self._add({f"{prefix}{each.path}": Source(each.file, each.mode) for each in found})

    def add_reference(
        self, uri: str, name: str | None = None, *, size: int | None = None, checksum: str = ""
    ) -> None:
        """Add what lies elsewhere by its URI, as ``s3://bucket/key``; it is neither copied nor verified.

        ``checksum`` is what is known of its content, as ``etag:...`` or ``sha256:...``.
        """
        split = _split(uri)
        if split.password is not None:
            raise TrackError(_bare(uri), "holds a password, and would be kept with it", ("leave it out",))
        if size is not None and not 0 <= size <= MOST:
            raise TrackError(repr(size), "is no size: a whole number of bytes, or None")
        path = PurePosixPath(split.path).name if name is None else name
        known = checked_text(checksum, "a checksum")
        self._add({path: ArtifactFile(path, None, size, uri=uri, checksum=known)})

    def stored(self, blobs: Blobs) -> list[ArtifactFile]:
        """Keep the content of all files; returns what they are by it, in order of their paths.

        Raises ``TrackError`` for a file that cannot be read, ``OSError`` for a store that cannot be written.
        """
        entries = sorted(self._entries.items())
        self._check_outside(blobs)
        if len(entries) == 1:
            return [_stored(blobs, entries[0])]
        pool = ThreadPoolExecutor(AT_ONCE)  # each waits for the disk: together they wait once
        try:
            with blobs.together():
                return list(pool.map(partial(_stored, blobs), entries))
        finally:
            pool.shutdown(cancel_futures=True)

    def _check_outside(self, blobs: Blobs) -> None:
        """Refuse to keep the store in itself."""
        store = blobs.folder.resolve()
        known: dict[Path, bool] = {}  # many files are in few folders
        for path, entry in self._entries.items():
            if not isinstance(entry, Source):
                continue
            file = entry.path.resolve() if entry.path.is_symlink() else entry.path
            folder = file.parent
            if folder not in known:
                real = folder.resolve()
                known[folder] = real == store or store in real.parents
            if known[folder]:
                raise TrackError(path, f"is a file of the store itself: {entry.path}")

    def _add(self, entries: Mapping[str, Source | ArtifactFile]) -> None:
        """Add entries, all or none."""
        for path, entry in entries.items():
            _check(path)
            if self._entries.get(path, entry) != entry:
                message = f"the artifact {self.name} has another file of that path"
                raise TrackError(path, message, ("give one of them another name",))
        both = self._paths.clash(entries)
        if both:
            raise TrackError(both, f"would be a file and a folder at once in the artifact {self.name}")
        for one, other in self._paths.add(entries):
            message = "%s: %s and %s are one file on disks that do not tell upper from lower case"
            getLogger("ato.track").warning(message, self.name, one, other)
        self._entries.update(entries)


def _stored(blobs: Blobs, entry: tuple[str, Source | ArtifactFile]) -> ArtifactFile:
    path, source = entry
    if isinstance(source, ArtifactFile):
        return source
    digest, size = blobs.put(source.path)
    return ArtifactFile(path, digest, size, mode_of(source.mode))


def _check(path: str) -> None:
    fault = fault_of(path)
    if fault:
        raise TrackError(_short(path), fault)


def _short(path: object) -> str:
    """A path as it may be told: some are very long."""
    text = ascii(path)
    return text if len(text) <= TOLD else f"{text[:TOLD]}..."


def _split(uri: object) -> SplitResult:
    if isinstance(uri, str) and uri.isprintable() and re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", uri):
        with suppress(ValueError):
            return urlsplit(uri)
    raise TrackError(repr(uri), "is no URI", ("write one as s3://bucket/key or file:///data/x",))


def _bare(uri: str) -> str:
    split = urlsplit(uri)
    return f"{split.scheme}://{split.hostname or ''}{split.path}"
