"""Two scopes that read each other: `model` reads what `data` is about, and `data` the patches of `model`."""

from __future__ import annotations

from typing import Any

import ato.config as ato


class Data(ato.Config):
    __slots__ = ("classes", "name", "root", "token")
    __match_args__ = ("classes", "name", "root", "token")
    _fields = (
        ato.Field("classes", ato.INT, 10, ge=2),
        ato.Field("name", ato.STR, computed=True),
        ato.Field("root", ato.PATH, input=True),
        ato.Field("token", ato.STR, "hunter2", secret=True),
    )
    classes: int
    name: str
    root: Any
    token: str

    def __init__(self, **values: Any) -> None:
        self._init(**values)


class Model(ato.Config):
    __slots__ = ("head", "patch", "width")
    __match_args__ = ("head", "patch", "width")
    _fields = (
        ato.Field("width", ato.INT, 64),
        ato.Field("patch", ato.INT, 4, ge=1),
        ato.Field("head", ato.INT, computed=True),
    )
    head: int
    patch: int
    width: int

    def __init__(self, **values: Any) -> None:
        self._init(**values)


def scopes() -> tuple[ato.Schema[Data], ato.Schema[Model]]:
    """Fresh schemas of `data` and `model`, linked to each other."""
    data = ato.Schema(
        "data",
        Data,
        views=(
            ato.View("few", writes={"classes": 2}),
            ato.View("small", group="kind", writes={"classes": 3}),
            ato.View("large", group="kind", writes={"classes": 1000}),
            ato.View("late", lazy=True, priority=-1, writes={"classes": 5}),
        ),
        groups={"kind": None},
        computed=(("name", ato.Across(lambda c, m: f"{c.classes}@{m.patch}", "model.patch")),),
        required=("root",),
        across=("model",),
    )
    model = ato.Schema(
        "model",
        Model,
        views=(
            ato.View(
                "wide",
                default=True,
                lazy=True,
                when=ato.Across(lambda c, d: d.classes > 100, "data.classes"),
                writes={"width": 512},
            ),
            ato.View(
                "few", priority=1, computed={"patch": ato.Across(lambda c, d: d.classes, "data.classes")}
            ),
            ato.View("coarse", writes={"patch": 16}),
        ),
        computed=(("head", ato.Across(lambda c, d: c.width * len(d.name), "data.name")),),
        across=("data",),
    )
    data.link((model,))
    model.link((data,))
    return data, model
