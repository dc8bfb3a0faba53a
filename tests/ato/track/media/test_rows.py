"""Rows of tables of other libraries: by name, with what is missing as an empty cell."""

from __future__ import annotations

import datetime
import math
from typing import Any

import pytest

from ato.track import TrackError
from ato.track.media import Table

np = pytest.importorskip("numpy")


class Column:
    def __init__(self, values: list[Any]) -> None:
        self.values = values

    def to_list(self) -> list[Any]:
        return self.values


class Frame:
    """What is looked at of a table of polars."""

    def __init__(self, **columns: list[Any]) -> None:
        self.held = columns

    columns = property(lambda self: list(self.held))
    shape = property(lambda self: (len(next(iter(self.held.values()))), len(self.held)))
    dtypes = property(lambda self: ["?" for _ in self.held])

    def get_column(self, name: str) -> Column:
        return Column(self.held[name])

    def iter_rows(self) -> None:
        raise AssertionError("columns are asked for")


MIXED = {
    "id": [1, 2], "score": [0.5, math.nan], "label": ["a", None], "is_right": [True, False], "gap": [1, None],
    "when": [datetime.date(2020, 1, 1), None], "more": [[1], {"k": 2}], "none": [None, None],
    "both": [1, 0.5],
}  # fmt: skip
TYPES = {
    "id": "int", "score": "float", "label": "str", "is_right": "bool", "gap": "int", "when": "json",
    "more": "json", "none": "str", "both": "float",
}  # fmt: skip


def test_a_table_of_another_library_brings_its_types() -> None:
    found = Table.of_frame(Frame(**MIXED))
    assert found.columns == TYPES
    assert found[1] == {**found[1], "id": 2, "label": None, "gap": None, "when": None, "more": {"k": 2}}
    assert found[0]["when"] == "2020-01-01"
    assert math.isnan(found[1]["score"])


def test_its_rows_are_added_by_name_and_wrong_ones_are_told() -> None:
    table = Table({"b": str, "a": int})
    table.add_rows(Frame(a=[1], b=["x"]))
    assert table[0] == {"b": "x", "a": 1}
    with pytest.raises(TrackError, match="row 2, column 'a': 'y' \\(str\\) is no int"):
        table.add_rows(Frame(a=[2, "y"], b=["x", "x"]))
    with pytest.raises(TrackError, match="has a cell of 'c', which is no column"):
        table.add_rows(Frame(a=[2], b=["x"], c=[1]))
    assert len(table) == 1


def test_pandas_and_polars_are_taken() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1, 2], "b": ["x", None], "c": pandas.array([1, None], dtype="Int64")})
    found = Table.of_frame(frame)
    assert found.columns == {"a": "int", "b": "str", "c": "int"}
    assert found[1] == {"a": 2, "b": None, "c": None}
    with pytest.raises(TrackError, match="columns a: are there more than once"):
        Table.of_frame(pandas.DataFrame([[1, 2]], columns=["a", "a"]))


@pytest.mark.parametrize("given", [None, [], {"a": [1]}, "text", np.zeros((2, 2))])
def test_what_is_no_table_is_refused(given: Any) -> None:
    with pytest.raises(TrackError, match="is no table of pandas or polars"):
        Table.of_frame(given)
