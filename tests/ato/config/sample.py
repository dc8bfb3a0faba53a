"""A scope written as a generated module is: what the tests of the room compose."""

from __future__ import annotations

from typing import Any

import ato.config as ato


class Model(ato.Config):
    __slots__ = ("backbone", "hidden")
    __match_args__ = ("backbone", "hidden")
    _fields = (
        ato.Field("backbone", ato.Literal("resnet18", "resnet50", "vit_s")),
        ato.Field("hidden", ato.INT, 128, ge=1),
    )
    backbone: str
    hidden: int

    def __init__(self, *, backbone: str, hidden: int = 128) -> None:
        self._init(backbone=backbone, hidden=hidden)


class Account(ato.Config):
    __slots__ = ("token", "user")
    _fields = (ato.Field("user", ato.STR, "me"), ato.Field("token", ato.STR, "", secret=True))
    user: str
    token: str

    def __init__(self, *, user: str = "me", token: str = "") -> None:
        self._init(user=user, token=token)


class Train(ato.Config):
    __slots__ = (
        "account",
        "batch_size",
        "cache",
        "data_dir",
        "dataset",
        "epochs",
        "extra",
        "head",
        "layers",
        "lr",
        "model",
        "name",
        "options",
        "seed",
        "speed",
        "tags",
        "token",
        "warmup",
    )
    __match_args__ = ("lr", "epochs", "model")
    _fields = (
        ato.Field("lr", ato.FLOAT, gt=0, le=10),
        ato.Field("epochs", ato.INT, ge=1, renamed_from="passes"),
        ato.Field("batch_size", ato.INT, 32, ge=1, multiple_of=2),
        ato.Field("dataset", ato.Literal("cifar10", "imagenet")),
        ato.Field("model", ato.Struct(Model), renamed_from="network"),
        ato.Field("tags", ato.List(ato.STR), ()),
        ato.Field("options", ato.Dict(ato.INT), ato.FrozenDict()),
        ato.Field("extra", ato.ANY, None),
        ato.Field("head", ato.Union(ato.Struct(Model), ato.NULL), None),
        ato.Field("layers", ato.List(ato.Struct(Model)), ()),
        ato.Field("token", ato.Union(ato.STR, ato.NULL), None, secret=True),
        ato.Field("account", ato.Struct(Account)),
        ato.Field("data_dir", ato.PATH, input=True),
        ato.Field("seed", ato.INT, 7, final=True),
        ato.Field("speed", ato.INT, 1, deprecated="use lr"),
        ato.Field("cache", ato.Union(ato.DURATION, ato.NULL), None),
        ato.Field("name", ato.STR, "run"),
        ato.Field("warmup", ato.INT, computed=True),
    )
    account: Account
    batch_size: int
    cache: Any
    data_dir: Any
    dataset: str
    epochs: int
    extra: Any
    head: Model | None
    layers: tuple[Model, ...]
    lr: float
    model: Model
    name: str
    options: dict[str, int]
    seed: int
    speed: int
    tags: tuple[str, ...]
    token: str | None
    warmup: int

    def __init__(self, **values: Any) -> None:
        self._init(**values)


def _warmup(config: Any) -> int:
    return int(config.epochs) // 10


def _longer(config: Any) -> tuple[str, ...]:
    return (*config.tags, "long")


def _is_imagenet(config: Any) -> bool:
    return bool(config.dataset == "imagenet")


def _doubled(config: Any) -> int:
    return int(config.batch_size) * 2


VIEWS = (
    ato.View(
        "defaults",
        default=True,
        writes={"lr": 1e-3, "epochs": 50, "dataset": "cifar10", "model.backbone": "resnet50"},
    ),
    ato.View("high_lr", priority=1, writes={"lr": 3e-3}),
    ato.View("long_run", priority=2, chain=("high_lr",), writes={"epochs": 200}, computed={"tags": _longer}),
    ato.View("wide", writes={"model.hidden": 512}),
    ato.View("adam", group="optimizer"),
    ato.View("sgd", group="optimizer", writes={"lr": 0.1}),
    ato.View("big", writes={"dataset": "imagenet"}),
    ato.View("shapes", default=True, lazy=True, when=_is_imagenet, computed={"batch_size": _doubled}),
)

_SCHEMA = ato.Schema(
    "train",
    Train,
    views=VIEWS,
    groups={"optimizer": "adam"},
    computed=(("warmup", _warmup),),
    required=("data_dir",),
    module=__name__,
)


def compose(*views: str, **given: Any) -> Train:
    """As a generated module has it."""
    return _SCHEMA.compose(views, **given)


def composed(*words: str, views: tuple[str, ...] = (), **given: Any) -> Train:
    """The config of command-line words, with the input that every selection needs."""
    return _SCHEMA.compose(views, ("data_dir=data", *words), **given)
