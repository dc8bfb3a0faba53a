"""Rows of a table in chunks: each is written once, and tells its columns itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol
from zlib import compress, decompress
from zlib import error as zlib_error

from ato.track._errors import TrackError
from ato.track.media._columns import read, written
from ato.track.media._medium import INLINE, Keeper, stored

CHUNK = 4 << 20
"""Bytes of JSON after which a chunk ends."""
PLAIN, PACKED = "json", "json+zlib"


class TableKeeper(Keeper, Protocol):
    """What a table needs of a run."""

    @property
    def uid(self) -> str:
        """The uid of the run."""
        ...

    @property
    def tables(self) -> dict[str, dict[str, str]]:
        """The tables that the run has begun in this process, with their columns."""
        ...


def append(
    run: TableKeeper, name: str, columns: dict[str, str], rows: Sequence[Any], step: int, time: float
) -> None:
    """Put rows behind those that the table of a run has; the table is begun if need be."""
    if name not in run.tables:
        listed = [{"name": column, "type": kind} for column, kind in columns.items()]
        run.record("table", name=name, columns_json=json.dumps(listed), created=time, meta_json="{}")
        run.tables[name] = dict(columns)
    for content, count in packed(columns, rows):
        form = PLAIN if content.startswith(b"{") else PACKED
        kept = stored(run, content, f"{count} rows of the table {name} at step {step}")
        if kept is not None:
            run.record("rows", name=name, step=step, time=time, rows=count, format=form, **kept)


def packed(columns: Mapping[str, str], rows: Sequence[Any]) -> Iterator[tuple[bytes, int]]:
    """The contents of as many chunks as rows need, with how many rows each has."""
    lines: list[str] = []
    size = 0
    for row in rows:
        cells = [written(kind, value) for kind, value in zip(columns.values(), row)]
        line = json.dumps(cells, separators=(",", ":"))
        lines.append(line)
        size += len(line)
        if size > CHUNK:
            yield _content(columns, lines), len(lines)
            lines, size = [], 0
    if lines:
        yield _content(columns, lines), len(lines)


def _content(columns: Mapping[str, str], lines: list[str]) -> bytes:
    text = f'{{"columns":{json.dumps(columns)},"rows":[{",".join(lines)}]}}'.encode()
    return text if len(text) <= INLINE else compress(text, 4)


def unpacked(form: str, content: bytes) -> tuple[dict[str, str], list[list[Any]]]:
    """The columns and the rows of a chunk. Raises ``TrackError`` for one that cannot be read."""
    try:
        if form not in (PLAIN, PACKED):
            raise ValueError(f"its format, {form!r}, is not known")
        held = json.loads(decompress(content) if form == PACKED else content)
        columns: dict[str, str] = held["columns"]
        kinds = list(columns.values())
        return columns, [[read(kind, value) for kind, value in zip(kinds, row)] for row in held["rows"]]
    except (ValueError, KeyError, TypeError, zlib_error) as error:
        raise TrackError("the table", f"has rows that cannot be read: {error}") from None


def joined(
    declared: Mapping[str, str], chunks: Sequence[tuple[dict[str, str], list[list[Any]]]]
) -> tuple[dict[str, str], list[tuple[Any, ...]]]:
    """All columns and all rows. A column that a part of the rows does not have is empty there."""
    columns = dict(declared)
    for own, _ in chunks:
        for name, kind in own.items():
            columns.setdefault(name, kind)
    rows: list[tuple[Any, ...]] = []
    for own, part in chunks:
        if list(own) == list(columns):
            rows += map(tuple, part)
            continue
        rows += [tuple(dict(zip(own, row)).get(name) for name in columns) for row in part]
    return columns, rows
