from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import Any

import pytest

import ato.config as ato
from ato.config._search import Point, under


def on_sgd(point: Any) -> bool:
    return bool(point.solver.name == "sgd")


def on_long(point: Any) -> bool:
    return "long" in point.view


def inverse(point: Any) -> bool:
    return bool(1 / point.lr > 1)


def search(**space: Any) -> ato.Search:
    return ato.Search("quick", metric="loss", mode="min", method=ato.Method("random"), space=space)


EVERY = (
    ato.Choice(16, (1, 2), ato.FrozenDict({"a": 1})),
    ato.Uniform(0.0, 1.0),
    ato.LogUniform(0.1, 1.0, when=on_sgd),
    ato.IntUniform(32, 512, step=32),
    ato.IntLogUniform(1, 100),
    ato.Normal(0.0, 1.0, low=-2.0),
    ato.Method("hyperband", max_budget=27),
    search(lr=ato.Uniform(0.0, 1.0), view=ato.Choice((), ("long",))),
)


@pytest.mark.parametrize("value", EVERY, ids=repr)
def test_a_value_survives_pickling_and_copying(value: object) -> None:
    pickled = pickle.loads(pickle.dumps(value))  # noqa: S301 (our own)
    twins = (pickled, copy.copy(value), copy.deepcopy(value))
    assert all(twin == value and hash(twin) == hash(value) for twin in twins)


@pytest.mark.parametrize("value", EVERY, ids=repr)
def test_a_value_cannot_be_changed(value: Any) -> None:
    name = value.__match_args__[0]
    with pytest.raises(AttributeError, match="cannot be changed"):
        setattr(value, name, 1)
    with pytest.raises(AttributeError, match="cannot be changed"):
        delattr(value, name)


def test_values_of_other_kinds_or_types_differ() -> None:
    assert ato.Uniform(0.1, 1.0) != ato.LogUniform(0.1, 1.0)
    assert ato.Choice(1) != ato.Choice(1.0)
    assert ato.Choice(1) != ato.Choice(True)
    assert ato.Uniform(0.1, 1.0) != ato.Uniform(0.1, 1.0, when=on_sgd)
    assert ato.Uniform(0.1, 1.0) == under(ato.Uniform(0.1, 1.0, when=on_sgd), None)


def test_a_value_shows_what_it_says() -> None:
    assert repr(ato.IntUniform(32, 512, step=32)) == "IntUniform(low=32, high=512, step=32)"
    assert repr(ato.Normal(0.0, 1.0, high=2.0)) == "Normal(mean=0.0, std=1.0, high=2.0)"
    assert repr(ato.Choice("a", None)) == "Choice(values=('a', None))"
    assert repr(ato.Uniform(0.0, 1.0, when=on_sgd)) == "Uniform(low=0.0, high=1.0, when=on_sgd)"


@pytest.mark.parametrize(
    ("dimension", "inside", "outside"),
    [
        (ato.Choice(1, "a", None), (1, "a", None), (True, 1.0, "b")),
        (ato.Uniform(0.0, 1.0), (0.0, 0.5, 1.0), (1, 1.5, "0.5")),
        (ato.LogUniform(0.5, 1.0), (0.5, 1.0), (0.4,)),
        (ato.IntUniform(2, 10, step=4), (2, 6, 10), (4, 14, 6.0, True)),
        (ato.IntLogUniform(2, 4), (2, 3, 4), (1, 5, 2.0)),
        (ato.Normal(0.0, 1.0), (-100.0, 0.0), (0,)),
        (ato.Normal(0.0, 1.0, low=-1.0, high=1.0), (-1.0, 1.0), (-1.5, 1.5)),
    ],
    ids=repr,
)
def test_what_can_be_drawn_is_contained(
    dimension: Any, inside: tuple[Any, ...], outside: tuple[Any, ...]
) -> None:
    assert [value for value in inside if not dimension.contains(value)] == []
    assert [value for value in outside if dimension.contains(value)] == []


@pytest.mark.parametrize(
    ("make", "at", "message"),
    [
        (lambda: ato.Choice(), (), "nothing is listed, and a choice takes one value at least"),
        (lambda: ato.Choice(1, 2, 1), (2,), "1 is listed twice"),
        (lambda: ato.Choice((), ("a",), ()), (2,), "[] is listed twice"),
        (lambda: ato.Uniform(1.0, 1.0), (0,), "the range goes from 1.0 to 1.0: the first is to be less"),
        (
            lambda: ato.Uniform(-1e308, 1e308), (0,),
            "the range from -1.0e+308 to 1.0e+308 is wider than a float",
        ),
        (lambda: ato.LogUniform(0.0, 1.0), (0,), "the range begins at 0.0, which has no logarithm"),
        (lambda: ato.IntLogUniform(-1, 1), (0,), "the range begins at -1, which has no logarithm"),
        (lambda: ato.IntUniform(1, 10, step=0), ("step",), "step is 0; it must be at least 1"),
        (lambda: ato.IntUniform(1, 10, step=4), ("step",), "steps of 4 from 1 pass by 10: they reach 9"),
        (lambda: ato.Normal(0.0, 0.0), (1,), "the standard deviation is 0.0; it must be greater than 0"),
        (
            lambda: ato.Normal(0.0, 1.0, low=1.0, high=1.0), ("low",),
            "low is 1.0 and high is 1.0: no range is left",
        ),
        (lambda: ato.Normal(0.0, 1.0, low=1.0), (0,), "the mean 0.0 does not lie between low and high"),
    ],
)  # fmt: skip
def test_values_that_make_no_sense_are_refused(make: Any, at: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ato.BadValue) as caught:
        make()
    assert caught.value.faults == ((at, message),)


def test_a_dimension_takes_part_where_its_condition_holds() -> None:
    asked = ato.Search(
        "quick",
        metric="loss",
        mode="min",
        method=ato.Method("grid", points=3),
        space={
            "solver.name": ato.Choice("adam", "sgd"),
            "view": ato.Choice((), ("long",)),
            "solver.momentum": ato.Uniform(0.0, 0.9, when=on_sgd),
            "epochs": ato.Choice(1, 2, when=on_long),
        },
    )
    point = {"solver.name": "sgd", "view": (), "solver.momentum": 0.5, "epochs": 1}
    assert asked.active(point) == ("solver.name", "view", "solver.momentum")
    assert asked.active({**point, "solver.name": "adam", "view": ("long",)}) == (
        "solver.name",
        "view",
        "epochs",
    )


def test_a_condition_that_needs_what_takes_no_part_does_not_hold() -> None:
    asked = search(
        kind=ato.Choice("a", "b"),
        lr=ato.Uniform(0.1, 1.0, when=lambda point: point.kind == "a"),
        other=ato.Choice(1, 2, when=inverse),
    )
    assert asked.active({"kind": "b", "lr": 0.5, "other": 1}) == ("kind",)
    assert asked.active({"kind": "a", "lr": 0.5, "other": 1}) == ("kind", "lr", "other")


def test_a_condition_without_a_value_is_a_problem() -> None:
    asked = search(lr=ato.Choice(0.0, 1.0), other=ato.Choice(1, 2, when=inverse))
    with pytest.raises(
        ato.ConfigError, match="the condition of 'other' cannot be worked out: float division"
    ):
        asked.active({"lr": 0.0, "other": 1})


def test_a_point_is_read_by_attribute() -> None:
    point = Point({"lr": 0.1, "model.head.width": 3, "view": ()})
    assert (point.lr, point.model.head.width, point.view) == (0.1, 3, ())
    with pytest.raises(AttributeError):
        _ = point.model.tail


def test_a_program_without_searches_loads_nothing_of_them() -> None:
    code = "import sys, ato.config; print('ato.config._search' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
