# Made by atoc from schemas/run.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: fa77d3920b2c76f8
"""The configs of the scope 'run'."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Any, Literal, TypeAlias, TypeVar

    from .data import DataConfig
    from .max import MaxConfig

    R = TypeVar("R")
    View: TypeAlias = Literal["many"]


class RunConfig(ato.Config):
    """The config of the scope 'run'."""

    __slots__ = ("workers", "title", "seconds", "copy_of")
    __match_args__ = ("workers", "title", "seconds", "copy_of")
    _fields = (
        ato.Field("workers", ato.INT, 1),
        ato.Field("title", ato.STR, computed=True),
        ato.Field("seconds", ato.FLOAT, 1.5),
        ato.Field("copy_of", ato.ANY, computed=True),
    )

    workers: int
    title: str
    seconds: float
    copy_of: object

    def __init__(self, *, workers: int = 1, title: str, seconds: float = 1.5, copy_of: object) -> None:
        self._init(workers=workers, title=title, seconds=seconds, copy_of=copy_of)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.workers = self.workers
            draft.title = self.title
            draft.seconds = self.seconds
            draft.copy_of = self.copy_of
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _title(c: RunConfig, max_: MaxConfig, data: DataConfig) -> str:
    return f"{max_.host} runs {data.label} on {c.workers}"


def _copy_of(_: Any, max_: Any) -> Any:
    return max_.extra


def _when_many(_: RunConfig, max_: MaxConfig, data: DataConfig) -> bool:
    return max_.workers > 8 and data.workers < 3


def _workers_of_many(c: RunConfig, max_: MaxConfig, data: DataConfig) -> int:
    return max((max_.workers, data.workers, c.workers))


def _seconds_of_many(_: RunConfig, max_: MaxConfig) -> float:
    return max_.workers * 0.5


_SCHEMA = ato.Schema(
    "run",
    RunConfig,
    views=(
        ato.View(
            "many",
            priority=1,
            when=ato.Across(_when_many, "max.workers", "data.workers"),
            computed={
                "workers": ato.Across(_workers_of_many, "max.workers", "data.workers"),
                "seconds": ato.Across(_seconds_of_many, "max.workers"),
            },
        ),
    ),
    computed=(
        ("title", ato.Across(_title, "max.host", "data.label")),
        ("copy_of", ato.Across(_copy_of, "max.extra")),
    ),
    across=("data", "max"),
    module=__name__,
)


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> RunConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[RunConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["RunConfig", "View", "compose", "main"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(__name__, name, {"View": tuple(_SCHEMA.view_map)})
