"""A version of an artifact as the store has it, and its files on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ato.config import suggestion
from ato.track._errors import TrackError
from ato.track._location import Location
from ato.track.artifacts._manifest import ArtifactFile
from ato.track.artifacts._names import Reference
from ato.track.blobs import Blobs


@dataclass(frozen=True, slots=True)
class StoredArtifact:
    """An artifact of a store; ``versions`` are the numbers of those that are there, the latest first."""

    project: str
    name: str
    type: str
    description: str
    created: float
    versions: tuple[int, ...]


@dataclass(frozen=True)
class Version:
    """A version: what it is called, what is known of it, and its files.

    ``digest`` is that of its manifest, ``size`` the bytes of its files, ``count`` how many they are;
    ``state`` is ``ready`` or ``deleted``. ``aliases`` are those it had when it was read.
    """

    id: int
    uid: str
    project: str
    name: str
    type: str
    number: int
    digest: str
    size: int
    count: int
    description: str
    created: float
    state: str
    aliases: tuple[str, ...]
    metadata: Mapping[str, Any] = field(hash=False)
    location: Location = field(repr=False)

    def __str__(self) -> str:
        return f"{self.project}/{self.name}:{self.version}"

    @property
    def version(self) -> str:
        """The version as it is written: ``v2``."""
        return f"v{self.number}"

    @cached_property
    def files(self) -> tuple[ArtifactFile, ...]:
        """The files, in order of their paths; read when it is first asked for."""
        from ato.track.artifacts._find import files_of
        from ato.track.store import prepared

        with prepared(self.location) as store, store.reading() as connection:
            return files_of(connection, self.id)

    def path(self, file: str) -> Path:
        """Where the content of one file lies, to be read only. Raises ``TrackError`` where there is none."""
        found = next((each for each in self.files if each.path == file), None)
        if found is None:
            names = [each.path for each in self.files]
            raise TrackError(file, f"there is no such file in {self}", suggestion(file, names))
        if found.digest is None:
            raise TrackError(file, f"is a reference, and not kept in the store: {found.uri}")
        return Blobs(self.location.blobs).get(found.digest)

    def download(self, to: str | os.PathLike[str] | None = None, *, copy: bool = False) -> Path:
        """Put the files into a folder, and return it; references stay where they are.

        Files are links to the content in the store where the disk allows that, and read-only; with ``copy``
        they are the caller's own, to be changed. A folder that is not there appears with all of them or not
        at all; in one that is there each file is replaced at once. Without ``to`` it is a folder of the
        store. Raises ``TrackError`` for content that is missing, and for a folder that cannot be written.
        """
        from ato.track.artifacts._download import default_folder, placed

        name = f"{self.name}-{self.version}-{self.digest[:8]}"
        folder = default_folder(self.location, name) if to is None else Path(to)
        return placed(str(self), self.files, Blobs(self.location.blobs), folder.absolute(), copy=copy)

    def checkout(self, version: str) -> Version:
        """Another version of the same artifact, by number (``v2``) or alias."""
        from ato.track.artifacts._find import find
        from ato.track.store import prepared

        with prepared(self.location) as store, store.reading() as connection:
            return find(connection, self.location, Reference(self.project, self.name, version))
