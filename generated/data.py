# Made by atoc from schemas/two_scopes/data.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: d57ccf392af074ee
"""What the network learns from."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Any, Literal, TypeAlias, TypeVar

    R = TypeVar("R")
    View: TypeAlias = Literal["defaults", "small"]


class DataConfig(ato.Config):
    """What the network learns from."""

    __slots__ = ("dataset", "lr", "fraction", "image_size", "num_classes")
    __match_args__ = ("dataset", "lr", "fraction", "image_size", "num_classes")
    _fields = (
        ato.Field("dataset", ato.Literal("cifar10", "imagenet")),
        ato.Field("lr", ato.FLOAT, gt=0),
        ato.Field("fraction", ato.FLOAT, 1.0, gt=0, le=1),
        ato.Field("image_size", ato.INT, computed=True, ge=1),
        ato.Field("num_classes", ato.INT, computed=True, ge=2),
    )

    dataset: Literal["cifar10", "imagenet"]
    """Where the images come from"""
    lr: float
    """Learning rate of the augmentation policy"""
    fraction: float
    """Share of the images that is used"""
    image_size: int
    """Width and height of an image [pixels]"""
    num_classes: int
    """What an image can show"""

    def __init__(
        self,
        *,
        dataset: Literal["cifar10", "imagenet"],
        lr: float,
        fraction: float = 1.0,
        image_size: int,
        num_classes: int,
    ) -> None:
        self._init(dataset=dataset, lr=lr, fraction=fraction, image_size=image_size, num_classes=num_classes)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.dataset = self.dataset
            draft.lr = self.lr
            draft.fraction = self.fraction
            draft.image_size = self.image_size
            draft.num_classes = self.num_classes
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _image_size(c: DataConfig) -> int:
    return 32 if c.dataset == "cifar10" else 224


def _num_classes(c: DataConfig) -> int:
    return 10 if c.dataset == "cifar10" else 1000


_SCHEMA = ato.Schema(
    "data",
    DataConfig,
    views=(
        ato.View("defaults", default=True, writes={"dataset": "cifar10", "lr": 0.001}),
        ato.View("small", writes={"fraction": 0.1}),
    ),
    computed=(("image_size", _image_size), ("num_classes", _num_classes)),
    proved=("image_size", "num_classes"),
    module=__name__,
)


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> DataConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[DataConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["DataConfig", "View", "compose", "main"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(__name__, name, {"View": tuple(_SCHEMA.view_map)})
