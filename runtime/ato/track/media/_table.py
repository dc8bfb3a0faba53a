"""Tables with typed columns, appended to while a program runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import fsum, inf, isfinite
from typing import Any, overload

from ato.config import suggestion
from ato.track._errors import TrackError
from ato.track.media._chunks import TableKeeper, append
from ato.track.media._columns import cell, columns_of
from ato.track.media._medium import is_mapping, is_sequence
from ato.track.media._rows import columns_of_frame, rows_of

Row = tuple[Any, ...]


class Table:
    """Rows of cells, each of its column's type.

    ``columns`` maps names to types: ``int``, ``float``, ``str``, ``bool``, ``"json"`` (any JSON value), and
    the kinds of media (``"image"`` or ``Image``). None is an empty cell. Rows are counted from 0.

    Logged again, what has been added since is appended: ``run.log({"predictions": table})``.
    """

    def __init__(self, columns: Mapping[str, type | str], rows: Iterable[Any] = ()) -> None:
        self._columns = columns_of(columns)
        self._rows: list[Row] = []
        self._logged: dict[tuple[str, str], int] = {}
        self.add_rows(rows)

    @classmethod
    def of_frame(cls, frame: Any) -> Table:
        """The table of a ``DataFrame`` of pandas or polars, with the types that fit its columns.

        Whole numbers, floats, booleans and texts keep their types; anything else is JSON, times as texts. A
        missing value is an empty cell, but nan among floats. The index of pandas is left out.
        """
        return cls(columns_of_frame(frame), frame)

    @property
    def columns(self) -> dict[str, str]:
        """The names of the columns with those of their types."""
        return dict(self._columns)

    def add_row(self, *cells: Any, **named: Any) -> None:
        """Add a row: its cells in order, or by name, or one mapping of names to cells.

        Raises ``TrackError``, which names row and column, for a value of another type.
        """
        given: Any = cells
        if named:
            if cells:
                raise TrackError(f"row {len(self)}", "is given in order or by name, not both")
            given = named
        elif len(cells) == 1 and is_mapping(cells[0]):
            given = self._only(cells[0])
        self._rows.append(self._row(len(self), given))

    def add_rows(self, rows: Iterable[Any]) -> None:
        """Add rows, each a sequence of cells or a mapping, or those of a table of pandas or polars by name.

        All of them, or none where one is wrong.
        """
        start = len(self)
        given = rows_of(rows, self._columns)
        self._rows += [self._row(start + at, row) for at, row in enumerate(given)]

    def get_column(self, name: str) -> list[Any]:
        """The cells of a column."""
        at = self._at(name)
        return [row[at] for row in self._rows]

    def filter(self, is_wanted: Callable[[dict[str, Any]], Any]) -> Table:
        """A table of the rows for which the function, of the row as a dict, is true."""
        found = Table(self._columns)
        found._rows = [row for row in self._rows if is_wanted(self._named(row))]
        return found

    @overload
    def map(self, function: Callable[[dict[str, Any]], Any]) -> list[Any]: ...
    @overload
    def map(self, function: Callable[[dict[str, Any]], Any], columns: Mapping[str, type | str]) -> Table: ...
    def map(
        self,
        function: Callable[[dict[str, Any]], Any],
        columns: Mapping[str, type | str] | None = None,
    ) -> list[Any] | Table:
        """What the function, of each row as a dict, gives: a list; with ``columns``, a table of rows."""
        found = [function(row) for row in self]
        return found if columns is None else Table(columns, found)

    def mean(self, column: str) -> float:
        """The mean of a column of numbers, without its empty cells; nan where there are none."""
        kind = self._columns[list(self._columns)[self._at(column)]]
        if kind not in ("int", "float", "bool"):
            raise TrackError(f"column {column!r}", f"is of the type {kind}, which has no mean")
        numbers = [value for value in self.get_column(column) if value is not None]
        if not numbers:
            return float("nan")
        try:
            return fsum(numbers) / len(numbers)
        except (OverflowError, ValueError):  # beyond the greatest float, or both infinities
            small = fsum(value / len(numbers) for value in numbers if isfinite(value))
            odd = sum(value for value in numbers if not isfinite(value))
            return small + odd if abs(small) < inf else small

    def count(self, is_wanted: Callable[[dict[str, Any]], Any] | None = None) -> int:
        """How many rows there are for which the function, of the row as a dict, is true."""
        return len(self) if is_wanted is None else sum(1 for row in self if is_wanted(row))

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self._named(row) for row in self._rows)

    def __getitem__(self, number: int) -> dict[str, Any]:
        return self._named(self._rows[number])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self._columns == other._columns and self._rows == other._rows

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        told = ", ".join(f"{name}: {kind}" for name, kind in list(self._columns.items())[:8])
        return f"Table({len(self)} rows of {told}{', ...' if len(self._columns) > 8 else ''})"

    # Inside.

    def __ato_check__(self, run: TableKeeper, name: str) -> None:
        """Raise ``TrackError`` where the run has a table of that name with other columns."""
        known = run.tables.get(name)
        if known is not None and known != self._columns:
            told = ", ".join(f"{column}: {kind}" for column, kind in known.items())
            raise TrackError(name, "is a table of the run with other columns", (f"it has {told}",))

    def __ato_log__(self, run: TableKeeper, name: str, step: int, time: float) -> None:
        self.__ato_check__(run, name)
        key = (run.uid, name)
        done, end = self._logged.get(key, 0), len(self)
        append(run, name, self._columns, self._rows[done:end], step, time)
        self._logged[key] = end

    def _row(self, number: int, given: Any) -> Row:
        cells = self._in_order(number, given) if is_mapping(given) else _listed(number, given)
        if len(cells) != len(self._columns):
            message = f"has {len(cells)} cells, and the columns are {len(self._columns)}"
            raise TrackError(f"row {number}", message, (f"they are {', '.join(self._columns)}"[:300],))
        return tuple(
            cell(number, name, kind, value) for (name, kind), value in zip(self._columns.items(), cells)
        )

    def _in_order(self, number: int, given: Mapping[Any, Any]) -> list[Any]:
        for name in given:
            if name not in self._columns:
                help = suggestion(str(name), list(self._columns))
                raise TrackError(f"row {number}", f"has a cell of {name!r}, which is no column", help)
        missing = [name for name in self._columns if name not in given]
        if missing:
            help = ("give None for an empty cell",)
            raise TrackError(f"row {number}", f"has no cell of {', '.join(missing)}", help)
        return [given[name] for name in self._columns]

    def _only(self, given: Any) -> Any:
        """One mapping: the row, unless the only column holds mappings and it does not name that column."""
        kinds = list(self._columns.items())
        if len(kinds) == 1 and kinds[0][1] == "json" and set(given) != {kinds[0][0]}:
            return (given,)
        return given

    def _at(self, name: str) -> int:
        if name not in self._columns:
            raise TrackError(
                str(name), "is no column of the table", suggestion(str(name), list(self._columns))
            )
        return list(self._columns).index(name)

    def _named(self, row: Row) -> dict[str, Any]:
        return dict(zip(self._columns, row))


def _listed(number: int, given: Any) -> list[Any]:
    if hasattr(given, "tolist") and getattr(given, "ndim", 0) == 1:  # a row of numpy or torch
        return list(given.tolist())
    if is_sequence(given):
        return list(given)
    raise TrackError(f"row {number}", f"is a sequence or a mapping of cells, not {type(given).__name__}")


def table_of(columns: Mapping[str, str], rows: Iterable[Row]) -> Table:
    """A table of rows that a store holds: they were checked when they were logged."""
    made = Table(columns)
    made._rows = list(rows)
    return made
