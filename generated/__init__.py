# Made by atoc from schemas/digits.yaml, schemas/two_scopes/data.yaml and schemas/two_scopes/model.yaml. Do
# not edit; change the schemas and run: atoc build schemas/
# Digest: eecea7a162c8e814
"""Typed configs of 3 scopes; each module has one scope of the program."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Literal, TypeAlias, TypeVar

    from .data import DataConfig
    from .digits import DigitsConfig
    from .model import ModelConfig

    R = TypeVar("R")
    View: TypeAlias = Literal[
        "defaults",
        "small",
        "adam",
        "sgd",
        "wide",
        "deep",
        "high_lr",
        "long_run",
        "quick",
        "digit_classes",
        "parity_classes",
        "large_images",
        "data.defaults",
        "data.small",
        "digits.defaults",
        "digits.adam",
        "digits.sgd",
        "digits.wide",
        "digits.deep",
        "digits.high_lr",
        "digits.long_run",
        "digits.quick",
        "digits.digit_classes",
        "digits.parity_classes",
        "model.defaults",
        "model.small",
        "model.large_images",
    ]

_SCOPES = ("data", "digits", "model")


class Configs(ato.Configs):
    """The configs of one selection, by the names of the scopes."""

    __slots__ = ("data", "digits", "model")

    data: DataConfig
    digits: DigitsConfig
    model: ModelConfig


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> Configs:
    """The configs of a selection over all scopes.

    ``views`` and ``overrides`` are words as on the command line, ``config`` are files with the names of the
    scopes on top, and ``env`` are environment variables. Raises ``ato.config.ConfigError`` with everything
    that is wrong.
    """
    return Configs(**ato.Scopes.named(_SCOPES, __name__).compose(views, overrides, config, env))


def main(function: Callable[..., R]) -> Callable[[], R]:
    """Make a command-line program of a function whose parameters are named after scopes.

    Only the modules of these scopes are imported, and of those that they read. Raises
    ``ato.config.ConfigError`` for a parameter that names no scope.
    """
    return ato.Scopes.asked_by(function, __name__, _SCOPES).main(function)
