# Made by atoc from schemas/data.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: afe47d59cdd9c94b
"""The configs of the scope 'data'."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Any, NoReturn, TypeAlias, TypeVar

    R = TypeVar("R")
    View: TypeAlias = NoReturn


class DataConfig(ato.Config):
    """The config of the scope 'data'."""

    __slots__ = ("workers", "label")
    __match_args__ = ("workers", "label")
    _fields = (ato.Field("workers", ato.INT, 2), ato.Field("label", ato.STR, computed=True))

    workers: int
    label: str

    def __init__(self, *, workers: int = 2, label: str) -> None:
        self._init(workers=workers, label=label)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.workers = self.workers
            draft.label = self.label
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _label(c: DataConfig) -> str:
    return "x" if c.workers > 1 else "y"


_SCHEMA = ato.Schema("data", DataConfig, computed=(("label", _label),), module=__name__)


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
