"""Tables, pictures and sparse matrices: by what they hold; looked at where their library is installed."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from ato.fingerprint import output_hash
from ato.fingerprint.results._frames import frame_fields


def test_a_matrix_of_scipy_counts_by_its_entries_in_any_form() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    eye = sparse.csr_matrix(np.eye(3))
    assert len({output_hash(each) for each in (eye, eye.tocoo(), eye.tocsc(), sparse.csr_array(eye))}) == 1
    twice = sparse.coo_matrix(([1.0, 1.0, 0.0], ([0, 0, 2], [1, 1, 2])), (3, 3))
    once = sparse.coo_matrix(([2.0], ([0], [1])), (3, 3))
    assert output_hash(twice) == output_hash(once) != output_hash(once * 2)
    assert len(twice.data) == 3, "what is looked at is left as it is"


def test_a_table_of_pandas_counts_by_names_types_values_and_index() -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(
        {
            "a": [1, 2], "b": ["x", None], "c": pandas.Categorical(["u", "v"]), "f": [1.5, None],
            "d": pandas.to_datetime(["2020", "2021"]).tz_localize("UTC"),
            "e": pandas.array([1, None], dtype="Int64"),
        }
    )  # fmt: skip
    assert output_hash(table) == output_hash(table.copy())
    others = [table.set_index("a"), table.rename(columns={"a": "z"}), table.astype({"a": "i4"}), table.a]
    for name in table:
        turned = table.copy()
        turned[name] = turned[name].iloc[::-1].array
        others.append(turned)
    assert len({output_hash(each) for each in (table, *others)}) == len(others) + 1
    assert output_hash(pandas.DataFrame([[1, 2]], columns=["a", "a"]))


def test_a_table_of_polars_counts_by_names_types_and_values() -> None:
    polars = pytest.importorskip("polars")
    table = polars.DataFrame({"a": [1, None], "b": ["x", None], "c": [[1], [2]]})
    assert output_hash(table) == output_hash(table.clone())
    others = [table.reverse(), table.rename({"a": "z"}), table.with_columns(a=polars.Series([1, 0]))]
    assert len({output_hash(each) for each in (table, *others)}) == 4


class Picture:
    """What is looked at of a picture of Pillow."""

    def __init__(self, pixels: bytes, mode: str = "L") -> None:
        self.pixels, self.mode, self.size = pixels, mode, (len(pixels), 1)

    def getpalette(self) -> list[int]:
        return [1, 2, 3]

    def tobytes(self) -> bytes:
        return self.pixels


def test_a_picture_counts_by_mode_size_and_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    kind: Any = type("Image", (Picture,), {"__module__": "PIL.Image"})
    monkeypatch.setitem(sys.modules, "PIL", ModuleType("PIL"))
    given = [kind(b"ab"), kind(b"ba"), kind(b"ab", "P")]
    assert len({output_hash(each) for each in given}) == 3
    assert output_hash(kind(b"ab")) == output_hash(given[0])


def test_other_classes_of_these_libraries_are_left_alone() -> None:
    assert frame_fields(object(), "pandas") is None
    assert frame_fields(object(), "polars") is None
    assert frame_fields(object(), "PIL") is None
