"""What type checkers make of a generated module. Never run, only read: misuse must be an error of theirs."""

# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from typing_extensions import assert_type

import generated
from generated.data import DataConfig
from generated.digits import DigitsConfig, Network, View, compose, main

config = compose("high_lr", "wide", overrides=["lr=0.1"], config=[Path("more.yaml")], env={})
assert_type(config, DigitsConfig)

# A value has the type that its field declares.
assert_type(config.lr, float)
assert_type(config.model.hidden, int)
assert_type(config.model.activation, Literal["relu", "tanh", "logistic"])
assert_type(config.tags, tuple[str, ...])
assert_type(config.report, Path | None)

# Methods keep the type of the config that they are called on.
assert_type(config.replace(lr=0.1), DigitsConfig)
assert_type(config.model.replace(hidden=8), Network)
assert_type(config.track_access(), DigitsConfig)
assert_type(config.structural_hash, str)

# The names of views are a type, in code as in annotations.
known: View = "long_run"
get_args(View)


@main
def program(config: DigitsConfig) -> int:
    return config.epochs


assert_type(program, Callable[[], int])
assert_type(program(), int)


@generated.main
def over_scopes(digits: DigitsConfig, data: DataConfig) -> float:
    return digits.lr + data.lr


assert_type(over_scopes, Callable[[], float])
over_scopes(config)  # type: ignore[call-arg]

# Several scopes at once have an attribute each.
configs = generated.compose("small", "digits.wide", overrides=["data.dataset=imagenet"])
assert_type(configs.digits, DigitsConfig)
assert_type(configs.data.num_classes, int)
generated.compose("digits.smal")  # type: ignore[arg-type]
configs.modle  # type: ignore[attr-defined]

match config.model:
    case Network(hidden=hidden):
        assert_type(hidden, int)

# Misuse is found before anything runs.
compose("hihg_lr")  # type: ignore[arg-type]
config.lr = 0.1  # type: ignore[misc]
config.model.hidden = 8  # type: ignore[misc]
config.momentum  # type: ignore[attr-defined]
unknown: View = "hihg_lr"  # type: ignore[assignment]
Network(hidden="many")  # type: ignore[arg-type]
Network(64)  # type: ignore[call-arg]


@main  # type: ignore[arg-type]
def nothing_to_configure() -> None:
    return None
