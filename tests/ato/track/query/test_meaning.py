"""Filters drawn at random against what Python says of the same runs, on SQLite and on PostgreSQL."""

from __future__ import annotations

import re
from itertools import zip_longest
from json import dumps
from math import inf, isfinite, isnan, nan
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ato
from ato.track import open_store
from tests.ato.track.servers import database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ato.track import Store

    Row = dict[str, Any]

NUMBERS: list[Any] = [
    0, 1, 1.0, 2.5, -3, -0.0, 5e-324, 1e308, -1e308, inf, -inf, nan, 2**53, float(2**53), 2**53 + 1,
    -(2**53) - 1, -float(2**53), 2**63 - 1, 2**63, 2**64 + 1, float(2**64), 10**30, 10**400, 10**400 + 1,
    -(10**400),
]  # fmt: skip
TEXTS: list[Any] = [
    "", "a", "A", "b", "É", "é", "日本", "😀", "1", "true", "None", "NaN", "100%", "a_b", "axb", "a\\b",
    "a\\%b", "a\0b", "a\\0b", "\ud800", "\\ud800", "it's", 'say "x"', "a\nb", "z" * 199, "z" * 200,
    "z" * 201, "z" * 250 + "A", "z" * 250 + "b", "'; DROP TABLE runs; --",
]  # fmt: skip
OTHERS: list[Any] = [True, False, [], [1, 2], [1, "a"], ["\0", None], [[1], [2]]]
VALUES: list[Any] = [None, *NUMBERS, *TEXTS, *OTHERS]
SERIES: list[list[float]] = [
    [], [1.0], [0.5, 2.5], [nan], [1.0, nan], [nan, 3.0], [inf, 1.0], [-inf], [2.0**53], [2.5, -3.0, 0.0],
]  # fmt: skip
ORDERS: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
TURNED = {"!=": "==", "!~": "~", "not in": "in", "not like": "like"}
ABSENT = object()


def made() -> list[Row]:
    """What the runs hold, by the names of filters."""
    rows: list[Row] = []
    columns = (VALUES, VALUES[7:] + VALUES[:5], list(reversed(VALUES)), SERIES)
    for number, (x, y, s, series) in enumerate(zip_longest(*columns, fillvalue=ABSENT), 1):
        given = {"config.x": x, "config.y": y, "summary.s": ABSENT if s == "\ud800" else s}
        row = {name: value for name, value in given.items() if value is not ABSENT}
        points = [] if series is ABSENT else series
        row |= {
            "id": number,
            "name": f"r{number % 7}",
            "series": points,
            "tag": [f"t{number % 3}"] * (number % 2),
        }
        rows.append(row)
    return rows


def log(row: Row, place: str) -> None:
    """A run that holds what the row says."""
    config = {name[7:]: row[name] for name in ("config.x", "config.y") if name in row}
    run = ato.run({**config, "n": row["id"]}, name=row["name"], tags=row["tag"], project="p", store=place)
    if "summary.s" in row:
        run.summary.update(s=row["summary.s"])
    for step, value in enumerate(row["series"]):
        run.log({"m": value}, step=step)
    run.finish()


def told(row: Row) -> Row:
    """The row with what is kept of its metric; nan is missing there."""
    points = row["series"]
    known = [each for each in points if not isnan(each)]
    finite = [each for each in points if isfinite(each)]
    metric = {
        "last": points[-1] if points else nan, "min": min(known, default=nan), "max": max(known, default=nan),
        "first": points[0] if points else nan, "mean": sum(finite) / len(finite) if finite else nan,
    }  # fmt: skip
    kept = {f"metric.m.{name}": value for name, value in metric.items() if not isnan(value)}
    counted = {"metric.m.count": len(points), "step": len(points) - 1} if points else {}
    return {**row, **kept, **counted}


ROWS = [told(row) for row in made()]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("meaning")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        if request.param == "sqlite":
            yield from stored(str(folder / "runs.db"))
        else:
            with database(request.getfixturevalue("postgresql"), f"t{uuid4().hex}") as place:
                yield from stored(place)


def stored(place: str) -> Iterator[Store]:
    for row in made():
        log(row, place)
    with open_store(place) as store:
        yield store


ENTRIES = st.sampled_from(["config.x", "config.y", "summary.s"])
FIELDS = [f"metric.m.{field}" for field in ("last", "min", "max", "mean", "count")]
NUMERIC = st.sampled_from(["id", "step", *FIELDS])
OPTIONAL = ENTRIES | st.sampled_from(["metric.m.max", "metric.m.last", "step", "tag"])
SCALARS = st.sampled_from([each for each in VALUES if each is not None and type(each) is not list])
SIZED = st.sampled_from([*(each for each in NUMBERS if each == each), *TEXTS])
NUMBER = st.sampled_from([*NUMBERS, 0.5, 3.5, 1.5, 2])
KNOWN = NUMBER.filter(lambda value: value == value)
PATTERNS = st.sampled_from(
    [*TEXTS, "%", "_", "a%", "%b", "z%A", r"a\%b", r"100\%", r"a\_b", "\\", r"a\b", r"%\\%", "É%"]
)
SAME, ANY = st.sampled_from(["==", "!="]), st.sampled_from(["==", "!=", *ORDERS])
ORDER, AMONG = st.sampled_from(sorted(ORDERS)), st.sampled_from(["in", "not in"])
PLACED = st.builds(lambda name: {"name": name}, ENTRIES), st.builds(lambda name: {"name": name}, NUMERIC)
LEAVES = st.one_of(
    st.tuples(SAME, ENTRIES, st.sampled_from(VALUES)),
    st.tuples(ORDER, ENTRIES, SIZED),
    st.tuples(AMONG, ENTRIES, st.lists(SCALARS, max_size=4)),
    st.tuples(st.sampled_from(["~", "!~", "like", "not like"]), ENTRIES, PATTERNS),
    st.tuples(SAME, NUMERIC, NUMBER),
    st.tuples(ORDER, NUMERIC, KNOWN),
    st.tuples(AMONG, NUMERIC, st.lists(NUMBER, max_size=3)),
    st.tuples(SAME | AMONG, st.just("tag"), st.sampled_from(["t0", "t1", "T1", "t9"])),
    st.tuples(st.sampled_from(["==", "<", "~"]), st.just("name"), st.sampled_from(["r3", "R3", "r", "%3"])),
    st.tuples(st.just("is"), OPTIONAL, st.booleans()),
    st.tuples(ANY, ENTRIES, PLACED[0] | PLACED[1]),
    st.tuples(ANY, NUMERIC, PLACED[1]),
)
TREES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.tuples(st.sampled_from(["and", "or"]), inner, inner) | st.tuples(st.just("not"), inner),
    max_leaves=6,
)


class Written:
    """A tree as a filter: values stand in it where they can, else beside it."""

    def __init__(self, tree: Any) -> None:
        self.beside: dict[str, Any] = {}
        self.text = self.of(tree)

    def of(self, tree: Any) -> str:
        match tree:
            case ("and" | "or" as op, left, right):
                return f"({self.of(left)} {op} {self.of(right)})"
            case ("not", inner):
                return f"not {self.of(inner)}"
            case ("is", name, is_missing):
                return f"{name} is {'' if is_missing else 'not '}None"
            case ("in" | "not in" as op, "tag", value):
                return f"{self.value(value)} {op} tags"
            case (op, name, {"name": other}):
                return f"{name} {op} {other}"
            case (op, name, value):
                return f"{name} {op} {self.value(value)}"
        raise AssertionError(tree)

    def value(self, value: Any) -> str:
        if isinstance(value, str) and len(value) % 2:
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\0", "\\0") + "'"
        if type(value) in (int, bool, float) and len(repr(value)) < 30:
            return repr(value)
        name = f"v{len(self.beside)}"
        self.beside[name] = value
        return f"${name}"


def holds(tree: Any, row: Row) -> bool:
    match tree:
        case ("and", left, right):
            return holds(left, row) and holds(right, row)
        case ("or", left, right):
            return holds(left, row) or holds(right, row)
        case ("not", inner):
            return not holds(inner, row)
        case ("is", "tag", is_missing):
            return (not row["tag"]) == is_missing
        case ("is", name, is_missing):
            return (row.get(name) is None) == is_missing
        case (op, "tag", value):
            return (value in row["tag"]) == (op in ("==", "in"))
        case (op, name, {"name": other}):
            left, right = row.get(name), row.get(other)
            return left is not None and right is not None and compares(op, left, right)
        case (op, name, value):
            return against(op, name, row, value)
    raise AssertionError(tree)


def against(op: str, name: str, row: Row, value: Any) -> bool:
    found = row.get(name)
    if value is None:
        return (found is None) == (op == "==")
    values = value if op in ("in", "not in") else [value]
    if name.startswith("metric") and op in ("==", "in") and any(each != each for each in values):
        return bool(row["series"]) and (found is None or compares(op, found, value))
    return found is not None and compares(op, found, value, nans=True)


def compares(op: str, found: Any, value: Any, *, nans: bool = False) -> bool:
    if op in TURNED:
        return not compares(TURNED[op], found, value, nans=nans)
    if op == "in":
        return any(compares("==", found, each, nans=nans) for each in value)
    if kind(found) is not kind(value):
        return False
    if kind(found) is str:
        found, value = kept(found, op), kept(value, op)
    if op in ("~", "like"):
        found, value = lowered(found), lowered(value)
        return like(found, value) if op == "like" else str(value) in found
    if op == "==":
        return bool(eq(found, value)) or (nans and found != found and value != value)
    return kind(found) in (float, str) and bool(ORDERS[op](found, value))


def kept(text: str, op: str) -> str:
    return text if op == "==" else text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()


def lowered(text: str) -> str:
    return "".join(sign.lower() if sign.isascii() else sign for sign in text)


def like(text: str, pattern: str) -> bool:
    parts = re.findall(r"\\[%_\\]|.", pattern, re.DOTALL)
    meaning = {"%": ".*", "_": "."}
    return (
        re.fullmatch("".join(meaning.get(part) or re.escape(part[-1]) for part in parts), text, re.DOTALL)
        is not None
    )


def kind(value: Any) -> type:
    return float if type(value) is int else type(value)


@settings(max_examples=60, deadline=None)
@given(TREES)
def test_a_filter_means_what_python_means_by_it(filled: Store, tree: Any) -> None:
    written = Written(tree)
    expected = {row["id"] for row in ROWS if holds(tree, row)}
    found = ato.runs(store=filled).where(written.text, **written.beside)
    assert {run.id for run in found} == expected
    assert found.count() == len(expected)


@pytest.mark.parametrize("name", ["config.x", "summary.s"])
def test_a_value_is_found_by_itself(filled: Store, name: str) -> None:
    for value in VALUES:
        same = {row["id"] for row in ROWS if against("==", name, row, value)}
        assert {run.id for run in ato.runs(store=filled).where(f"{name} == $value", value=value)} == same, (
            value
        )
        if value is not None and type(value) is not list:
            assert {
                run.id for run in ato.runs(store=filled).where(f"{name} in $value", value=[value])
            } == same


def placed(value: Any, way: int) -> tuple[int, Any]:
    """Where a value stands: numbers, texts, JSON of others, what is missing."""
    if value is None or value != value:
        return 3, 0
    if kind(value) is float:
        return 0, Ordered(value, way)
    if kind(value) is str:
        return 1, Ordered(kept(value, "<"), way)
    return 2, Ordered(dumps(value), way)


class Ordered:
    """A value that is compared the one way or the other; numbers exactly."""

    def __init__(self, value: Any, way: int) -> None:
        self.value = value
        self.way = way

    def __lt__(self, other: Ordered) -> bool:
        return bool(self.value < other.value if self.way > 0 else self.value > other.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ordered) and bool(self.value == other.value)

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(
    "name", ["config.x", "config.y", "summary.s", "metric.m.max", "metric.m.last", "step", "name"]
)
def test_runs_are_in_the_order_in_which_python_puts_them(filled: Store, name: str, sign: str) -> None:
    latest = sorted(ROWS, key=lambda row: -row["id"])
    expected = [row["id"] for row in sorted(latest, key=lambda row: placed(row.get(name), -1 if sign else 1))]
    runs = ato.runs(store=filled).order_by(f"{sign}{name}")
    assert [run.id for run in runs] == expected
    assert [run.id for run in runs.limit(7)] == [run.id for run in runs[:7]] == expected[:7]
    assert [run.id for run in runs.limit(40).where("id > 20")] == [id for id in expected[:40] if id > 20]
