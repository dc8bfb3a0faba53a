# Made by atoc from schemas/max.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: 98132bc81f2b07ae
"""The configs of the scope 'max'."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Any, NoReturn, TypeAlias, TypeVar

    from .data import DataConfig

    R = TypeVar("R")
    View: TypeAlias = NoReturn


class MaxConfig(ato.Config):
    """The config of the scope 'max'."""

    __slots__ = ("workers", "host", "extra")
    __match_args__ = ("workers", "host", "extra")
    _fields = (
        ato.Field("workers", ato.INT, computed=True, ge=1),
        ato.Field("host", ato.STR, computed=True),
        ato.Field("extra", ato.ANY, None),
    )

    workers: int
    host: str
    extra: object

    def __init__(self, *, workers: int, host: str, extra: object = None) -> None:
        self._init(workers=workers, host=host, extra=extra)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.workers = self.workers
            draft.host = self.host
            draft.extra = self.extra
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _workers(_: MaxConfig, data: DataConfig) -> int:
    return max(data.workers, 1)


def _host(c: MaxConfig) -> str:
    return ato.resolvers.env(c, "HOST", "here")


_SCHEMA = ato.Schema(
    "max",
    MaxConfig,
    computed=(("workers", ato.Across(_workers, "data.workers")), ("host", _host)),
    proved=("workers",),
    across=("data",),
    module=__name__,
)


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> MaxConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[MaxConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["MaxConfig", "View", "compose", "main"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(__name__, name, {"View": tuple(_SCHEMA.view_map)})
