"""Types in generated code."""

from __future__ import annotations

import pytest

import ato.config as ato
from atoc.types import annotation, constructor


class Model(ato.Config):
    """A struct without fields."""

    __slots__ = ()


CASES = [
    (ato.BOOL, "bool", "ato.BOOL"),
    (ato.INT, "int", "ato.INT"),
    (ato.FLOAT, "float", "ato.FLOAT"),
    (ato.Float(finite=False), "float", "ato.Float(finite=False)"),
    (ato.STR, "str", "ato.STR"),
    (ato.BYTES, "bytes", "ato.BYTES"),
    (ato.PATH, "Path", "ato.PATH"),
    (ato.DATETIME, "datetime", "ato.DATETIME"),
    (ato.DURATION, "timedelta", "ato.DURATION"),
    (ato.ANY, "object", "ato.ANY"),
    (ato.Literal("a", 'b"', 1, True), 'Literal["a", \'b"\', 1, True]', 'ato.Literal("a", \'b"\', 1, True)'),
    (ato.Literal("a", name="Schedule"), "Schedule", 'ato.Literal("a", name="Schedule")'),
    (ato.Union(ato.STR, ato.NULL), "str | None", "ato.Union(ato.STR, ato.NULL)"),
    (ato.List(ato.STR), "tuple[str, ...]", "ato.List(ato.STR)"),
    (ato.Tuples(ato.STR), "tuple[str, ...]", "ato.Tuples(ato.STR)"),
    (ato.Tuple(ato.STR, ato.INT), "tuple[str, int]", "ato.Tuple(ato.STR, ato.INT)"),
    (ato.Tuple(), "tuple[()]", "ato.Tuple()"),
    (ato.Set(ato.INT), "frozenset[int]", "ato.Set(ato.INT)"),
    (ato.Dict(ato.List(ato.INT)), "Mapping[str, tuple[int, ...]]", "ato.Dict(ato.List(ato.INT))"),
    (ato.Struct(Model), "Model", "ato.Struct(Model)"),
]


@pytest.mark.parametrize(("type", "written", "made"), CASES)
def test_annotation_and_constructor(type: ato.Type, written: str, made: str) -> None:
    assert (annotation(type), constructor(type)) == (written, made)


@pytest.mark.parametrize("type", [type for type, _, _ in CASES])
def test_a_constructor_makes_the_type(type: ato.Type) -> None:
    made = eval(constructor(type), {"ato": ato, "Model": Model})  # noqa: S307 (what we wrote)

    assert made == type
    assert str(made) == str(type)


def test_a_class_that_does_not_exist_yet_is_looked_up_later() -> None:
    assert constructor(ato.List(ato.Struct(Model)), later={"Model"}) == "ato.List(ato.Struct(lambda: Model))"
