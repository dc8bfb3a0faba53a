"""Tables, pictures and sparse matrices of libraries that are looked at where a program has loaded them.

pandas and polars count by the names, types and values of their columns (and the index of pandas), Pillow by
mode, size and pixels, a matrix of scipy by its entries that are not zero, in whichever form it holds them.
"""

from __future__ import annotations

import sys
from typing import Any

Parts = list[tuple[str, object]]


def frame_fields(value: Any, library: str) -> tuple[str, Parts] | None:
    """What a value of one of the libraries is, and its parts; None for others."""
    names = {kind.__name__ for kind in type(value).__mro__}
    if library == "pandas":
        return _pandas(value, names)
    if library == "polars":
        return _polars(value, names)
    if library == "PIL" and "Image" in names:
        palette = value.getpalette() if value.mode in ("P", "PA") else None
        return "PIL.Image", [("mode", value.mode), ("size", tuple(value.size)), ("palette", palette),
                             ("pixels", value.tobytes())]  # fmt: skip
    if library == "scipy" and hasattr(value, "tocoo"):
        return "scipy.sparse", _entries(value)
    return None


def _pandas(value: Any, names: set[str]) -> tuple[str, Parts] | None:
    if "DataFrame" in names:
        columns: Parts = [(str(at), _values(value.iloc[:, at])) for at in range(value.shape[1])]
        return "pandas.DataFrame", [("columns", value.columns), ("index", value.index), *columns]
    if "Series" in names:
        return "pandas.Series", [("name", value.name), ("index", value.index), ("values", _values(value))]
    if "MultiIndex" in names:
        levels: Parts = [(str(at), _values(value.get_level_values(at))) for at in range(value.nlevels)]
        return "pandas.MultiIndex", [("names", tuple(value.names)), *levels]
    if "Index" in names:
        return "pandas.Index", [("name", value.name), ("values", _values(value))]
    if "ExtensionArray" in names:
        return "pandas.array", [("values", _values(value))]
    return None


def _values(column: Any) -> object:
    """The type of a column and its values: as an array where numpy has such a type, else one by one."""
    kind = column.dtype
    if hasattr(kind, "categories"):
        held = getattr(column, "cat", column)
        return str(kind.ordered), kind.categories, held.codes.to_numpy() if column is not held else held.codes
    if type(kind).__module__.startswith("numpy") and not kind.hasobject:
        return column.to_numpy()
    return _spelt(kind), column.to_numpy(dtype=object).tolist()


def _spelt(kind: Any) -> str:
    """The name of a type; texts are texts, whatever library keeps them."""
    name = str(kind)
    return "object" if name in ("object", "str") or name.startswith("string") else name


def _polars(value: Any, names: set[str]) -> tuple[str, Parts] | None:
    if "DataFrame" in names:
        columns: Parts = [(name, _series(value.get_column(name))) for name in value.columns]
        return "polars.DataFrame", columns
    if "Series" in names:
        return "polars.Series", [("name", value.name), ("values", _series(value))]
    return None


def _series(column: Any) -> object:
    kind = column.dtype
    if kind.is_numeric() and not kind.is_decimal():
        nulls = column.is_null().to_numpy()
        held = column.fill_null(0) if nulls.any() else column
        return str(kind), held.to_numpy(), nulls if nulls.any() else None
    return str(kind), column.to_list()


def _entries(value: Any) -> Parts:
    """The shape, and the places and values of entries that are not zero, in the order of their places."""
    held = value.tocoo(copy=True)
    held.sum_duplicates()
    held.eliminate_zeros()
    places = held.coords if hasattr(held, "coords") else (held.row, held.col)
    order = sys.modules["numpy"].lexsort(tuple(reversed(places)))
    indices: Parts = [(str(at), side[order].astype("i8")) for at, side in enumerate(places)]
    return [("shape", tuple(map(int, held.shape))), *indices, ("entries", held.data[order])]
