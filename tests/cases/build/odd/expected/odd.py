# Made by atoc from schemas/odd.yaml. Do not edit; change the schema and run: atoc build schemas/
# Digest: 51d3d38bfd5eaf54
"""A scope with "quotes", back\\slashes, '''triples''' and \"\"\"more\"\"\".

And a second paragraph that is rather long, so long that it has to be wrapped onto another line by
somebody who cares about the width of lines in files, even if it is 日本語.
  - an item
  - another "one"
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from pathlib import Path as _Path

import ato.config as ato

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike
    from typing import Any as _Any
    from typing import Literal as _Literal
    from typing import TypeAlias, TypeVar, Union

    R = TypeVar("R")
    View: TypeAlias = _Literal["base", "m1", "m2", "looong"]
    Schedule: TypeAlias = _Literal["cosine", "it's", 'say "hi"', "back\\slash"]
    """How the rate falls."""
    Power: TypeAlias = _Literal[1, 2, 4]
    _Model: TypeAlias = "Model"
    _Schedule: TypeAlias = "Schedule"

_SCHEDULE = ato.Literal("cosine", "it's", 'say "hi"', "back\\slash", name="Schedule")
_POWER = ato.Literal(1, 2, 4, name="Power")


class Other(ato.Config):
    __slots__ = ("x", "next")
    __match_args__ = ("x", "next")
    _fields = (
        ato.Field("x", ato.INT, 1),
        ato.Field("next", ato.Union(ato.Struct(lambda: Other), ato.NULL), None),
    )

    x: int
    next: Other | None

    def __init__(self, *, x: int = 1, next: Other | None = None) -> None:
        self._init(x=x, next=next)

    def _draft(self) -> _Any:
        draft = self._open()
        try:
            draft.x = self.x
            draft.next = self.next
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


class Model(ato.Config):
    """\"\"\"A doc in quotes.\"\"\""""

    __slots__ = ("Model", "Path", "Literal", "very_long_enumeration")
    __match_args__ = ("Model", "Path", "Literal", "very_long_enumeration")
    _fields = (
        ato.Field("Model", ato.Union(ato.Struct(Other), ato.NULL), None),
        ato.Field("Path", ato.PATH, _Path("/data/x y")),
        ato.Field("Literal", ato.Literal("a", "b"), "a"),
        ato.Field(
            "very_long_enumeration",
            ato.Literal(
                "first_long_choice",
                "second_long_choice",
                "third_long_choice",
                "fourth_long_choice",
                "fifth_long_choice",
            ),
            "first_long_choice",
        ),
    )

    Model: Other | None
    """ends with a quote\""""
    Path: _Path
    Literal: _Literal["a", "b"]
    very_long_enumeration: _Literal[
        "first_long_choice",
        "second_long_choice",
        "third_long_choice",
        "fourth_long_choice",
        "fifth_long_choice",
    ]

    def __init__(
        self,
        *,
        Model: Other | None = None,
        Path: _Path = _Path("/data/x y"),
        Literal: _Literal["a", "b"] = "a",
        very_long_enumeration: _Literal[
            "first_long_choice",
            "second_long_choice",
            "third_long_choice",
            "fourth_long_choice",
            "fifth_long_choice",
        ] = "first_long_choice",
    ) -> None:
        self._init(Model=Model, Path=Path, Literal=Literal, very_long_enumeration=very_long_enumeration)

    def _draft(self) -> _Any:
        draft = self._open()
        try:
            draft.Model = self.Model
            draft.Path = self.Path
            draft.Literal = self.Literal
            draft.very_long_enumeration = self.very_long_enumeration
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


_ODD_CONFIG_ANYTHING: object = ato.FrozenDict({"b": (1, 2.5, "x"), "a": None})
_ODD_CONFIG_MAPPING: Mapping[str, tuple[int, ...]] = ato.FrozenDict({'k"ey': (1, 2), "other": ()})
_ODD_CONFIG_OTHERS: tuple[Other, ...] = (Other(x=3, next=None), Other(x=4, next=None))
_ODD_CONFIG_OTHER: Other | None = Other(x=7, next=None)
_ODD_CONFIG_MODEL: _Model = Model(
    Model=None,
    Path=_Path("/data/x y"),
    Literal="b",
    very_long_enumeration="first_long_choice",
)


class OddConfig(ato.Config):
    """A scope with "quotes", back\\slashes, '''triples''' and \"\"\"more\"\"\".

    And a second paragraph that is rather long, so long that it has to be wrapped onto another line
    by somebody who cares about the width of lines in files, even if it is 日本語.
      - an item
      - another "one"
    """

    __slots__ = (
        "a_float",
        "a_nan",
        "some_bytes",
        "when",
        "how_long",
        "anything",
        "mapping",
        "unique",
        "pair",
        "many",
        "others",
        "other",
        "schedule",
        "power",
        "model",
        "big",
        "negative",
        "pattern",
        "computed",
        "logged",
        "dyn",
        "note",
        "text",
        "long_union",
        "token",
        "old",
        "needed",
        "日本",
        "R",
        "Schedule",
        "Any",
        "views",
        "function",
    )
    __match_args__ = (
        "a_float",
        "a_nan",
        "some_bytes",
        "when",
        "how_long",
        "anything",
        "mapping",
        "unique",
        "pair",
        "many",
        "others",
        "other",
        "schedule",
        "power",
        "model",
        "big",
        "negative",
        "pattern",
        "computed",
        "logged",
        "dyn",
        "note",
        "text",
        "long_union",
        "token",
        "old",
        "needed",
        "日本",
        "R",
        "Schedule",
        "Any",
        "views",
        "function",
    )
    _fields = (
        ato.Field("a_float", ato.Float(finite=False), float("inf")),
        ato.Field("a_nan", ato.Float(finite=False), float("nan")),
        ato.Field("some_bytes", ato.BYTES, b'\x00\x01"'),
        ato.Field(
            "when",
            ato.DATETIME,
            datetime(2030, 1, 31, 12, 0, tzinfo=timezone(timedelta(seconds=7200))),
        ),
        ato.Field("how_long", ato.DURATION, timedelta(seconds=5400)),
        ato.Field("anything", ato.ANY, _ODD_CONFIG_ANYTHING),
        ato.Field("mapping", ato.Dict(ato.List(ato.INT)), _ODD_CONFIG_MAPPING),
        ato.Field("unique", ato.Set(ato.STR), frozenset({"a", "b", "c"})),
        ato.Field("pair", ato.Tuple(ato.INT, ato.STR), (1, "x")),
        ato.Field("many", ato.Tuples(ato.FLOAT), (1.0, 2.5)),
        ato.Field("others", ato.List(ato.Struct(Other)), _ODD_CONFIG_OTHERS),
        ato.Field("other", ato.Union(ato.Struct(Other), ato.NULL), _ODD_CONFIG_OTHER),
        ato.Field("schedule", _SCHEDULE, 'say "hi"'),
        ato.Field("power", _POWER, 2),
        ato.Field("model", ato.Struct(lambda: Model), _ODD_CONFIG_MODEL),
        ato.Field("big", ato.INT, 100000000000000000000000000000),
        ato.Field("negative", ato.FLOAT, -1e-30),
        ato.Field("pattern", ato.STR, "abc", min_length=1, max_length=10, pattern='[a-c"\\\\]+'),
        ato.Field("computed", ato.FLOAT, computed=True),
        ato.Field("logged", ato.FLOAT, computed=True),
        ato.Field("dyn", ato.BOOL, computed=True),
        ato.Field("note", ato.STR, "-"),
        ato.Field("text", ato.STR, computed=True),
        ato.Field(
            "long_union",
            ato.Union(
                ato.Literal("alpha_long", "beta_long", "gamma_long", "delta_long"),
                ato.INT,
                ato.List(ato.Tuple(ato.INT, ato.FLOAT, ato.STR)),
                ato.Dict(ato.List(ato.FLOAT)),
                ato.NULL,
            ),
            None,
        ),
        ato.Field("token", ato.Union(ato.STR, ato.NULL), None, secret=True),
        ato.Field("old", ato.INT, 1, deprecated="use big", renamed_from="older"),
        ato.Field("needed", ato.PATH, input=True),
        ato.Field("日本", ato.INT, 3),
        ato.Field("R", ato.INT, 1),
        ato.Field("Schedule", ato.Union(_SCHEDULE, ato.NULL), "cosine"),
        ato.Field("Any", ato.Union(ato.INT, ato.NULL), None),
        ato.Field("views", ato.List(ato.STR), ()),
        ato.Field("function", ato.INT, 1),
    )

    a_float: float
    a_nan: float
    some_bytes: bytes
    when: datetime
    how_long: timedelta
    anything: object
    mapping: Mapping[str, tuple[int, ...]]
    unique: frozenset[str]
    pair: tuple[int, str]
    many: tuple[float, ...]
    others: tuple[Other, ...]
    other: Other | None
    schedule: _Schedule
    power: Power
    model: _Model
    big: int
    negative: float
    pattern: str
    computed: float
    logged: float
    dyn: bool
    note: str
    text: str
    long_union: Union[
        _Literal["alpha_long", "beta_long", "gamma_long", "delta_long"],
        int,
        tuple[tuple[int, float, str], ...],
        Mapping[str, tuple[float, ...]],
        None,
    ]
    token: str | None
    old: int
    needed: _Path
    日本: int
    """日本語のドキュメント"""
    R: int
    Schedule: _Schedule | None
    Any: int | None
    views: tuple[str, ...]
    function: int

    def __init__(
        self,
        *,
        a_float: float = float("inf"),
        a_nan: float = float("nan"),
        some_bytes: bytes = b'\x00\x01"',
        when: datetime = datetime(2030, 1, 31, 12, 0, tzinfo=timezone(timedelta(seconds=7200))),
        how_long: timedelta = timedelta(seconds=5400),
        anything: object = _ODD_CONFIG_ANYTHING,
        mapping: Mapping[str, tuple[int, ...]] = _ODD_CONFIG_MAPPING,
        unique: frozenset[str] = frozenset({"a", "b", "c"}),
        pair: tuple[int, str] = (1, "x"),
        many: tuple[float, ...] = (1.0, 2.5),
        others: tuple[Other, ...] = _ODD_CONFIG_OTHERS,
        other: Other | None = _ODD_CONFIG_OTHER,
        schedule: _Schedule = 'say "hi"',
        power: Power = 2,
        model: _Model = _ODD_CONFIG_MODEL,
        big: int = 100000000000000000000000000000,
        negative: float = -1e-30,
        pattern: str = "abc",
        computed: float,
        logged: float,
        dyn: bool,
        note: str = "-",
        text: str,
        long_union: Union[
            _Literal["alpha_long", "beta_long", "gamma_long", "delta_long"],
            int,
            tuple[tuple[int, float, str], ...],
            Mapping[str, tuple[float, ...]],
            None,
        ] = None,
        token: str | None = None,
        old: int = 1,
        needed: _Path,
        日本: int = 3,
        R: int = 1,
        Schedule: _Schedule | None = "cosine",
        Any: int | None = None,
        views: tuple[str, ...] = (),
        function: int = 1,
    ) -> None:
        self._init(
            a_float=a_float,
            a_nan=a_nan,
            some_bytes=some_bytes,
            when=when,
            how_long=how_long,
            anything=anything,
            mapping=mapping,
            unique=unique,
            pair=pair,
            many=many,
            others=others,
            other=other,
            schedule=schedule,
            power=power,
            model=model,
            big=big,
            negative=negative,
            pattern=pattern,
            computed=computed,
            logged=logged,
            dyn=dyn,
            note=note,
            text=text,
            long_union=long_union,
            token=token,
            old=old,
            needed=needed,
            日本=日本,
            R=R,
            Schedule=Schedule,
            Any=Any,
            views=views,
            function=function,
        )

    def _draft(self) -> _Any:
        draft = self._open()
        try:
            draft.a_float = self.a_float
            draft.a_nan = self.a_nan
            draft.some_bytes = self.some_bytes
            draft.when = self.when
            draft.how_long = self.how_long
            draft.anything = self.anything
            draft.mapping = self.mapping
            draft.unique = self.unique
            draft.pair = self.pair
            draft.many = self.many
            draft.others = self.others
            draft.other = self.other
            draft.schedule = self.schedule
            draft.power = self.power
            draft.model = self.model
            draft.big = self.big
            draft.negative = self.negative
            draft.pattern = self.pattern
            draft.computed = self.computed
            draft.logged = self.logged
            draft.dyn = self.dyn
            draft.note = self.note
            draft.text = self.text
            draft.long_union = self.long_union
            draft.token = self.token
            draft.old = self.old
            draft.needed = self.needed
            draft.日本 = self.日本
            draft.R = self.R
            draft.Schedule = self.Schedule
            draft.Any = self.Any
            draft.views = self.views
            draft.function = self.function
        except AttributeError:  # a value is not set yet
            return super()._draft()
        return draft


def _computed(c: OddConfig) -> float:
    return c.big / 2 if c.model.Literal == "a" else 1.5


def _logged(_: OddConfig) -> float:
    return math.log(2.0) + math.ceil(1.5)


def _dyn(c: _Any) -> _Any:
    return c.anything == 3


def _text(c: OddConfig) -> str:
    return f"run-{c.big}-{c.schedule}"


def _when_m2(c: OddConfig) -> bool:
    return c.big > 3 and c.model.Literal in ("a", "b")


def _note_of_looong(c: OddConfig) -> str:
    return c.note + "a" if c.big > 1000 and c.a_float > 10.0 and c.negative < 3.0 and c.old == 1 and c.function == 1 and c.R == 1 else c.note  # fmt: skip


_SCHEMA = ato.Schema(
    "odd",
    OddConfig,
    views=(
        ato.View(
            "base",
            default=True,
            writes={
                "unique": frozenset({"y", "z"}),
                "mapping": ato.FrozenDict({"q": (9,)}),
                "others": (Other(x=1, next=Other(x=2, next=None)),),
                "anything": (1, ato.FrozenDict({"a": 2})),
            },
        ),
        ato.View("m1", group="g", writes={"some_bytes": b"\xff"}),
        ato.View("m2", group="g", when=_when_m2, writes={"how_long": timedelta(seconds=3), "computed": 3.0}),
        ato.View("looong", lazy=True, priority=-3, chain=("m2", "base"), computed={"note": _note_of_looong}),
    ),
    groups={"g": "m1"},
    computed=(("computed", _computed), ("logged", _logged), ("dyn", _dyn), ("text", _text)),
    required=("needed",),
    module=__name__,
)


def compose(
    *views: View,
    overrides: Iterable[str] = (),
    config: Iterable[str | PathLike[str]] = (),
    env: Mapping[str, str] | None = None,
) -> OddConfig:
    """The config of a selection: of the views that are named, and of values from outside.

    ``overrides`` are words as on the command line (``"model.hidden=64"``), ``config`` are files, and ``env``
    are environment variables. Raises ``ato.config.ConfigError`` with everything that is wrong.
    """
    return _SCHEMA.compose(views, overrides, config, env)


def main(function: Callable[[OddConfig], R]) -> Callable[[], R]:
    """Make a command-line program of a function of the config."""
    return _SCHEMA.main(function)


__all__ = ["Model", "OddConfig", "Other", "Power", "Schedule", "View", "compose", "main"]

if not TYPE_CHECKING:

    def __getattr__(name):
        """The literal types, made when they are asked for."""
        return ato.literal_type(
            __name__,
            name,
            {"View": tuple(_SCHEMA.view_map), "Schedule": _SCHEDULE.values, "Power": _POWER.values},
        )
