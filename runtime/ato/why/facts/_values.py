"""What is known of two runs, side by side. Frozen values: no rendering asks the store again.

``a`` and ``b`` are always the first and the second run. Of what was not recorded nothing is concluded: each
part says whether either run has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ato.track.store import StoredRun, Summary

SIDES = ("A", "B")


@dataclass(frozen=True, slots=True)
class Recorded:
    """Whether either run has a part at all, and whether that part is the same, told by its digest alone."""

    a: bool
    b: bool
    is_same: bool

    @property
    def both(self) -> bool:
        """Whether the part can be compared."""
        return self.a and self.b

    @property
    def missing(self) -> str:
        """In which of the runs the part was not recorded, in words; empty where both have it."""
        if self.both:
            return ""
        return "A" if self.b else "B" if self.a else "A and B"


@dataclass(frozen=True, slots=True)
class Setting:
    """A key in one run: its value, and who set it.

    ``who`` is the view, the source outside, or the kind of default, and empty where nobody knows. ``word`` is
    what was written on the command line, ``asked_by`` why the view was active, ``root`` the view that was
    asked for where this one is chained with it, ``beat`` who had set the key before. ``was_read`` is None
    where reads were not followed.
    """

    value: Any
    kind: str
    value_hash: str
    who: str = ""
    phase: str = ""
    scope: str = ""
    priority: int = 0
    place: str = ""
    word: str = ""
    expression: str = ""
    asked_by: str = ""
    root: str = ""
    beat: tuple[str, ...] = ()
    was_read: bool | None = None


@dataclass(frozen=True, slots=True)
class KeyDifference:
    """A key whose value differs; None for the run whose config lacks it.

    ``follows`` are other keys that differ and that its value was computed from, by one expression in both;
    ``readers`` the functions that read it in either run, and ``traces`` the traced functions that they are
    called by, as far as that is known.
    """

    path: str
    a: Setting | None
    b: Setting | None
    doc: str = ""
    follows: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()

    @property
    def was_read(self) -> bool | None:
        """Whether either run read the key; None where that is not known."""
        reads = [each.was_read for each in (self.a, self.b) if each is not None]
        return True if True in reads else None if None in reads else False


@dataclass(frozen=True, slots=True)
class ConfigFacts:
    """The configs. ``same`` counts the keys that are equal, ``secrets`` are keys whose values are covered.

    ``words`` are those of the command lines that the configs took: views, and values of keys. ``silent`` are
    the runs that took note of what they read of their configs, and read nothing.
    """

    recorded: Recorded
    differences: tuple[KeyDifference, ...] = ()
    same: int = 0
    secrets: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A function that was itself changed: the calls that lead to it, and a unified diff of its logic.

    ``instead`` is the function of another name that B has in its place, as where an object is of another
    class; empty where it is called the same.
    """

    path: tuple[str, ...]
    text: str
    place: str = ""
    key: tuple[str, str] = ("", "")
    instead: str = ""


@dataclass(frozen=True, slots=True)
class TraceDifference:
    """A traced function whose logic differs; ``note`` says why no diff can be shown, where none can."""

    trace: str
    changes: tuple[CodeChange, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """The logic of traced functions. ``libraries`` are the distributions that they use, by trace."""

    recorded: Recorded
    differences: tuple[TraceDifference, ...] = ()
    same: tuple[str, ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()
    libraries: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class OutputFacts:
    """What a traced function gave back, call by call; no calls for a run that has none of its outputs.

    ``call`` is the first that differs, counted from 0; ``step_a`` and ``step_b`` are the steps it was made
    at. ``material`` is the step from which on it differs beyond the tolerance of its trace; None where no
    call does, or where it has no tolerance (``has_tolerance``).
    """

    trace: str
    count_a: int
    count_b: int
    call: int | None = None
    step_a: int | None = None
    step_b: int | None = None
    time: float = 0.0
    has_tolerance: bool = False
    material: int | None = None

    @property
    def is_shared(self) -> bool:
        """Whether both runs have outputs of it."""
        return self.count_a > 0 and self.count_b > 0

    @property
    def is_longer(self) -> bool:
        """Whether both runs have outputs of it, equal as far as both go, and one has more."""
        return self.is_shared and self.call is None and self.count_a != self.count_b

    @property
    def step(self) -> int | None:
        """The step of the first call that differs; its number where calls have no steps."""
        return self.call if self.step_a is None else self.step_a


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """A metric of both runs; None for the run that lacks it.

    ``step`` is the first at which the two have different values, ``material`` the first at which they do by
    more than a thousandth. Where all values that both have are equal, ``lone`` is the first step, as far as
    both go, at which only one run has a value, ``lone_in`` that run, and ``has_common`` whether there is any
    step at which both have one.
    """

    name: str
    a: Summary | None
    b: Summary | None
    step: int | None = None
    value_a: float = 0.0
    value_b: float = 0.0
    material: int | None = None
    lone: int | None = None
    lone_in: str = ""
    has_common: bool = True
    is_ignored: bool = False

    @property
    def is_longer(self) -> bool:
        """Whether one run has more points of it behind those that are equal in both."""
        is_same = self.step is None and self.lone is None
        return is_same and self.a is not None and self.b is not None and self.a.count != self.b.count


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the surroundings that differs, with its weight; None for the run that lacks it."""

    group: str
    name: str
    a: Any
    b: Any
    weight: int


@dataclass(frozen=True, slots=True)
class EnvironmentFacts:
    """Python, packages, variables, hardware, libraries and flags; the heaviest difference first."""

    recorded: Recorded
    differences: tuple[Fact, ...] = ()
    packages: int = 0


@dataclass(frozen=True, slots=True)
class SourceState:
    """A working tree: its commit and the digests of what is changed or new, by file."""

    commit: str
    branch: str
    is_dirty: bool
    changed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The working trees. ``files`` are those whose uncommitted state differs."""

    recorded: Recorded
    a: SourceState | None = None
    b: SourceState | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Used:
    """A version of an artifact that a run used or made."""

    name: str
    version: int
    digest: str
    files: int = 0


@dataclass(frozen=True, slots=True)
class ArtifactDifference:
    """An artifact of which the runs have different versions; ``files`` are those that differ in content."""

    name: str
    a: tuple[Used, ...]
    b: tuple[Used, ...]
    files: tuple[str, ...] = ()
    file_count: int = 0


@dataclass(frozen=True, slots=True)
class ArtifactFacts:
    """Artifacts that the runs used, and those that they made."""

    used: Recorded
    differences: tuple[ArtifactDifference, ...] = ()
    same: tuple[str, ...] = ()
    made: tuple[ArtifactDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the store knows of two runs, side by side.

    ``resumed`` has, for each run, the steps from which it was resumed; ``command`` the words by
    which their command lines differ, in their places.
    """

    a: StoredRun
    b: StoredRun
    config: ConfigFacts
    code: CodeFacts
    outputs: tuple[OutputFacts, ...]
    metrics: tuple[MetricFacts, ...]
    environment: EnvironmentFacts
    source: SourceFacts
    seeds: tuple[Fact, ...]
    seeds_recorded: Recorded
    artifacts: ArtifactFacts
    command: tuple[tuple[str, ...], tuple[str, ...]]
    resumed: tuple[tuple[int | None, ...], tuple[int | None, ...]]

    @property
    def parting(self) -> OutputFacts | None:
        """The traced function that differs first: at the earliest step, and there called earliest."""
        differing = [each for each in self.outputs if each.call is not None]
        return min(differing, key=lambda each: (each.step or 0, each.time, each.trace), default=None)

    @property
    def first_step(self) -> int | None:
        """The first step at which an output or a metric differs; None where nothing does."""
        steps = [each.step for each in self.outputs if each.call is not None and each.step is not None]
        steps += [each.step for each in self.metrics if each.step is not None and not each.is_ignored]
        return min(steps, default=None)
