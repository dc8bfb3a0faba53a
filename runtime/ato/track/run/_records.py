"""What a run is told besides points: facts, artifacts, its name, tags and notes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from time import time
from typing import TYPE_CHECKING, Any

from ato.track.run._words import checked_label, checked_note, checked_tags

if TYPE_CHECKING:
    from ato.track.artifacts import Artifact, LoggedArtifact, Version
    from ato.track.journal import Journal
    from ato.track.run._secrets import Cover


class Records:
    """What ``Run`` takes over: one call for each thing that is said once, or now and then."""

    journal: Journal
    cover: Cover
    _name: str
    _tags: dict[str, None]
    _notes: str

    if TYPE_CHECKING:

        def _live(self) -> None: ...

    def record(self, kind: str, **content: Any) -> None:
        """Append a fact to the journal: JSON values by name. ``ato.track.store._facts`` knows the kinds."""
        self._live()
        self._tell({"kind": kind, **content})

    def _tell(self, fact: Mapping[str, Any]) -> None:
        """Write a fact down, with secrets covered."""
        self.journal.fact(self.cover.fact(fact))

    def record_code(self, trace: str, digest: str, functions: Iterable[Mapping[str, Any]]) -> None:
        """Keep the fingerprint of a function's logic under a trace.

        ``functions`` are it and what it calls: mappings with ``digest``, ``qualname``, ``module``, ``file``,
        ``line``, ``algorithm``, ``normal_form`` (text), ``calls`` (JSON) and ``details`` (JSON).
        """
        self.record("code", trace=trace, digest=digest, functions=[dict(each) for each in functions])

    def record_output(
        self, trace: str, step: int | None, digest: str, *, rounded: str = "", details: Any = None
    ) -> None:
        """Keep the fingerprint of what a call gave back: digests in hexadecimal, call by call."""
        self.record(
            "output", trace=trace, step=step, digest=digest, rounded=rounded, details=details, time=time()
        )

    def record_environment(self, facts: Mapping[str, Any]) -> None:
        """Keep what the program ran in and on: JSON values, with secrets masked."""
        self.record("environment", facts=dict(facts))

    def record_source(self, facts: Mapping[str, Any], patch: bytes = b"") -> None:
        """Keep the state of the working tree; ``patch`` is the uncommitted diff, compressed with zlib."""
        from base64 import b64encode

        self.record("source", facts=dict(facts), patch=b64encode(patch).decode())

    # Artifacts.

    def log_artifact(
        self,
        artifact: Artifact | str | os.PathLike[str],
        name: str | None = None,
        type: str | None = None,
        *,
        aliases: Iterable[str] = (),
        description: str = "",
        metadata: Mapping[str, Any] | None = None,
    ) -> LoggedArtifact:
        """Keep an artifact, or a file or folder by its path, as made by this run.

        Equal content is the same version. ``latest`` moves to it, and so do ``aliases``. Its content is in
        the store when this returns. Raises ``TrackError`` for what cannot be kept, and for nothing else:
        where the store cannot be written, ``problem`` of the result says so, and the run goes on.
        """
        from ato.track.artifacts._log import log_artifact

        self._live()
        run: Any = self
        about: dict[str, Any] = {"aliases": aliases, "description": description, "metadata": metadata}
        return log_artifact(run, artifact, name, type, **about)

    def use_artifact(self, version: str | Version | LoggedArtifact) -> Version:
        """The version of that name, noted as used by this run.

        It is ``name:v2``, ``name:alias``, ``name`` (the latest) or ``project/name:v0``. Waits until the store
        has what this run has logged. Raises ``TrackError`` where there is none.
        """
        from ato.track.artifacts._log import use_artifact

        self._live()
        run: Any = self
        return use_artifact(run, version)

    # Said of the run. A mistake raises ``TrackError`` and changes nothing.

    @property
    def name(self) -> str:
        """The name for people."""
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        checked = checked_label(name, "name")
        self.record("changed", name=checked)
        self._name = checked

    @property
    def notes(self) -> str:
        """What people wrote of the run."""
        return self._notes

    @notes.setter
    def notes(self, notes: str) -> None:
        checked = checked_note(notes)
        self.record("changed", notes=checked)
        self._notes = checked

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, in the order in which they were given."""
        return tuple(self._tags)

    def tag(self, *tags: str) -> None:
        """Add tags."""
        added = checked_tags(tags)
        self.record("tags", add=added)
        self._tags |= dict.fromkeys(added)

    def untag(self, *tags: str) -> None:
        """Take tags away; one that is not there is none the less gone."""
        removed = checked_tags(tags)
        self.record("tags", remove=removed)
        for tag in removed:
            self._tags.pop(tag, None)
