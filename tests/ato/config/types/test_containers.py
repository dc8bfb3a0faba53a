"""Unions, lists, sets, tuples, dicts and structs."""

from __future__ import annotations

from typing import Any

import pytest

import ato.config as ato
from ato.config import ANY, BOOL, FLOAT, INT, NULL, STR, BadValue, Quoted, Type, Union
from tests.ato.config.sample import Account, Model

STRUCT = ato.Struct(Model)


def faults(type: Type, raw: Any, way: str = "read") -> tuple[Any, ...]:
    with pytest.raises(BadValue) as caught:
        getattr(type, way)(raw)
    return caught.value.faults


@pytest.mark.parametrize(
    ("type", "raw", "value"),
    [
        (ato.List(INT), ["1", "2"], (1, 2)),
        (ato.Tuples(FLOAT), ["1"], (1.0,)),
        (ato.Tuple(STR, INT), ["a", "1"], ("a", 1)),
        (ato.Tuple(), [], ()),
        (ato.Set(INT), ["2", "1"], frozenset({1, 2})),
        (ato.Dict(INT), {"a": "1"}, {"a": 1}),
        (ato.List(ato.List(STR)), [["a"], []], (("a",), ())),
        (STRUCT, {"backbone": "vit_s"}, Model(backbone="vit_s")),
        (ato.Struct(lambda: Model), {"backbone": "vit_s"}, Model(backbone="vit_s")),
        (Union(INT, STR), "1", 1),
        (Union(INT, STR), Quoted("1"), "1"),
        (Union(STR, INT), "1", 1),
        (Union(STR, INT), "a", "a"),
        (Union(FLOAT, NULL), "1", 1.0),
        (Union(FLOAT, INT), "1", 1),
        (Union(FLOAT, NULL), "null", None),
        (Union(STR, NULL), "null", None),
        (Union(BOOL, STR), "true", True),
        (Union(BOOL, STR), "True", "True"),
        (Union(INT, STR), "0123", "0123"),
        (Union(INT, STR), "1e3", "1e3"),
        (Union(ato.List(INT), ato.List(STR)), ["a"], ("a",)),
        (Union(ato.List(INT), ato.List(STR)), ["1"], (1,)),
        (Union(ato.List(STR), ato.List(INT)), ["1"], (1,)),
        (Union(ato.List(FLOAT), NULL), ["1"], (1.0,)),
        (Union(STRUCT, NULL), {"backbone": "vit_s"}, Model(backbone="vit_s")),
        (Union(STRUCT, ato.Struct(Account)), {"user": "a"}, Account(user="a")),
        (Union(ato.Literal("auto"), INT), "auto", "auto"),
        (Union(ato.Literal("auto"), INT), "3", 3),
    ],
)
def test_raw_values_are_read_by_the_declared_type(type: Type, raw: Any, value: object) -> None:
    found = type.read(raw)
    assert (found, repr(found)) == (value, repr(value))
    assert type.accept(value) == value
    assert hash(found) == hash(type.read(raw))


def test_every_fault_is_told_with_its_path() -> None:
    type = ato.Dict(ato.List(STRUCT))
    assert faults(type, {"a": [{"backbone": "x"}, {}], "b": ["1"], "c": []}) == (
        (("a", 0, "backbone"), "'x' is not one of 'resnet18', 'resnet50', 'vit_s'"),
        (("a", 1), "Model needs a value for 'backbone'"),
        (("b", 0), "'1' is not a Model"),
    )


@pytest.mark.parametrize(
    ("type", "raw", "fault"),
    [
        (ato.List(INT), "1", ((), "'1' is not a list[int]")),
        (ato.List(INT), {"a": "1"}, ((), "'{a: 1}' is not a list[int]")),
        (ato.Set(INT), ["1", "2", "1"], ((2,), "1 is in the set twice")),
        (
            ato.Set(ANY),
            ["1", "true"],
            ((), "the set holds values that differ only by type, such as 1 and true"),
        ),
        (ato.Set(ato.Float(finite=False)), ["nan", "nan"], ((1,), "nan is in the set twice")),
        (ato.Tuple(STR, INT), ["a"], ((), "1 items stand where tuple[str, int] takes 2")),
        (ato.Tuple(STR, INT), ["a", "b"], ((1,), "'b' is not an int")),
        (ato.Dict(INT), ["a"], ((), "'[a]' is not a dict[str, int]")),
        (STRUCT, ["a"], ((), "'[a]' is not a Model")),
        (STRUCT, {"backbon": "x"}, (("backbon",), "Model has no field 'backbon' (did you mean 'backbone'?)")),
        (Union(INT, BOOL), "x", ((), "'x' is not an int | bool")),
        (Union(INT, NULL), "x", ((), "'x' is not an int")),
        (Union(STRUCT, NULL), {"hidden": "0"}, (("hidden",), "0 must be at least 1")),
    ],
)
def test_what_does_not_fit_is_told_in_words(type: Type, raw: Any, fault: object) -> None:
    assert faults(type, raw) == (fault,)


@pytest.mark.parametrize(
    ("type", "value", "found"),
    [
        (ato.List(INT), (1, 2), (1, 2)),
        (ato.Set(STR), {"b", "a"}, frozenset({"a", "b"})),
        (ato.Set(STR), ["a"], frozenset({"a"})),
        (ato.Tuple(INT, STR), [1, "a"], (1, "a")),
        (ato.Dict(FLOAT), {"a": 1}, {"a": 1.0}),
        (STRUCT, {"backbone": "vit_s"}, Model(backbone="vit_s")),
        (Union(FLOAT, INT), 1, 1),
        (Union(FLOAT, NULL), 1, 1.0),
        (Union(ato.Float(), ANY), float("inf"), float("inf")),
    ],
)
def test_python_values_are_taken_in_their_immutable_form(type: Type, value: object, found: object) -> None:
    assert type.accept(value) == found
    assert hash(type.accept(value)) == hash(type.accept(value))


@pytest.mark.parametrize(
    ("type", "value", "fault"),
    [
        (ato.List(INT), {1}, ((), "{1} is not a list[int]")),
        (ato.List(INT), "ab", ((), "'ab' is not a list[int]")),
        (ato.Set(INT), [1, 1], ((1,), "1 is in the set twice")),
        (ato.Set(INT), {"b", "a"}, ((0,), "'a' is not an int")),
        (ato.Dict(INT), {1: 1}, ((), "the key 1 is not a str")),
        (ato.Dict(INT), [("a", 1)], ((), "[('a', 1)] is not a dict[str, int]")),
        (STRUCT, Account(), ((), "Account(user='me', token=***) is not a Model")),
        (Union(INT, STR), 1.5, ((), "1.5 is not an int | str")),
    ],
)
def test_python_values_that_do_not_fit_are_refused(type: Type, value: object, fault: tuple[Any, str]) -> None:
    assert faults(type, value, "accept")[0] == fault


def test_a_struct_that_holds_itself_is_read_to_its_end() -> None:
    class Node(ato.Config):
        __slots__ = ("next", "value")
        _fields = (
            ato.Field("value", INT),
            ato.Field("next", Union(ato.Struct(lambda: Node), NULL), None),
        )

    node: Any = ato.Struct(Node).read({"value": "1", "next": {"value": "2", "next": "null"}})
    assert (node.next.value, node.next.next) == (2, None)
    assert not Node._fields[1].is_discreet


def test_a_default_that_is_an_expression_is_not_worked_out_inside_a_value() -> None:
    class Pair(ato.Config):
        __slots__ = ("one", "two")
        _fields = (ato.Field("one", ato.INT), ato.Field("two", ato.INT, computed=True))

    told = "Pair needs a value for 'two'; its default is an expression, and inside a value none is worked out"
    assert faults(ato.Struct(Pair), {"one": "1"}) == (((), told),)


def test_nested_structs_are_filled_with_their_defaults_or_told() -> None:
    class Outer(ato.Config):
        __slots__ = ("account", "model")
        _fields = (ato.Field("model", STRUCT), ato.Field("account", ato.Struct(Account)))

    assert faults(ato.Struct(Outer), {}) == ((("model",), "Model needs a value for 'backbone'"),)
    outer: Any = ato.Struct(Outer).read({"model": {"backbone": "vit_s"}})
    assert (outer.model.hidden, outer.account) == (128, Account())


def test_types_are_named_and_compared_by_what_they_hold() -> None:
    types = [
        ato.List(INT), ato.Tuples(INT), ato.Set(STR), ato.Tuple(INT, STR), ato.Tuple(), ato.Dict(ANY), STRUCT,
        Union(INT, NULL),
    ]  # fmt: skip
    assert [str(type) for type in types] == [
        "list[int]", "tuple[int, ...]", "set[str]", "tuple[int, str]", "tuple[()]", "dict[str, any]", "Model",
        "int | None",
    ]  # fmt: skip
    assert ato.List(INT) == ato.List(INT)
    assert ato.List(INT) != ato.Tuples(INT)
    assert len({ato.List(INT), ato.List(INT), ato.List(STR)}) == 2


def test_containers_and_unions_with_them_are_written_in_flow_syntax() -> None:
    assert [type.in_flow for type in (ato.List(INT), STRUCT, ANY, Union(INT, ato.Set(INT)))] == [True] * 4
    assert [type.in_flow for type in (INT, STR, Union(INT, NULL), ato.PATH)] == [False] * 4


def test_a_broken_bound_inside_a_container_is_still_only_a_broken_bound() -> None:
    with pytest.raises(BadValue) as out_of_range:
        ato.List(FLOAT).read(["1", "inf"])
    with pytest.raises(BadValue) as mixed:
        ato.List(FLOAT).read(["x", "inf"])
    assert (out_of_range.value.is_range, mixed.value.is_range) == (True, False)
