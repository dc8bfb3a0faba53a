# Made by atoc from schemas/two_scopes/model.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: c573d61081be4062
"""The network and how it learns."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Any, Literal, TypeAlias, TypeVar

    from .data import DataConfig

    R = TypeVar("R")
    View: TypeAlias = Literal["defaults", "small", "large_images"]


class ModelConfig(ato.Config):
    """The network and how it learns."""

    __slots__ = ("backbone", "lr", "outputs", "patch")
    __match_args__ = ("backbone", "lr", "outputs", "patch")
    _fields = (
        ato.Field("backbone", ato.Literal("resnet18", "resnet50", "vit_s")),
        ato.Field("lr", ato.FLOAT, gt=0),
        ato.Field("outputs", ato.INT, computed=True, ge=1),
        ato.Field("patch", ato.INT, 4, final=True, ge=1),
    )

    backbone: Literal["resnet18", "resnet50", "vit_s"]
    """Architecture"""
    lr: float
    """Learning rate of the network"""
    outputs: int
    """Width of the last layer"""
    patch: int
    """Width and height of what one token sees [pixels]"""

    def __init__(
        self,
        *,
        backbone: Literal["resnet18", "resnet50", "vit_s"],
        lr: float,
        outputs: int,
        patch: int = 4,
    ) -> None:
        self._init(backbone=backbone, lr=lr, outputs=outputs, patch=patch)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.backbone = self.backbone
            draft.lr = self.lr
            draft.outputs = self.outputs
            draft.patch = self.patch
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _outputs(_: ModelConfig, data: DataConfig) -> int:
    return data.num_classes


def _when_large_images(_: ModelConfig, data: DataConfig) -> bool:
    return data.image_size > 64


_SCHEMA = ato.Schema(
    "model",
    ModelConfig,
    views=(
        ato.View("defaults", default=True, writes={"backbone": "resnet50", "lr": 0.1}),
        ato.View("small", writes={"backbone": "resnet18", "lr": 0.05}),
        ato.View(
            "large_images",
            default=True,
            lazy=True,
            when=ato.Across(_when_large_images, "data.image_size"),
            writes={"patch": 16},
        ),
    ),
    computed=(("outputs", ato.Across(_outputs, "data.num_classes")),),
    proved=("outputs",),
    across=("data",),
    module=__name__,
)


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> ModelConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[ModelConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["ModelConfig", "View", "compose", "main"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(__name__, name, {"View": tuple(_SCHEMA.view_map)})
