"""What reading a store gives: plain frozen values, tied to no connection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as the store has it. Times are seconds since 1970; ``error`` is the traceback of a failed run.

    ``status`` is ``running``, ``completed``, ``failed`` or ``killed``; ``short`` is a name for people.
    """

    id: int
    uid: str
    project: str
    name: str
    status: str
    reason: str
    error: str
    started: float
    ended: float | None
    heartbeat: float
    host: str
    pid: int
    parent_uid: str | None
    group: str | None
    notes: str
    tags: tuple[str, ...]
    fork_step: int | None
    last_step: int | None
    config_digest: str | None
    structure_digest: str | None
    code_digest: str | None
    env_digest: str | None
    source_digest: str | None
    command: tuple[str, ...]
    context: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"<run {self.id} {self.project}/{self.name} {self.status}>"

    @property
    def short(self) -> str:
        """The first digits of the uid that tell of more than the hour it was made in."""
        return self.uid[-8:]


class StoredPoint(NamedTuple):
    """One value of a metric. ``ord`` counts the points of one step; a superseded one was left behind when
    the run was resumed from an earlier step.
    """

    step: int
    value: float
    time: float
    ord: int
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """A metric of a run in numbers. ``last`` is the value of the highest step; nan where there is none."""

    last: float
    last_step: int
    last_time: float
    min: float
    min_step: int | None
    max: float
    max_step: int | None
    mean: float
    count: int
    nans: int
    infs: int


@dataclass(frozen=True, slots=True)
class ConfigWrite:
    """A write to a key: made (``written``), or possible (``skipped``, ``inactive``). ``value`` is plain data,
    None where it was not made or not kept; see :class:`ato.config.explained._causality.Attempt` for the rest.
    """

    path: str
    op: str
    phase: str
    by: str
    scope: str
    priority: int
    text: str
    value: Any
    value_hash: str | None
    lost_to: str
    condition: str
    why: str
    expression: str
    place: str


@dataclass(frozen=True, slots=True)
class ConfigKey:
    """A key of a run's config: its value as plain data, what is known of it, its writes, the last first."""

    path: str
    kind: str
    value: Any
    value_hash: str
    type: str
    doc: str
    unit: str
    place: str
    note: str
    was_read: bool | None
    writes: tuple[ConfigWrite, ...]


@dataclass(frozen=True, slots=True)
class AppliedView:
    """A view that was applied, in the order in which they were."""

    view: str
    scope: str
    priority: int
    asked_by: str
    code_digest: str | None


@dataclass(frozen=True, slots=True)
class StoredConfig:
    """The config of a run with its causes, by dotted path; in the order of the config."""

    digest: str
    keys: Mapping[str, ConfigKey]
    views: tuple[AppliedView, ...]
