"""How types lie to each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ato.config as ato
from atoc.types import (
    NEVER,
    assignable,
    bases,
    join,
    join_all,
    literals,
    may_be_none,
    union_of,
    within,
    without_none,
)

INT, FLOAT, STR, BOOL, NULL = ato.INT, ato.FLOAT, ato.STR, ato.BOOL, ato.NULL
AB = ato.Literal("a", "b")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (INT, INT),
        (INT, FLOAT),
        (INT, ato.Float(finite=False)),
        (ato.Float(finite=False), FLOAT),
        (STR, ato.PATH),
        (ato.Literal(1), INT),
        (ato.Literal(1), FLOAT),
        (ato.Literal("a"), ato.PATH),
        (ato.Literal("a"), AB),
        (ato.Literal("b", "a"), AB),
        (AB, ato.Literal("a", "b", "c", name="More")),
        (ato.Literal(1, "a"), ato.Union(FLOAT, STR)),
        (INT, ato.Union(STR, INT)),
        (ato.Union(INT, NULL), ato.Union(NULL, FLOAT)),
        (ato.Union(ato.Literal("a"), NULL), ato.Union(AB, NULL)),
        (ato.List(INT), ato.List(FLOAT)),
        (ato.List(INT), ato.Tuples(INT)),
        (ato.Tuple(INT, INT), ato.List(INT)),
        (ato.Tuple(INT, STR), ato.Tuple(FLOAT, STR)),
        (ato.Set(ato.Literal(1)), ato.Set(INT)),
        (ato.Dict(INT), ato.Dict(ato.ANY)),
        (ato.List(NEVER), ato.List(STR)),
        (ato.ANY, INT),
        (INT, ato.ANY),
        (ato.List(ato.ANY), ato.List(INT)),
    ],
)
def test_assignable(source: ato.Type, target: ato.Type) -> None:
    assert assignable(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (BOOL, INT),
        (BOOL, FLOAT),
        (INT, BOOL),
        (FLOAT, INT),
        (ato.Literal(True), INT),
        (ato.Literal(True), ato.Literal(1)),
        (STR, AB),
        (ato.Literal("c"), AB),
        (ato.Union(INT, NULL), INT),
        (NULL, INT),
        (ato.PATH, STR),
        (STR, ato.DATETIME),
        (ato.List(STR), ato.List(INT)),
        (ato.List(INT), ato.Set(INT)),
        (ato.List(INT), ato.Tuple(INT, INT)),
        (ato.Tuple(INT), ato.Tuple(INT, INT)),
        (ato.Dict(INT), ato.Dict(STR)),
        (ato.List(ato.Union(INT, STR)), ato.List(INT)),
    ],
)
def test_not_assignable(source: ato.Type, target: ato.Type) -> None:
    assert not assignable(source, target)


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        (INT, INT, "int"),
        (INT, FLOAT, "int | float"),
        (INT, ato.Literal(3), "int"),
        (ato.Literal("a"), ato.Literal("b"), "'a' | 'b'"),
        (INT, NULL, "int | None"),
        (ato.Union(INT, NULL), STR, "int | None | str"),
        (ato.List(NEVER), ato.List(STR), "list[str]"),
        (ato.List(INT), ato.List(STR), "list[int | str]"),
        (ato.Tuple(INT, INT), ato.Tuple(INT, STR), "tuple[int, int | str]"),
        (ato.Tuple(INT), ato.Tuple(INT, STR), "list[int | str]"),
        (ato.Tuple(INT, INT), ato.List(INT), "list[int]"),
        (ato.Set(INT), ato.Set(FLOAT), "set[int | float]"),
        (ato.Dict(INT), ato.Dict(NULL), "dict[str, int | None]"),
        (INT, ato.ANY, "any"),
        (NEVER, STR, "str"),
    ],
)
def test_join(left: ato.Type, right: ato.Type, joined: str) -> None:
    assert str(join(left, right)) == joined


def test_parts_of_types() -> None:
    optional = ato.Union(AB, NULL, ato.Literal(1, None))

    assert bases(optional) == (STR, NULL, INT)
    assert literals(optional) == ("a", "b", None, 1, None)
    assert literals(STR) is None
    assert may_be_none(optional)
    assert str(without_none(optional)) == "'a' | 'b' | 1"
    assert without_none(NULL) == NEVER
    assert join_all([]) == NEVER
    assert union_of([INT, ato.Union(STR, INT)]) == ato.Union(INT, STR)


TYPES = st.recursive(
    st.sampled_from([INT, FLOAT, STR, BOOL, NULL, AB, ato.Literal(1, "a"), ato.Literal(True), ato.PATH]),
    lambda inner: st.one_of(
        inner.map(ato.List),
        inner.map(ato.Set),
        inner.map(ato.Dict),
        st.lists(inner, max_size=2).map(lambda items: ato.Tuple(*items)),
        st.lists(inner, min_size=2, max_size=3).map(union_of),
    ),
    max_leaves=4,
)

SCALARS = st.sampled_from([None, True, False, 0, 1, 7, 0.5, "a", "b", "c"])
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=2).map(tuple), max_leaves=3)


@given(TYPES, TYPES)
def test_a_join_holds_both_sides_and_does_not_depend_on_their_order(left: ato.Type, right: ato.Type) -> None:
    joined = join(left, right)

    assert within(left, joined)
    assert within(right, joined)
    assert within(joined, join(right, left))


@given(TYPES, TYPES, VALUES)
def test_what_is_within_a_type_has_only_its_values(left: ato.Type, right: ato.Type, value: object) -> None:
    if within(left, right) and left.exactly(value):
        assert right.exactly(value)
    assert join(left, right).exactly(value) or not (left.exactly(value) or right.exactly(value))


@given(TYPES, TYPES, VALUES)
def test_what_is_assignable_is_taken(left: ato.Type, right: ato.Type, value: object) -> None:
    if assignable(left, right) and left.exactly(value):
        right.accept(value)
    relations: tuple[Callable[[ato.Type, ato.Type], bool], ...] = (within, assignable)
    assert all(relation(left, left) for relation in relations)
