# Made by atoc from schemas/train.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: da6a8c83fdf3e766
"""Image classification."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from pathlib import Path
    from typing import Any, Literal, TypeAlias, TypeVar

    R = TypeVar("R")
    View: TypeAlias = Literal["defaults", "high_lr", "long_run", "adam", "imagenet_shapes", "cifar_shapes"]
    Schedule: TypeAlias = Literal["cosine", "linear", "constant"]
    """How the learning rate falls."""

_SCHEDULE = ato.Literal("cosine", "linear", "constant", name="Schedule")


class Model(ato.Config):
    """The network."""

    __slots__ = ("backbone", "hidden")
    __match_args__ = ("backbone", "hidden")
    _fields = (
        ato.Field("backbone", ato.Literal("resnet18", "resnet50", "vit_s")),
        ato.Field("hidden", ato.INT, 128, ge=1),
    )

    backbone: Literal["resnet18", "resnet50", "vit_s"]
    """Architecture"""
    hidden: int

    def __init__(self, *, backbone: Literal["resnet18", "resnet50", "vit_s"], hidden: int = 128) -> None:
        self._init(backbone=backbone, hidden=hidden)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.backbone = self.backbone
            draft.hidden = self.hidden
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


class TrainConfig(ato.Config):
    """Image classification."""

    __slots__ = (
        "lr",
        "epochs",
        "batch_size",
        "dataset",
        "num_classes",
        "image_size",
        "schedule",
        "warmup",
        "model",
        "tags",
        "token",
        "data_dir",
    )
    __match_args__ = (
        "lr",
        "epochs",
        "batch_size",
        "dataset",
        "num_classes",
        "image_size",
        "schedule",
        "warmup",
        "model",
        "tags",
        "token",
        "data_dir",
    )
    _fields = (
        ato.Field("lr", ato.FLOAT, gt=0),
        ato.Field("epochs", ato.INT, ge=1),
        ato.Field("batch_size", ato.INT, 32, ge=1),
        ato.Field("dataset", ato.Literal("cifar10", "imagenet")),
        ato.Field("num_classes", ato.INT),
        ato.Field("image_size", ato.INT),
        ato.Field("schedule", _SCHEDULE, "cosine"),
        ato.Field("warmup", ato.INT, computed=True),
        ato.Field("model", ato.Struct(Model)),
        ato.Field("tags", ato.List(ato.STR), ()),
        ato.Field("token", ato.Union(ato.STR, ato.NULL), None, secret=True),
        ato.Field("data_dir", ato.PATH, input=True),
    )

    lr: float
    """Learning rate of the optimizer"""
    epochs: int
    """Passes over the training set"""
    batch_size: int
    dataset: Literal["cifar10", "imagenet"]
    num_classes: int
    image_size: int
    schedule: Schedule
    warmup: int
    model: Model
    tags: tuple[str, ...]
    token: str | None
    data_dir: Path
    """Where the images are"""

    def __init__(
        self,
        *,
        lr: float,
        epochs: int,
        batch_size: int = 32,
        dataset: Literal["cifar10", "imagenet"],
        num_classes: int,
        image_size: int,
        schedule: Schedule = "cosine",
        warmup: int,
        model: Model,
        tags: tuple[str, ...] = (),
        token: str | None = None,
        data_dir: Path,
    ) -> None:
        self._init(
            lr=lr,
            epochs=epochs,
            batch_size=batch_size,
            dataset=dataset,
            num_classes=num_classes,
            image_size=image_size,
            schedule=schedule,
            warmup=warmup,
            model=model,
            tags=tags,
            token=token,
            data_dir=data_dir,
        )

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.lr = self.lr
            draft.epochs = self.epochs
            draft.batch_size = self.batch_size
            draft.dataset = self.dataset
            draft.num_classes = self.num_classes
            draft.image_size = self.image_size
            draft.schedule = self.schedule
            draft.warmup = self.warmup
            draft.model = self.model
            draft.tags = self.tags
            draft.token = self.token
            draft.data_dir = self.data_dir
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _warmup(c: TrainConfig) -> int:
    return c.epochs // 10


def _when_imagenet_shapes(c: TrainConfig) -> bool:
    return c.dataset == "imagenet"


def _when_cifar_shapes(c: TrainConfig) -> bool:
    return c.dataset == "cifar10"


def _tags_of_long_run(c: TrainConfig) -> tuple[str, ...]:
    return (*c.tags, "long")


def _when_batch_size_in_quick(c: Any) -> Any:
    return "long_run" not in c.view


_SCHEMA = ato.Schema(
    "train",
    TrainConfig,
    views=(
        ato.View(
            "defaults",
            default=True,
            writes={"lr": 0.001, "epochs": 50, "dataset": "imagenet", "model.backbone": "resnet50"},
        ),
        ato.View("high_lr", priority=1, writes={"lr": 0.003}),
        ato.View(
            "long_run",
            priority=2,
            chain=("high_lr",),
            writes={"epochs": 200},
            computed={"tags": _tags_of_long_run},
        ),
        ato.View("adam", group="optimizer"),
        ato.View(
            "imagenet_shapes",
            default=True,
            lazy=True,
            when=_when_imagenet_shapes,
            writes={"num_classes": 1000, "image_size": 224},
        ),
        ato.View(
            "cifar_shapes",
            default=True,
            lazy=True,
            when=_when_cifar_shapes,
            writes={"num_classes": 10, "image_size": 32},
        ),
    ),
    groups={"optimizer": "adam"},
    computed=(("warmup", _warmup),),
    required=("data_dir",),
    module=__name__,
)

spaces: Mapping[str, ato.Search] = {
    "quick": ato.Search(
        "quick",
        metric="val_acc",
        mode="max",
        method=ato.Method("hyperband", min_budget=1, max_budget=27, reduction_factor=3, sampler="random"),
        trials=50,
        space={
            "lr": ato.LogUniform(1e-05, 0.1),
            "model.hidden": ato.IntUniform(32, 512, step=32),
            "view": ato.Choice((), ("high_lr",), ("long_run",)),
            "batch_size": ato.Choice(16, 32, 64, when=_when_batch_size_in_quick),
        },
    ),
}


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> TrainConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[TrainConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["Model", "Schedule", "TrainConfig", "View", "compose", "main", "spaces"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(
            __name__,
            name,
            {"View": tuple(_SCHEMA.view_map), "Schedule": _SCHEDULE.values},
        )
