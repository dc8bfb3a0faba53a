"""Two scopes of one program, which share some names and not others."""

from __future__ import annotations

from typing import Any

import ato.config as ato


class Head(ato.Config):
    __slots__ = ("hidden", "rate")
    _fields = (ato.Field("hidden", ato.INT, 128, ge=1), ato.Field("rate", ato.FLOAT, 0.5))
    hidden: int
    rate: float

    def __init__(self, **values: Any) -> None:
        self._init(**values)


class Model(ato.Config):
    __slots__ = ("backbone", "head", "layers", "lr", "seed", "token")
    _fields = (
        ato.Field("backbone", ato.Literal("resnet18", "resnet50")),
        ato.Field("lr", ato.FLOAT, gt=0),
        ato.Field("head", ato.Struct(Head)),
        ato.Field("layers", ato.List(ato.INT), ()),
        ato.Field("seed", ato.INT, 7, final=True),
        ato.Field("token", ato.Union(ato.STR, ato.NULL), None, secret=True),
    )
    backbone: str
    head: Head
    layers: tuple[int, ...]
    lr: float
    seed: int
    token: str | None

    def __init__(self, **values: Any) -> None:
        self._init(**values)


class Data(ato.Config):
    __slots__ = ("dataset", "lr", "model", "root", "share", "workers")
    _fields = (
        ato.Field("dataset", ato.Literal("cifar10", "imagenet"), "cifar10"),
        ato.Field("lr", ato.FLOAT, 0.001, gt=0),
        ato.Field("share", ato.FLOAT, 1.0, renamed_from="fraction"),
        ato.Field("root", ato.PATH, input=True),
        ato.Field("workers", ato.INT, 2, deprecated="it is chosen by itself"),
        ato.Field("model", ato.Struct(Head)),
    )
    dataset: str
    lr: float
    model: Head
    root: Any
    share: float
    workers: int

    def __init__(self, **values: Any) -> None:
        self._init(**values)


MODEL = ato.Schema(
    "model",
    Model,
    views=(
        ato.View("defaults", default=True, writes={"backbone": "resnet50", "lr": 0.1}),
        ato.View("small", writes={"backbone": "resnet18", "lr": 0.05}),
        ato.View("deep", priority=1, chain=("small",), writes={"head.hidden": 512}),
        ato.View("adam", group="optimizer"),
        ato.View("sgd", group="optimizer", writes={"lr": 0.2}),
    ),
    groups={"optimizer": "adam"},
)
DATA = ato.Schema(
    "data",
    Data,
    views=(
        ato.View("small", writes={"share": 0.1}),
        ato.View("big", writes={"dataset": "imagenet"}),
        ato.View("random", group="sampler"),
        ato.View("sorted", group="sampler"),
    ),
    groups={"sampler": "random"},
    required=("root",),
)
SCOPES = ato.Scopes(MODEL, DATA)


def values(*words: str, **given: Any) -> dict[str, object]:
    """What a selection comes to, by the dotted keys of both scopes."""
    configs = SCOPES.compose(overrides=("data.root=x", *words), **given)
    return {
        f"{name}.{path}": getattr(configs[name], path)
        for name, path in (
            ("model", "backbone"),
            ("model", "lr"),
            ("data", "dataset"),
            ("data", "lr"),
            ("data", "share"),
        )
    }


def told(*words: str, **given: Any) -> list[str]:
    """What is wrong with a selection, each problem with its help, one a line."""
    try:
        SCOPES.compose(overrides=words, **given)
    except ato.ConfigError as error:
        return [f"{each.subject}: {' | '.join((each.message, *each.help))}" for each in error.problems]
    return []
