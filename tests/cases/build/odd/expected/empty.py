# Made by atoc from schemas/empty.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: 84ac496e229589c5
"""The configs of the scope 'empty'."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import NoReturn, TypeAlias, TypeVar

    R = TypeVar("R")
    View: TypeAlias = NoReturn


class EmptyConfig(ato.Config):
    """The config of the scope 'empty'."""

    __slots__ = ()
    __match_args__ = ()
    _fields = ()


_SCHEMA = ato.Schema("empty", EmptyConfig, module=__name__)


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> EmptyConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[EmptyConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["EmptyConfig", "View", "compose", "main"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(__name__, name, {"View": tuple(_SCHEMA.view_map)})
