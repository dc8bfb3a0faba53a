"""Rows of tables as people hand them over: sequences, mappings, and tables of pandas or polars.

Neither library is imported: a table of one is known by how it gives its rows. What it has for a missing value
is an empty cell, but nan in a column of floats, where it may be a number that came out so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ato.track._errors import TrackError

KINDS = {"b": "bool", "i": "int", "u": "int", "f": "float"}
"""The types of columns by the kinds of numpy."""


def is_frame(value: object) -> bool:
    """Whether it is a table of pandas or polars."""
    kind = type(value)
    return all(hasattr(kind, name) for name in ("columns", "shape", "dtypes")) and (
        hasattr(kind, "itertuples") or hasattr(kind, "iter_rows")
    )


def rows_of(given: Any, columns: Mapping[str, str]) -> Iterable[Any]:
    """The rows of what ``add_rows`` is given; those of another library's table as mappings by column."""
    return _cells(given, columns) if is_frame(given) else given


def columns_of_frame(frame: Any) -> dict[str, str]:
    """The columns of a table of pandas or polars with the types that fit their values.

    Raises ``TrackError`` for what is no such table.
    """
    if not is_frame(frame):
        help = ("give a DataFrame of pandas or polars, or say Table(columns={...}, rows=...)",)
        raise TrackError(
            repr(frame)[:60], f"is no table of pandas or polars, but {type(frame).__name__}", help
        )
    found: dict[str, str] = {}
    for name in _names(frame):
        found[name] = _kind(frame, name)
    return found


def _names(frame: Any) -> list[str]:
    names = [str(name) for name in frame.columns]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise TrackError(f"columns {', '.join(twice)}", "are there more than once")
    return names


def _kind(frame: Any, name: str) -> str:
    values = [value for value in _column(frame, name) if value is not None]
    told = str(getattr(_type(frame, name), "kind", ""))
    if told in KINDS and not (KINDS[told] != "float" and any(_is_missing(value) for value in values)):
        return KINDS[told]
    kinds: set[type] = {type(value) for value in values if not _is_missing(value)}
    for kind, word in ((bool, "bool"), (int, "int"), (str, "str")):
        if kinds == {kind}:
            return word
    return "float" if kinds and kinds <= {int, float} else "str" if not kinds else "json"


def _type(frame: Any, name: str) -> Any:
    at = _names(frame).index(name)
    return list(frame.dtypes)[at]


def _column(frame: Any, name: str) -> list[Any]:
    at = _names(frame).index(name)
    held = frame.iloc[:, at] if hasattr(frame, "iloc") else frame.get_column(name)
    values: list[Any] = held.tolist() if hasattr(held, "tolist") else held.to_list()
    return values


def _cells(frame: Any, columns: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    names = _names(frame)
    held = [_column(frame, name) for name in names]
    for row in zip(*held):
        yield {
            name: None
            if columns.get(name) != "float" and _is_missing(value)
            else _told(columns.get(name), value)
            for name, value in zip(names, row)
        }


def _told(kind: str | None, value: Any) -> Any:
    """A value as its column takes it; times, which no column is of, as texts."""
    if kind in ("json", "str") and hasattr(value, "isoformat"):
        return value.isoformat()
    return None if kind == "float" and type(value).__name__ in ("NAType", "NaTType") else value


def _is_missing(value: Any) -> bool:
    return type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value)
