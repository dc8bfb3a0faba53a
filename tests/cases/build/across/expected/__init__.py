# Made by atoc from schemas/data.yaml, schemas/max.yaml and schemas/run.yaml. Do not edit; change the schemas
# and run: atoc build schemas/
# Digest: 532744fc5b040c6a
"""Typed configs of 3 scopes; each module has one scope of the program."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Literal, TypeAlias, TypeVar

    from .data import DataConfig
    from .max import MaxConfig
    from .run import RunConfig

    R = TypeVar("R")
    View: TypeAlias = Literal["many", "run.many"]

_SCOPES = ("data", "max", "run")


class Configs(ato.Configs):
    """The configs of one selection, by the names of the scopes."""

    __slots__ = ("data", "max", "run")

    data: DataConfig
    max: MaxConfig
    run: RunConfig


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
