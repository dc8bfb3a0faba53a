"""What a run does with artifacts: it logs what it has made, and names what it uses.

The content goes into the store before the call returns, and what it is goes into the journal, as everything
that a run logs. So what a call returned from outlives the process, no call waits for the database, and a
store that cannot be written stops no training: it is said, and kept among the run's problems.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from logging import getLogger
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any, Protocol, cast

from ato.track._errors import TrackError
from ato.track._uid import new_uid
from ato.track.artifacts._artifact import TYPE, Artifact
from ato.track.artifacts._manifest import digest_of
from ato.track.artifacts._names import Reference, checked_alias
from ato.track.blobs import Blobs

if TYPE_CHECKING:
    from ato.track._location import Location
    from ato.track.artifacts._manifest import ArtifactFile
    from ato.track.artifacts._version import Version

SETTLED_WITHIN = 60.0
"""Seconds that reading waits for what the run has logged to be in the store."""


class Logging(Protocol):
    """What is asked of a run."""

    project: str
    uid: str
    location: Location
    status: str
    writer: Any
    journal: Any

    def record(self, kind: str, **content: Any) -> None:
        """Append a fact to the run's journal."""
        ...


class LoggedArtifact:
    """An artifact that a run has logged. ``problem`` says why it could not be kept; empty where it was."""

    def __init__(self, run: Logging | None, name: str, files: tuple[ArtifactFile, ...], problem: str) -> None:
        self._run = run
        self.name = name
        self.files = files
        self.digest = digest_of(files)
        self.problem = problem

    def __repr__(self) -> str:
        return f"LoggedArtifact({self.name!r}, {self.problem or self.digest[:12]!r})"

    def wait(self, seconds: float = SETTLED_WITHIN) -> Version:
        """The version that it has become, when the store has it. Raises ``TrackError`` if it gets none."""
        if self.problem or self._run is None:
            raise TrackError(self.name, f"was not kept: {self.problem or 'the run is disabled'}")
        from ato.track.artifacts._find import find_content
        from ato.track.store import prepared

        run = self._run
        if run.status == "running":
            run.writer.catch_up(seconds)
        with prepared(run.location) as store, store.reading() as connection:
            return find_content(connection, run.location, Reference(run.project, self.name, self.digest))

    @property
    def version(self) -> str:
        """The version as it is written, ``v2``. Waits for the store. Empty where the run is disabled."""
        return self.wait().version if self._run is not None else ""


def log_artifact(
    run: Logging | None,
    artifact: Artifact | str | os.PathLike[str],
    name: str | None = None,
    type: str | None = None,
    *,
    aliases: Iterable[str] = (),
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> LoggedArtifact:
    """Keep an artifact, or a file or folder by its path, as made by a run; see ``Run.log_artifact``."""
    if isinstance(aliases, str):
        raise TrackError(aliases, "aliases are a list of texts", (f'write aliases=["{aliases}"]',))
    names = [checked_alias(alias) for alias in aliases]
    whole = _artifact(artifact, name, type, description, metadata)
    if run is None:
        return LoggedArtifact(None, whole.name, (), "")
    blobs = Blobs.of(run.location)
    try:
        with blobs.held():
            files = whole.stored(blobs)
            blobs.pin(run.journal.path, sorted({file.digest for file in files if file.digest is not None}))
            _record(run, whole, files, names)
    except OSError as error:
        return LoggedArtifact(run, whole.name, (), _told(run, whole.name, error))
    return LoggedArtifact(run, whole.name, tuple(files), "")


def _record(run: Logging, whole: Artifact, files: list[ArtifactFile], aliases: list[str]) -> None:
    run.record(
        "artifact",
        name=whole.name,
        type=whole.type,
        description=whole.description,
        metadata=whole.metadata,
        uid=new_uid(),
        digest=digest_of(files),
        size=sum(file.size or 0 for file in files),
        files=[[file.path, file.digest, file.size, file.mode, file.uri, file.checksum] for file in files],
        aliases=list(dict.fromkeys(aliases)),
        time=time(),
    )


def use_artifact(run: Logging, named: str | Version | LoggedArtifact) -> Version:
    """Find a version, and note that a run uses it; see ``Run.use_artifact``."""
    from ato.track.artifacts._version import Version

    run.writer.catch_up(SETTLED_WITHIN)
    if isinstance(named, LoggedArtifact):
        version = named.wait()
    elif isinstance(named, Version):
        version = named
        if version.location.url != run.location.url:
            message = "%s is of another store, %s: that the run uses it is not kept in %s"
            getLogger("ato.track").warning(message, version, version.location, run.location)
    else:
        version = find_version(run.location, named, run.project)
    run.record("used", project=version.project, name=version.name, digest=version.digest, time=time())
    return version


def find_version(location: Location, named: str, project: str | None) -> Version:
    """The version of that name in a store."""
    from ato.track.artifacts._find import find
    from ato.track.store import prepared

    with prepared(location) as store, store.reading() as connection:
        return find(connection, location, named, project)


def _artifact(
    given: Artifact | str | os.PathLike[str],
    name: str | None,
    type: str | None,
    description: str,
    metadata: Mapping[str, Any] | None,
) -> Artifact:
    if isinstance(given, Artifact):
        if name is not None or type is not None or description or metadata:
            help = ("give them to Artifact(...)",)
            raise TrackError(given.name, "an artifact has its own name, type, description and metadata", help)
        if not len(given):
            raise TrackError(
                given.name, "the artifact holds nothing", ("add_file, add_dir or add_reference",)
            )
        return given
    if not isinstance(cast("Any", given), (str, os.PathLike)):
        raise TrackError(repr(given)[:60], "is neither an Artifact nor the path of a file or folder")
    path = Path(given)
    made = Artifact(name or path.absolute().name, type or TYPE, description, metadata)
    if path.is_dir():
        made.add_dir(path)
        if not len(made):
            raise TrackError(os.fspath(given), "is a folder without files")
    else:
        made.add_file(path)
    return made


def _told(run: Logging, name: str, error: OSError) -> str:
    """Say once what the store refuses."""
    why = f"{name} is not kept: {error.strerror or error} ({error.filename or run.location.blobs})"
    if why not in run.writer.state.problems:
        run.writer.state.problems.append(why)
        getLogger("ato.track").warning("%s: the artifact %s\n  the run goes on without it", run.location, why)
    return why
