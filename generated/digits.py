# Made by atoc from schemas/digits.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: 8802b2676a82f874
"""A small network that learns to read handwritten digits."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from pathlib import Path
    from typing import Any, Literal, TypeAlias, TypeVar

    R = TypeVar("R")
    View: TypeAlias = Literal[
        "defaults",
        "adam",
        "sgd",
        "wide",
        "deep",
        "high_lr",
        "long_run",
        "quick",
        "digit_classes",
        "parity_classes",
    ]


class Network(ato.Config):
    """The network."""

    __slots__ = ("hidden", "layers", "activation")
    __match_args__ = ("hidden", "layers", "activation")
    _fields = (
        ato.Field("hidden", ato.INT, 48, ge=1, le=4096),
        ato.Field("layers", ato.INT, 1, ge=1, le=8),
        ato.Field("activation", ato.Literal("relu", "tanh", "logistic"), "relu"),
    )

    hidden: int
    """Units in each hidden layer"""
    layers: int
    """Hidden layers"""
    activation: Literal["relu", "tanh", "logistic"]
    """What each unit does to its sum"""

    def __init__(
        self,
        *,
        hidden: int = 48,
        layers: int = 1,
        activation: Literal["relu", "tanh", "logistic"] = "relu",
    ) -> None:
        self._init(hidden=hidden, layers=layers, activation=activation)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.hidden = self.hidden
            draft.layers = self.layers
            draft.activation = self.activation
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


class Solver(ato.Config):
    """How the weights are found."""

    __slots__ = ("name", "momentum")
    __match_args__ = ("name", "momentum")
    _fields = (
        ato.Field("name", ato.Literal("adam", "sgd")),
        ato.Field("momentum", ato.FLOAT, 0.0, ge=0, lt=1),
    )

    name: Literal["adam", "sgd"]
    """The algorithm"""
    momentum: float
    """How much of the last step is kept (sgd)"""

    def __init__(self, *, name: Literal["adam", "sgd"], momentum: float = 0.0) -> None:
        self._init(name=name, momentum=momentum)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.name = self.name
            draft.momentum = self.momentum
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


class DigitsConfig(ato.Config):
    """A small network that learns to read handwritten digits."""

    __slots__ = (
        "lr",
        "epochs",
        "batch_size",
        "weight_decay",
        "model",
        "solver",
        "labels",
        "num_classes",
        "patience",
        "seed",
        "tags",
        "report",
    )
    __match_args__ = (
        "lr",
        "epochs",
        "batch_size",
        "weight_decay",
        "model",
        "solver",
        "labels",
        "num_classes",
        "patience",
        "seed",
        "tags",
        "report",
    )
    _fields = (
        ato.Field("lr", ato.FLOAT, gt=0),
        ato.Field("epochs", ato.INT, ge=1),
        ato.Field("batch_size", ato.INT, 32, ge=1, le=1000),
        ato.Field("weight_decay", ato.FLOAT, 0.0001, ge=0),
        ato.Field("model", ato.Struct(Network)),
        ato.Field("solver", ato.Struct(Solver)),
        ato.Field("labels", ato.Literal("digit", "parity"), "digit"),
        ato.Field("num_classes", ato.INT, final=True, ge=2),
        ato.Field("patience", ato.INT, computed=True, ge=1),
        ato.Field("seed", ato.INT, 0, ge=0),
        ato.Field("tags", ato.List(ato.STR), ()),
        ato.Field("report", ato.Union(ato.PATH, ato.NULL), None, input=True),
    )

    lr: float
    """Step size of the solver"""
    epochs: int
    """Passes over the training images [epochs]"""
    batch_size: int
    """Images in one step [images]"""
    weight_decay: float
    """Pull of the weights towards zero"""
    model: Network
    """The network"""
    solver: Solver
    """How its weights are found"""
    labels: Literal["digit", "parity"]
    """What is to be told of an image"""
    num_classes: int
    """How many answers there are"""
    patience: int
    """Stop after so many epochs without progress [epochs]"""
    seed: int
    """Seed of the split and of the first weights"""
    tags: tuple[str, ...]
    """Words to find the run by"""
    report: Path | None
    """Where to write the result as JSON"""

    def __init__(
        self,
        *,
        lr: float,
        epochs: int,
        batch_size: int = 32,
        weight_decay: float = 0.0001,
        model: Network,
        solver: Solver,
        labels: Literal["digit", "parity"] = "digit",
        num_classes: int,
        patience: int,
        seed: int = 0,
        tags: tuple[str, ...] = (),
        report: Path | None = None,
    ) -> None:
        self._init(
            lr=lr,
            epochs=epochs,
            batch_size=batch_size,
            weight_decay=weight_decay,
            model=model,
            solver=solver,
            labels=labels,
            num_classes=num_classes,
            patience=patience,
            seed=seed,
            tags=tags,
            report=report,
        )

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.lr = self.lr
            draft.epochs = self.epochs
            draft.batch_size = self.batch_size
            draft.weight_decay = self.weight_decay
            draft.model = self.model
            draft.solver = self.solver
            draft.labels = self.labels
            draft.num_classes = self.num_classes
            draft.patience = self.patience
            draft.seed = self.seed
            draft.tags = self.tags
            draft.report = self.report
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _patience(c: DigitsConfig) -> int:
    return max(3, c.epochs // 4)


def _when_digit_classes(c: DigitsConfig) -> bool:
    return c.labels == "digit"


def _when_parity_classes(c: DigitsConfig) -> bool:
    return c.labels == "parity"


def _lr_of_high_lr(c: DigitsConfig) -> float:
    return c.lr * 3


def _tags_of_long_run(c: DigitsConfig) -> tuple[str, ...]:
    return (*c.tags, "long")


def _when_solver_momentum_in_quick(c: Any) -> Any:
    return "sgd" in c.view


_SCHEMA = ato.Schema(
    "digits",
    DigitsConfig,
    views=(
        ato.View("defaults", default=True, writes={"lr": 0.002, "epochs": 30}),
        ato.View("adam", group="optimizer", writes={"solver.name": "adam"}),
        ato.View("sgd", group="optimizer", writes={"solver.name": "sgd", "solver.momentum": 0.9, "lr": 0.05}),
        ato.View("wide", group="size", writes={"model.hidden": 256}),
        ato.View("deep", group="size", writes={"model.hidden": 40, "model.layers": 3}),
        ato.View("high_lr", priority=1, computed={"lr": _lr_of_high_lr}),
        ato.View(
            "long_run",
            priority=2,
            chain=("high_lr",),
            writes={"epochs": 120},
            computed={"tags": _tags_of_long_run},
        ),
        ato.View("quick", priority=3, writes={"epochs": 3}),
        ato.View(
            "digit_classes",
            default=True,
            lazy=True,
            when=_when_digit_classes,
            writes={"num_classes": 10},
        ),
        ato.View(
            "parity_classes",
            default=True,
            lazy=True,
            when=_when_parity_classes,
            writes={"num_classes": 2},
        ),
    ),
    groups={"optimizer": "adam", "size": None},
    computed=(("patience", _patience),),
    proved=("patience",),
    module=__name__,
)

spaces: Mapping[str, ato.Search] = {
    "quick": ato.Search(
        "quick",
        metric="accuracy",
        mode="max",
        method=ato.Method("hyperband", min_budget=1, max_budget=27, reduction_factor=3, sampler="random"),
        space={
            "lr": ato.LogUniform(0.0001, 0.1),
            "batch_size": ato.Choice(16, 32, 64, 128),
            "model.hidden": ato.IntUniform(16, 256, step=16),
            "model.activation": ato.Choice("relu", "tanh"),
            "view": ato.Choice((), ("sgd",)),
            "solver.momentum": ato.Uniform(0.5, 0.99, when=_when_solver_momentum_in_quick),
        },
    ),
}


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> DigitsConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[DigitsConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["DigitsConfig", "Network", "Solver", "View", "compose", "main", "spaces"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(__name__, name, {"View": tuple(_SCHEMA.view_map)})
