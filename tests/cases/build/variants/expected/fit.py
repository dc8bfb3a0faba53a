# Made by atoc from schemas/fit.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: 2c3f293747099a0c
"""One of several solvers, told apart by their kind."""

from __future__ import annotations

from pathlib import Path

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Any, Literal, TypeAlias, TypeVar

    R = TypeVar("R")
    View: TypeAlias = Literal["sgd", "stepped", "gentle"]


class Adam(ato.Config):
    """Adaptive moments."""

    __slots__ = ("kind", "lr", "beta", "state", "token")
    __match_args__ = ("kind", "lr", "beta", "state", "token")
    _fields = (
        ato.Field("kind", ato.Literal("adam"), "adam"),
        ato.Field("lr", ato.FLOAT, 0.001, gt=0),
        ato.Field("beta", ato.FLOAT, 0.9),
        ato.Field("state", ato.PATH, Path("adam.bin")),
        ato.Field("token", ato.STR, "sesame", secret=True),
    )

    kind: Literal["adam"]
    lr: float
    """Size of a step"""
    beta: float
    state: Path
    token: str

    def __init__(
        self,
        *,
        kind: Literal["adam"] = "adam",
        lr: float = 0.001,
        beta: float = 0.9,
        state: Path = Path("adam.bin"),
        token: str = "sesame",
    ) -> None:
        self._init(kind=kind, lr=lr, beta=beta, state=state, token=token)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.kind = self.kind
            draft.lr = self.lr
            draft.beta = self.beta
            draft.state = self.state
            draft.token = self.token
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


class Cosine(ato.Config):
    __slots__ = ("shape", "cycles")
    __match_args__ = ("shape", "cycles")
    _fields = (ato.Field("shape", ato.Literal("cosine"), "cosine"), ato.Field("cycles", ato.INT, 1, ge=1))

    shape: Literal["cosine"]
    cycles: int

    def __init__(self, *, shape: Literal["cosine"] = "cosine", cycles: int = 1) -> None:
        self._init(shape=shape, cycles=cycles)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.shape = self.shape
            draft.cycles = self.cycles
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


class Steps(ato.Config):
    __slots__ = ("shape", "every")
    __match_args__ = ("shape", "every")
    _fields = (ato.Field("shape", ato.Literal("step", "linear")), ato.Field("every", ato.INT, 10, ge=1))

    shape: Literal["step", "linear"]
    every: int

    def __init__(self, *, shape: Literal["step", "linear"], every: int = 10) -> None:
        self._init(shape=shape, every=every)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.shape = self.shape
            draft.every = self.every
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


_SGD_SCHEDULE: Cosine | Steps = Cosine(shape="cosine", cycles=1)


class Sgd(ato.Config):
    __slots__ = ("kind", "lr", "momentum", "half", "state", "schedule")
    __match_args__ = ("kind", "lr", "momentum", "half", "state", "schedule")
    _fields = (
        ato.Field("kind", ato.Literal("sgd"), "sgd"),
        ato.Field("lr", ato.FLOAT, 0.1, gt=0),
        ato.Field("momentum", ato.FLOAT, 0.9),
        ato.Field("half", ato.FLOAT, computed=True),
        ato.Field("state", ato.PATH, Path("sgd.bin")),
        ato.Field("schedule", ato.Variant("shape", ato.Struct(Cosine), ato.Struct(Steps)), _SGD_SCHEDULE),
    )

    kind: Literal["sgd"]
    lr: float
    """Size of a step"""
    momentum: float
    half: float
    state: Path
    schedule: Cosine | Steps

    def __init__(
        self,
        *,
        kind: Literal["sgd"] = "sgd",
        lr: float = 0.1,
        momentum: float = 0.9,
        half: float,
        state: Path = Path("sgd.bin"),
        schedule: Cosine | Steps = _SGD_SCHEDULE,
    ) -> None:
        self._init(kind=kind, lr=lr, momentum=momentum, half=half, state=state, schedule=schedule)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.kind = self.kind
            draft.lr = self.lr
            draft.momentum = self.momentum
            draft.half = self.half
            draft.state = self.state
            draft.schedule = self.schedule
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


_FIT_CONFIG_SOLVER: Adam | Sgd = Adam(kind="adam", lr=0.001, beta=0.8, state=Path("adam.bin"), token="sesame")
_FIT_CONFIG_SECOND: Adam | Sgd = ato.partial(
    Sgd,
    kind="sgd",
    lr=0.1,
    momentum=0.5,
    state=Path("sgd.bin"),
    schedule=Cosine(shape="cosine", cycles=1),
)
_FIT_CONFIG_MORE: tuple[Cosine | Steps, ...] = (Steps(shape="linear", every=5),)


class FitConfig(ato.Config):
    """One of several solvers, told apart by their kind."""

    __slots__ = ("solver", "second", "more", "maybe", "is_fast")
    __match_args__ = ("solver", "second", "more", "maybe", "is_fast")
    _fields = (
        ato.Field("solver", ato.Variant("kind", ato.Struct(Adam), ato.Struct(Sgd)), _FIT_CONFIG_SOLVER),
        ato.Field("second", ato.Variant("kind", ato.Struct(Adam), ato.Struct(Sgd)), _FIT_CONFIG_SECOND),
        ato.Field(
            "more",
            ato.List(ato.Variant("shape", ato.Struct(Cosine), ato.Struct(Steps))),
            _FIT_CONFIG_MORE,
        ),
        ato.Field(
            "maybe",
            ato.Union(ato.Variant("shape", ato.Struct(Cosine), ato.Struct(Steps)), ato.NULL),
            None,
        ),
        ato.Field("is_fast", ato.BOOL, computed=True),
    )

    solver: Adam | Sgd
    """What takes the steps"""
    second: Adam | Sgd
    more: tuple[Cosine | Steps, ...]
    maybe: Cosine | Steps | None
    is_fast: bool

    def __init__(
        self,
        *,
        solver: Adam | Sgd = _FIT_CONFIG_SOLVER,
        second: Adam | Sgd,
        more: tuple[Cosine | Steps, ...] = _FIT_CONFIG_MORE,
        maybe: Cosine | Steps | None = None,
        is_fast: bool,
    ) -> None:
        self._init(solver=solver, second=second, more=more, maybe=maybe, is_fast=is_fast)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.solver = self.solver
            draft.second = self.second
            draft.more = self.more
            draft.maybe = self.maybe
            draft.is_fast = self.is_fast
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _solver_lr(c: FitConfig) -> float:
    return 0.001 if c.solver.kind == "adam" else 0.1


def _solver_state(c: FitConfig) -> Path:
    return Path("adam.bin") if c.solver.kind == "adam" else Path("sgd.bin")


def _solver_half(c: Any) -> Any:
    return c.solver.momentum / 2 if c.solver.kind == "sgd" else ato.MISSING


def _second_lr(c: FitConfig) -> float:
    return 0.001 if c.second.kind == "adam" else 0.1


def _second_state(c: FitConfig) -> Path:
    return Path("adam.bin") if c.second.kind == "adam" else Path("sgd.bin")


def _second_half(c: Any) -> Any:
    return c.second.momentum / 2 if c.second.kind == "sgd" else ato.MISSING


def _is_fast(c: Any) -> Any:
    return c.solver.kind == "sgd" and c.solver.momentum > 0.5


def _when_gentle(c: FitConfig) -> bool:
    return c.solver.kind == "sgd"


def _solver_lr_of_gentle(c: FitConfig) -> float:
    return c.solver.lr / 10


def _solver_momentum_of_gentle(c: Any) -> Any:
    return c.solver.momentum / 2


_SCHEMA = ato.Schema(
    "fit",
    FitConfig,
    views=(
        ato.View("sgd", writes={"solver.kind": "sgd", "solver.momentum": 0.9}),
        ato.View(
            "stepped",
            priority=1,
            chain=("sgd",),
            writes={"solver.kind": "sgd", "solver.schedule.shape": "step", "solver.schedule.every": 3},
        ),
        ato.View(
            "gentle",
            lazy=True,
            when=_when_gentle,
            computed={"solver.lr": _solver_lr_of_gentle, "solver.momentum": _solver_momentum_of_gentle},
        ),
    ),
    computed=(
        ("solver.lr", _solver_lr),
        ("solver.state", _solver_state),
        ("solver.half", _solver_half),
        ("second.lr", _second_lr),
        ("second.state", _second_state),
        ("second.half", _second_half),
        ("is_fast", _is_fast),
    ),
    proved=("solver.lr", "second.lr"),
    initial={
        "solver.kind": "adam",
        "solver.beta": 0.8,
        "solver.token": "sesame",
        "solver.momentum": 0.9,
        "solver.schedule.shape": "cosine",
        "solver.schedule.cycles": 1,
        "solver.schedule.every": 10,
        "second.kind": "sgd",
        "second.beta": 0.9,
        "second.token": "sesame",
        "second.momentum": 0.5,
        "second.schedule.shape": "cosine",
        "second.schedule.cycles": 1,
        "second.schedule.every": 10,
    },
    module=__name__,
)


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> FitConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[FitConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["Adam", "Cosine", "FitConfig", "Sgd", "Steps", "View", "compose", "main"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(__name__, name, {"View": tuple(_SCHEMA.view_map)})
