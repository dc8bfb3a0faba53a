# Made by atoc from schemas/heirs.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: d595f0102f4fb2e0
"""Structs that extend others, a group that a run must choose from, and what must hold."""

from __future__ import annotations

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Any, ClassVar, Literal, TypeAlias, TypeVar

    R = TypeVar("R")
    View: TypeAlias = Literal["cifar", "imagenet", "wide"]


class Network(ato.Config):
    """Any network."""

    __slots__ = ("width", "rate", "parts")
    __match_args__ = ("width", "rate", "parts")
    _fields: ClassVar[tuple[ato.Field, ...]] = (
        ato.Field("width", ato.INT, 128, ge=1),
        ato.Field("rate", ato.Union(ato.FLOAT, ato.NULL), None),
        ato.Field("parts", ato.List(ato.Struct(lambda: Small)), ()),
    )

    width: int
    """Units of a layer"""
    rate: float | None
    parts: tuple[Small, ...]

    def __init__(self, *, width: int = 128, rate: float | None = None, parts: tuple[Small, ...] = ()) -> None:
        self._init(width=width, rate=rate, parts=parts)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.width = self.width
            draft.rate = self.rate
            draft.parts = self.parts
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


class Small(Network):
    """A network that fits on one card."""

    __slots__ = ("name",)
    __match_args__ = ("width", "rate", "parts", "name")
    _fields: ClassVar[tuple[ato.Field, ...]] = (
        ato.Field("width", ato.INT, 32, ge=1, le=64),
        ato.Field("rate", ato.Union(ato.FLOAT, ato.NULL), None),
        ato.Field("parts", ato.List(ato.Struct(lambda: Small)), ()),
        ato.Field("name", ato.STR, "small"),
    )

    width: int
    """Units of a layer"""
    name: str

    def __init__(
        self,
        *,
        width: int = 32,
        rate: float | None = None,
        parts: tuple[Small, ...] = (),
        name: str = "small",
    ) -> None:
        self._init(width=width, rate=rate, parts=parts, name=name)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.width = self.width
            draft.rate = self.rate
            draft.parts = self.parts
            draft.name = self.name
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


class Named(Small):
    __slots__ = ()
    __match_args__ = ("width", "rate", "parts", "name")
    _fields = (
        ato.Field("width", ato.INT, 32, ge=1, le=64),
        ato.Field("rate", ato.Union(ato.FLOAT, ato.NULL), None),
        ato.Field("parts", ato.List(ato.Struct(Small)), ()),
        ato.Field("name", ato.STR, "small"),
    )

    def __init__(
        self,
        *,
        width: int = 32,
        rate: float | None = None,
        parts: tuple[Small, ...] = (),
        name: str = "small",
    ) -> None:
        self._init(width=width, rate=rate, parts=parts, name=name)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.width = self.width
            draft.rate = self.rate
            draft.parts = self.parts
            draft.name = self.name
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


class Tiny(Small):
    __slots__ = ()
    __match_args__ = ("width", "rate", "parts", "name")
    _fields = (
        ato.Field("width", ato.INT, 4, ge=1, le=8),
        ato.Field("rate", ato.INT, 1),
        ato.Field("parts", ato.List(ato.Struct(Small)), ()),
        ato.Field("name", ato.STR, "small"),
    )

    width: int
    """Units of a layer"""
    rate: int

    def __init__(
        self,
        *,
        width: int = 4,
        rate: int = 1,
        parts: tuple[Small, ...] = (),
        name: str = "small",
    ) -> None:
        self._init(width=width, rate=rate, parts=parts, name=name)

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.width = self.width
            draft.rate = self.rate
            draft.parts = self.parts
            draft.name = self.name
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


_HEIRS_CONFIG_TEACHER: Network = Network(width=256, rate=None, parts=())
_HEIRS_CONFIG_BACKUP: Named | None = Named(width=32, rate=None, parts=(), name="spare")


class HeirsConfig(ato.Config):
    """Structs that extend others, a group that a run must choose from, and what must hold."""

    __slots__ = ("net", "teacher", "probe", "backup", "epochs", "token", "samples")
    __match_args__ = ("net", "teacher", "probe", "backup", "epochs", "token", "samples")
    _fields = (
        ato.Field("net", ato.Struct(Small)),
        ato.Field("teacher", ato.Struct(Network), _HEIRS_CONFIG_TEACHER),
        ato.Field("probe", ato.Struct(Tiny)),
        ato.Field("backup", ato.Union(ato.Struct(Named), ato.NULL), _HEIRS_CONFIG_BACKUP),
        ato.Field("epochs", ato.INT, 10, ge=1),
        ato.Field("token", ato.STR, "hunter2", secret=True),
        ato.Field("samples", ato.INT),
    )

    net: Small
    """The network that learns"""
    teacher: Network
    probe: Tiny
    backup: Named | None
    epochs: int
    token: str
    samples: int

    def __init__(
        self,
        *,
        net: Small,
        teacher: Network = _HEIRS_CONFIG_TEACHER,
        probe: Tiny,
        backup: Named | None = _HEIRS_CONFIG_BACKUP,
        epochs: int = 10,
        token: str = "hunter2",
        samples: int,
    ) -> None:
        self._init(
            net=net,
            teacher=teacher,
            probe=probe,
            backup=backup,
            epochs=epochs,
            token=token,
            samples=samples,
        )

    def _draft(self) -> Any:
        draft = self._open()
        try:
            draft.net = self.net
            draft.teacher = self.teacher
            draft.probe = self.probe
            draft.backup = self.backup
            draft.epochs = self.epochs
            draft.token = self.token
            draft.samples = self.samples
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _holds_1(c: HeirsConfig) -> bool:
    return c.epochs * c.samples <= 100000000


def _holds_2(c: HeirsConfig) -> bool:
    return c.net.width < c.teacher.width and (c.net.rate is None or c.net.rate < 1)


def _holds_3(c: HeirsConfig) -> bool:
    return len(c.token) > 3


_SCHEMA = ato.Schema(
    "heirs",
    HeirsConfig,
    views=(
        ato.View("cifar", group="data", writes={"samples": 50000}),
        ato.View("imagenet", group="data", writes={"samples": 1281167}),
        ato.View(
            "wide",
            writes={"net.width": 64, "net.parts": (Small(width=2, rate=None, parts=(), name="small"),)},
        ),
    ),
    groups={"data": None},
    required_groups=("data",),
    asserts=(
        ato.Assert(
            _holds_1,
            "epochs * samples <= 100_000_000",
            message="More than the machine can do in a week.",
            reads=("epochs", "samples"),
        ),
        ato.Assert(
            _holds_2,
            "net.width < teacher.width and (net.rate == None or net.rate < 1)",
            reads=("net.width", "teacher.width", "net.rate"),
        ),
        ato.Assert(_holds_3, "len(token) > 3", message="The token is too short.", reads=("token",)),
    ),
    module=__name__,
)


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> HeirsConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[HeirsConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["HeirsConfig", "Named", "Network", "Small", "Tiny", "View", "compose", "main"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(__name__, name, {"View": tuple(_SCHEMA.view_map)})
