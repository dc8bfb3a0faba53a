"""Rows of tables as lines of JSON, and back."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Double, LargeBinary, Table

from ato.track._errors import TrackError
from ato.track.export._exported import in_json

Row = dict[str, Any]
PIECE = 1 << 20


def told(row: Mapping[Any, Any], without: tuple[str, ...] = ()) -> Row:
    """A row as JSON has it: bytes in base64, and words for numbers that JSON cannot say."""
    return {name: _told(value) for name, value in row.items() if name not in without}


def _told(value: Any) -> Any:
    if isinstance(value, memoryview):
        value = value.tobytes()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return in_json(value) if isinstance(value, float) else value


def row_of(table: Table, line: Mapping[str, Any], **known: Any) -> Row:
    """The row of a table that a line tells of; ``known`` are what the line does not say.

    Raises ``ValueError`` for a column that is missing and for a value that is none of its kind.
    """
    row: Row = {}
    for column in table.columns:
        if column.name in known:
            row[column.name] = known[column.name]
            continue
        if column.name not in line:
            raise ValueError(f"has no {column.name}")
        value = line[column.name]
        if value is not None and isinstance(column.type, LargeBinary):
            value = b64decode(value, validate=True)
        elif value is not None and isinstance(column.type, Double):
            value = float(value)
        elif value is not None and not isinstance(value, column.type.python_type):
            raise ValueError(f"{column.name} is {value!r:.100}")
        elif value is None and not column.nullable:
            raise ValueError(f"{column.name} is null")
        row[column.name] = value
    return row


def write_lines(path: Path, rows: Iterator[Row]) -> None:
    """Write a file of a row a line; no file for no rows."""
    first = next(rows, None)
    if first is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(first) + "\n")
        for row in rows:
            file.write(json.dumps(row) + "\n")


def lines(path: Path) -> Iterator[tuple[str, Row]]:
    """The lines of such a file with their places; none of one that is not there."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        for number, text in enumerate(file, 1):
            place = f"{path}:{number}"
            try:
                row = json.loads(text.decode())
            except (ValueError, RecursionError) as error:
                raise TrackError(place, f"is no line of JSON: {error}") from None
            if not isinstance(row, dict):
                raise TrackError(place, "is no JSON object")
            yield place, cast("Row", row)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        hashed = sha256()
        while piece := file.read(PIECE):
            hashed.update(piece)
    return hashed.hexdigest()
