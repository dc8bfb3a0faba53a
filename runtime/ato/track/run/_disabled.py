"""A run that keeps nothing: every call is there, and does nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ato.track.run._active import entered, left
from ato.track.run._ending import ending
from ato.track.run._unlogged import KeepsNothing

if TYPE_CHECKING:
    from types import TracebackType

    from ato.track._location import Location
    from ato.track.artifacts import Artifact, LoggedArtifact, Version
    from ato.track.run._active import Enclosing


class DisabledRun(KeepsNothing):
    """A run of the same shape, without a journal, a file or a thread, and ``why`` it is one."""

    uid = "0" * 32
    id = 0
    problems: tuple[str, ...] = ()
    sync_status = "off"

    def __init__(
        self, config: object, project: str, name: str, tags: Iterable[str], location: Location, why: str
    ) -> None:
        self.config = config
        self.project = project
        self.name = name
        self.location = location
        self.why = why
        self.notes = ""
        self.tags = tuple(tags)
        self.status = "running"
        self.step = -1
        self.summary: dict[str, Any] = {}
        self.outer: Enclosing | None = None

    def __enter__(self) -> DisabledRun:
        entered(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        left(self)
        self.finish(ending(error)["status"])

    def __copy__(self) -> DisabledRun:
        return self

    def __deepcopy__(self, memo: object) -> DisabledRun:
        return self

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.project}/{self.name}, {self.why})"

    def finish(self, status: str = "completed", *, reason: str = "", error: str = "") -> bool:
        """End the run. A second call does nothing."""
        self.status = status if self.status == "running" else self.status
        return True

    def flush(self) -> bool:
        """Do nothing, with success."""
        return True

    def log(self, values: Mapping[str, Any], step: int | None = None) -> None:
        """Count the step."""
        self.step = self.step + 1 if step is None else step

    def tag(self, *tags: str) -> None:
        """Add tags."""
        self.tags = tuple(dict.fromkeys((*self.tags, *tags)))

    def untag(self, *tags: str) -> None:
        """Take tags away."""
        self.tags = tuple(tag for tag in self.tags if tag not in tags)

    def log_artifact(
        self, artifact: Artifact | str | os.PathLike[str], name: str | None = None, type: str | None = None,
        *, aliases: Iterable[str] = (), description: str = "", metadata: Mapping[str, Any] | None = None,
    ) -> LoggedArtifact:  # fmt: skip
        """Look at the artifact, and keep nothing of it."""
        from ato.track.artifacts._log import log_artifact

        about: dict[str, Any] = {"aliases": aliases, "description": description, "metadata": metadata}
        return log_artifact(None, artifact, name, type, **about)

    def use_artifact(self, version: str | Version | LoggedArtifact) -> Version:
        """The version of that name in the store; that it is used is not kept.

        Raises ``TrackError`` where there is none, as of what this run itself was given.
        """
        from ato.track.artifacts._log import LoggedArtifact, find_version

        if isinstance(version, LoggedArtifact):
            return version.wait()
        return find_version(self.location, version, self.project) if isinstance(version, str) else version


class SilentRun(DisabledRun):
    """What the processes of a training get whose run another one of them records."""

    def log_artifact(
        self, artifact: Artifact | str | os.PathLike[str], name: str | None = None, type: str | None = None,
        *, aliases: Iterable[str] = (), description: str = "", metadata: Mapping[str, Any] | None = None,
    ) -> LoggedArtifact:  # fmt: skip
        """Look at no file: it is the process that records which has it."""
        from pathlib import Path

        from ato.track.artifacts._log import LoggedArtifact

        named = Path(artifact).name if isinstance(artifact, (str, os.PathLike)) else artifact.name
        return LoggedArtifact(None, name or named, (), "")
