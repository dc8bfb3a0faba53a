"""Filters against what Python says of the same runs, on filters drawn at random."""

from __future__ import annotations

from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ato
from ato.track import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ato.track import Store

VALUES: list[Any] = [1, 2.5, -3, 0, "a", "B%", "", True, False, None]
ABSENT = object()
ORDERS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("mixed")
    for place, value in enumerate([*VALUES, ABSENT]):
        config = {"other": place} if value is ABSENT else {"x": value, "other": place}
        run = ato.run(config, name=str(place), store=folder)
        run.summary.update(s=VALUES[-1 - place] if place < len(VALUES) else "last")
        run.finish()
    with open_store(folder) as opened:
        yield opened


LITERALS = st.sampled_from([1, 2.5, -3, 0, "a", "B%", "", "zz", True, False])
LEAVES = st.one_of(
    st.tuples(st.sampled_from(["==", "!="]), st.sampled_from("xs"), LITERALS),
    st.tuples(
        st.sampled_from(sorted(ORDERS)),
        st.sampled_from("xs"),
        LITERALS.filter(lambda v: v is not True and v is not False),
    ),
    st.tuples(st.sampled_from(["in", "not in"]), st.sampled_from("xs"), st.lists(LITERALS, max_size=3)),
    st.tuples(st.sampled_from(["~", "!~"]), st.sampled_from("xs"), st.sampled_from(["a", "b%", "", "%"])),
    st.tuples(st.just("is"), st.sampled_from("xs"), st.booleans()),
)
TREES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.tuples(st.sampled_from(["and", "or"]), inner, inner) | st.tuples(st.just("not"), inner),
    max_leaves=6,
)


def text(tree: Any) -> str:
    match tree:
        case ("and" | "or" as op, left, right):
            return f"({text(left)} {op} {text(right)})"
        case ("not", inner):
            return f"not {text(inner)}"
        case ("is", name, is_missing):
            return f"{full(name)} is {'' if is_missing else 'not '}None"
        case (op, name, list(values)):
            return f"{full(name)} {op} ({', '.join(map(repr, values))})"
        case (op, name, value):
            return f"{full(name)} {op} {value!r}"
    raise AssertionError(tree)


def full(name: str) -> str:
    return {"x": "config.x", "s": "summary.s"}[name]


def holds(tree: Any, row: dict[str, Any]) -> bool:
    match tree:
        case ("and", left, right):
            return holds(left, row) and holds(right, row)
        case ("or", left, right):
            return holds(left, row) or holds(right, row)
        case ("not", inner):
            return not holds(inner, row)
        case ("is", name, is_missing):
            return (row.get(full(name)) is None) == is_missing
        case (op, name, value):
            found = row.get(full(name))
            return found is not None and compares(op, found, value)
    raise AssertionError(tree)


def compares(op: str, found: Any, value: Any) -> bool:
    if op in ("!=", "!~", "not in"):
        return not compares({"!=": "==", "!~": "~", "not in": "in"}[op], found, value)
    if op == "in":
        return any(compares("==", found, each) for each in value)
    if kind(found) != kind(value):
        return False
    if op == "~":
        return value.lower() in found.lower()
    return eq(found, value) if op == "==" else ORDERS[op](found, value)


def kind(value: Any) -> type:
    return float if type(value) is int else type(value)


@settings(max_examples=100, deadline=None)
@given(TREES)
def test_a_filter_means_what_python_means_by_it(mixed: Store, tree: Any) -> None:
    runs = ato.runs(store=mixed)
    rows = runs.to_dicts("name", "config.x", "summary.s")
    expected = {row["name"] for row in rows if holds(tree, row)}
    assert {run.name for run in runs.where(text(tree))} == expected
