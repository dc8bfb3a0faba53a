# Made by atoc from schemas/machine.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: d4ee38bb16e0d361
"""Values of text and of the machine."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from pathlib import Path
    from typing import Any, Literal, TypeAlias, TypeVar

    R = TypeVar("R")
    View: TypeAlias = Literal["continuous", "seeded", "offset"]


class Paths(ato.Config):
    __slots__ = ("root", "log")
    __match_args__ = ("root", "log")
    _fields = (ato.Field("root", ato.PATH, computed=True), ato.Field("log", ato.PATH, computed=True))

    root: Path
    log: Path

    def __init__(self, *, root: Path, log: Path) -> None:
        self._init(root=root, log=log)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.root = self.root
            draft.log = self.log
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


class MachineConfig(ato.Config):
    """Values of text and of the machine."""

    __slots__ = (
        "name",
        "steps",
        "lr",
        "tags",
        "paths",
        "title",
        "parts",
        "label",
        "is_base",
        "workers",
        "run",
        "commit",
        "notes",
        "half",
        "seed",
        "mode",
        "quick",
        "folded",
        "checksum",
        "measured",
    )
    __match_args__ = (
        "name",
        "steps",
        "lr",
        "tags",
        "paths",
        "title",
        "parts",
        "label",
        "is_base",
        "workers",
        "run",
        "commit",
        "notes",
        "half",
        "seed",
        "mode",
        "quick",
        "folded",
        "checksum",
        "measured",
    )
    _fields = (
        ato.Field("name", ato.STR, "Base"),
        ato.Field("steps", ato.INT, 100),
        ato.Field("lr", ato.FLOAT, 0.1),
        ato.Field("tags", ato.List(ato.STR), ("a", "b")),
        ato.Field("paths", ato.Struct(Paths)),
        ato.Field("title", ato.STR, computed=True),
        ato.Field("parts", ato.List(ato.STR), computed=True),
        ato.Field("label", ato.STR, computed=True),
        ato.Field("is_base", ato.BOOL, computed=True),
        ato.Field("workers", ato.INT, computed=True),
        ato.Field("run", ato.STR, computed=True),
        ato.Field("commit", ato.STR, computed=True),
        ato.Field("notes", ato.STR, computed=True),
        ato.Field("half", ato.FLOAT, computed=True),
        ato.Field("seed", ato.Union(ato.INT, ato.NULL), None),
        ato.Field("mode", ato.Literal("fast", "exact", "tiny"), "fast"),
        ato.Field("quick", ato.Literal("fast", "tiny"), computed=True),
        ato.Field("folded", ato.INT, computed=True),
        ato.Field("checksum", ato.STR, computed=True),
        ato.Field("measured", ato.ANY, computed=True),
    )

    name: str
    steps: int
    lr: float
    tags: tuple[str, ...]
    paths: Paths
    title: str
    parts: tuple[str, ...]
    label: str
    is_base: bool
    workers: int
    run: str
    commit: str
    notes: str
    half: float
    seed: int | None
    mode: Literal["fast", "exact", "tiny"]
    quick: Literal["fast", "tiny"]
    folded: int
    checksum: str
    measured: object

    def __init__(
        self,
        *,
        name: str = "Base",
        steps: int = 100,
        lr: float = 0.1,
        tags: tuple[str, ...] = ("a", "b"),
        paths: Paths,
        title: str,
        parts: tuple[str, ...],
        label: str,
        is_base: bool,
        workers: int,
        run: str,
        commit: str,
        notes: str,
        half: float,
        seed: int | None = None,
        mode: Literal["fast", "exact", "tiny"] = "fast",
        quick: Literal["fast", "tiny"],
        folded: int,
        checksum: str,
        measured: object,
    ) -> None:
        self._init(
            name=name,
            steps=steps,
            lr=lr,
            tags=tags,
            paths=paths,
            title=title,
            parts=parts,
            label=label,
            is_base=is_base,
            workers=workers,
            run=run,
            commit=commit,
            notes=notes,
            half=half,
            seed=seed,
            mode=mode,
            quick=quick,
            folded=folded,
            checksum=checksum,
            measured=measured,
        )

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.name = self.name
            draft.steps = self.steps
            draft.lr = self.lr
            draft.tags = self.tags
            draft.paths = self.paths
            draft.title = self.title
            draft.parts = self.parts
            draft.label = self.label
            draft.is_base = self.is_base
            draft.workers = self.workers
            draft.run = self.run
            draft.commit = self.commit
            draft.notes = self.notes
            draft.half = self.half
            draft.seed = self.seed
            draft.mode = self.mode
            draft.quick = self.quick
            draft.folded = self.folded
            draft.checksum = self.checksum
            draft.measured = self.measured
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _ask_fold(c: MachineConfig, *arguments: object) -> int:
    """The text as a number below so many thousands."""
    value: int = ato.resolvers.ask(c, "fold", "mine.resolvers:fold", (ato.STR, ato.INT), ato.INT, arguments)
    return value


def _ask_salt(c: MachineConfig, *arguments: object) -> Literal["sea", "rock"]:
    """What ``mine.resolvers:Salt.fresh`` gives."""
    value: Literal["sea", "rock"] = ato.resolvers.ask(
        c,
        "salt",
        "mine.resolvers:Salt.fresh",
        (),
        ato.Literal("sea", "rock"),
        arguments,
    )
    return value


def _ask_measure(c: MachineConfig, *arguments: object) -> Any:
    """What ``mine.measures:of`` gives."""
    value: Any = ato.resolvers.ask(c, "measure", "mine.measures:of", (ato.List(ato.STR),), ato.ANY, arguments)
    return value


def _paths_root(c: MachineConfig) -> Path:
    return ato.resolvers.path_join(ato.resolvers.env(c, "DATA", "/data"), c.name.lower())


def _paths_log(c: MachineConfig) -> Path:
    return ato.resolvers.path_join(c.paths.root, "run, 1.log")


def _title(c: MachineConfig) -> str:
    return c.name.strip().upper()[:8]


def _parts(c: MachineConfig) -> tuple[str, ...]:
    return tuple(ato.bounded_replace(c.name, " ", "-").split("-")) + c.tags[: c.steps - 1]


def _label(c: MachineConfig) -> str:
    return f"{c.name:>8} {c.lr:.3f} of {ato.resolvers.str_join('-', c.tags, 'x')}"


def _is_base(c: MachineConfig) -> bool:
    return c.name.startswith("B") or ato.bounded_join(",", c.tags).endswith("b")


def _workers(c: MachineConfig) -> int:
    return int(ato.resolvers.env(c, "WORKERS", "4")) * 2


def _run(c: MachineConfig) -> str:
    return f"{ato.resolvers.now(c, '%Y-%m-%d')}-{ato.resolvers.uuid(c)}"


def _commit(c: MachineConfig) -> str:
    return ato.resolvers.git_sha(c)[:7]


def _notes(c: MachineConfig) -> str:
    return ato.resolvers.file_read(c, ato.resolvers.path_abs(c, "notes.txt"))


def _half(c: MachineConfig) -> float:
    return c.steps / 2


def _quick(c: Any) -> Any:
    return c.mode if c.mode in ("fast", "tiny") else "tiny"


def _folded(c: MachineConfig) -> int:
    return _ask_fold(c, c.name, 3)


def _checksum(c: MachineConfig) -> str:
    return f"{_ask_fold(c, c.name, c.steps)}-{_ask_salt(c)}"


def _measured(c: Any) -> Any:
    return _ask_measure(c, c.tags)


def _when_continuous(c: MachineConfig) -> bool:
    return ato.resolvers.env(c, "CI", "") == "1"


def _when_seeded(c: MachineConfig) -> bool:
    return c.seed is not None and c.seed >= 0


def _when_offset(c: MachineConfig) -> bool:
    return c.seed is not None


def _name_of_continuous(c: MachineConfig) -> str:
    return ato.resolvers.env(c, "USER", "nobody")


def _seed_of_seeded(c: Any) -> Any:
    return c.seed + 1


def _steps_of_offset(c: Any) -> Any:
    return c.seed * 2


_SCHEMA = ato.Schema(
    "machine",
    MachineConfig,
    views=(
        ato.View(
            "continuous",
            when=_when_continuous,
            writes={"steps": 5},
            computed={"name": _name_of_continuous},
        ),
        ato.View("seeded", when=_when_seeded, writes={"steps": 50}, computed={"seed": _seed_of_seeded}),
        ato.View("offset", priority=1, when=_when_offset, computed={"steps": _steps_of_offset}),
    ),
    computed=(
        ("paths.root", _paths_root),
        ("paths.log", _paths_log),
        ("title", _title),
        ("parts", _parts),
        ("label", _label),
        ("is_base", _is_base),
        ("workers", _workers),
        ("run", _run),
        ("commit", _commit),
        ("notes", _notes),
        ("half", _half),
        ("quick", _quick),
        ("folded", _folded),
        ("checksum", _checksum),
        ("measured", _measured),
    ),
    module=__name__,
)


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> MachineConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[MachineConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["MachineConfig", "Paths", "View", "compose", "main"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(__name__, name, {"View": tuple(_SCHEMA.view_map)})
