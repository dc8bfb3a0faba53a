"""Constraints that are proved to be kept are not looked at when a config is composed."""

from __future__ import annotations

import pytest

import ato.config as ato


class Counting(ato.Field):
    """A field that counts how often its constraints are looked at."""

    __slots__ = ("looks",)

    def check(self, value: object) -> object:
        self.looks = getattr(self, "looks", 0) + 1
        return super().check(value)


class Toy(ato.Config):
    __slots__ = ("epochs", "steps")
    __match_args__ = __slots__
    _fields = (Counting("epochs", ato.INT, 5, ge=1), Counting("steps", ato.INT, computed=True, ge=1))
    epochs: int
    steps: int

    def __init__(self, **values: object) -> None:
        self._init(**values)


def looks() -> list[int]:
    return [getattr(field, "looks", 0) for field in Toy._fields]


@pytest.fixture(autouse=True)
def afresh() -> None:
    for field in Toy._fields:
        field.looks = 0  # type: ignore[attr-defined]


def schema(proved: tuple[str, ...], in_view: tuple[str, ...]) -> ato.Schema[Toy]:
    double = ato.View(
        "double", default=True, computed={"epochs": lambda c: c.epochs * 2}, proved=in_view, lazy=True
    )
    return ato.Schema(
        "toy", Toy, views=(double,), computed=(("steps", lambda c: c.epochs * 100),), proved=proved
    )


def test_what_is_not_proved_is_looked_at() -> None:
    assert schema((), ()).compose().steps == 1000
    assert looks() == [1, 1]


def test_what_is_proved_is_not() -> None:
    assert schema(("steps",), ("epochs",)).compose().steps == 1000
    assert looks() == [0, 0]


def test_the_type_is_held_all_the_same() -> None:
    of = ato.Schema("toy", Toy, computed=(("steps", lambda c: "many"),), proved=("steps",))
    with pytest.raises(ato.ConfigError, match="does not fit"):
        of.compose()


def test_values_from_outside_and_changes_are_looked_at() -> None:
    of = schema(("steps",), ("epochs",))
    with pytest.raises(ato.ConfigError, match="at least 1"):
        of.compose((), ["steps=0"])
    with pytest.raises(ato.ConfigError, match="at least 1"):
        of.compose().replace(steps=0)
