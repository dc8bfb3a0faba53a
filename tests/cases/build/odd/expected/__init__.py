# Made by atoc from schemas/empty.yaml and schemas/odd.yaml. Do not edit; change the schemas and run: atoc
# build schemas/
# Digest: 28e480dfa1d0f8dc
"""Typed configs of 2 scopes; each module has one scope of the program."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Literal, TypeAlias, TypeVar

    from .empty import EmptyConfig
    from .odd import OddConfig

    R = TypeVar("R")
    View: TypeAlias = Literal["base", "m1", "m2", "looong", "odd.base", "odd.m1", "odd.m2", "odd.looong"]

_SCOPES = ("empty", "odd")


class Configs(ato.Configs):
    """The configs of one selection, by the names of the scopes."""

    __slots__ = ("empty", "odd")

    empty: EmptyConfig
    odd: OddConfig


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
