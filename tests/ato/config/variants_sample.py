"""A scope with variants, written as a generated module is."""

from __future__ import annotations

from typing import Any

import ato.config as ato


class Cosine(ato.Config):
    __slots__ = ("cycles", "shape")
    __match_args__ = ("shape", "cycles")
    _fields = (ato.Field("shape", ato.Literal("cosine"), "cosine"), ato.Field("cycles", ato.INT, 1, ge=1))
    shape: str
    cycles: int

    def __init__(self, *, shape: str = "cosine", cycles: int = 1) -> None:
        self._init(shape=shape, cycles=cycles)


class Steps(ato.Config):
    __slots__ = ("every", "shape")
    __match_args__ = ("shape", "every")
    _fields = (
        ato.Field("shape", ato.Literal("step", "linear")),
        ato.Field("every", ato.INT, 10, ge=1),
    )
    shape: str
    every: int

    def __init__(self, *, shape: str, every: int = 10) -> None:
        self._init(shape=shape, every=every)


SCHEDULE = ato.Variant("shape", ato.Struct(Cosine), ato.Struct(Steps))


class Adam(ato.Config):
    __slots__ = ("beta", "kind", "lr")
    __match_args__ = ("kind", "lr", "beta")
    _fields = (
        ato.Field("kind", ato.Literal("adam"), "adam"),
        ato.Field("lr", ato.FLOAT, 0.001, gt=0),
        ato.Field("beta", ato.FLOAT, 0.9),
    )
    kind: str
    lr: float
    beta: float

    def __init__(self, *, kind: str = "adam", lr: float = 0.001, beta: float = 0.9) -> None:
        self._init(kind=kind, lr=lr, beta=beta)


class Sgd(ato.Config):
    __slots__ = ("kind", "lr", "momentum", "schedule")
    __match_args__ = ("kind", "lr", "momentum", "schedule")
    _fields = (
        ato.Field("kind", ato.Literal("sgd"), "sgd"),
        ato.Field("lr", ato.FLOAT, 0.1, gt=0),
        ato.Field("momentum", ato.FLOAT),
        ato.Field("schedule", SCHEDULE, Cosine()),
    )
    kind: str
    lr: float
    momentum: float
    schedule: Cosine | Steps

    def __init__(
        self,
        *,
        kind: str = "sgd",
        lr: float = 0.1,
        momentum: float,
        schedule: Cosine | Steps | dict[str, Any] | None = None,
    ) -> None:
        self._init(kind=kind, lr=lr, momentum=momentum, schedule=schedule or Cosine())


SOLVER = ato.Variant("kind", ato.Struct(Adam), ato.Struct(Sgd))


class Fit(ato.Config):
    __slots__ = ("fast", "solver")
    __match_args__ = ("solver", "fast")
    _fields = (ato.Field("solver", SOLVER, Adam()), ato.Field("fast", ato.BOOL, computed=True))
    solver: Adam | Sgd
    fast: bool

    def __init__(self, *, solver: Adam | Sgd, fast: bool) -> None:
        self._init(solver=solver, fast=fast)


def _lr(c: Any) -> float:
    return 0.001 if c.solver.kind == "adam" else 0.1


def _fast(c: Any) -> bool:
    return bool(c.solver.kind == "sgd" and c.solver.momentum > 0.5)


SCHEMA = ato.Schema(
    "fit",
    Fit,
    views=(
        ato.View("sgd", writes={"solver.kind": "sgd", "solver.momentum": 0.9}),
        ato.View("large", writes={"solver.lr": 0.5}),
        ato.View("stepped", writes={"solver.schedule.shape": "step"}),
        ato.View("heavy", lazy=True, writes={"solver.momentum": 0.99}, guarded=("solver.momentum",)),
        ato.View("back", lazy=True, writes={"solver.kind": "adam"}),
    ),
    computed=(("solver.lr", _lr), ("fast", _fast)),
    required=("solver.momentum",),
    initial={
        "solver.kind": "adam",
        "solver.beta": 0.9,
        "solver.schedule.shape": "cosine",
        "solver.schedule.cycles": 1,
        "solver.schedule.every": 10,
    },
)
"""A solver that is Adam or Sgd; of Sgd the schedule is a variant again."""

_SCHEMA = SCHEMA
