"""A run that keeps nothing: every call is there, and does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DisabledRun:
    """What ``mode="disabled"`` gives: a run of the same shape, without a store, a file or a thread."""

    uid = "0" * 32
    id = 0
    problems: tuple[str, ...] = ()

    def __init__(self, config: object, project: str, name: str, tags: tuple[str, ...]) -> None:
        self.config = config
        self.project = project
        self.name = name
        self.notes = ""
        self.tags = tags
        self.status = "running"
        self.step = -1
        self.summary: dict[str, Any] = {}

    def __enter__(self) -> DisabledRun:
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    def __repr__(self) -> str:
        return f"DisabledRun({self.project}/{self.name})"

    def finish(self, status: str = "completed", *, reason: str = "", error: str = "") -> bool:
        """End the run."""
        self.status = status
        return True

    def flush(self) -> bool:
        """Do nothing, with success."""
        return True

    def log(self, values: Mapping[str, Any], step: int | None = None) -> None:
        """Count the step."""
        self.step = self.step + 1 if step is None else step

    def tag(self, *tags: str) -> None:
        """Add tags."""
        self.tags = (*self.tags, *tags)

    def untag(self, *tags: str) -> None:
        """Take tags away."""
        self.tags = tuple(tag for tag in self.tags if tag not in tags)

    def record(self, kind: str, **content: Any) -> None:
        """Do nothing."""

    def record_code(self, *_: object, **__: object) -> None:
        """Do nothing."""

    record_output = record_environment = record_source = record_code
