"""Reading the folder of a run back: into a store of its own, and from there, as from any other, by a sync."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from sqlalchemy import Connection, Table
from sqlalchemy.exc import SQLAlchemyError

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.config import ConfigError
from ato.config.types._values import is_list
from ato.sdn import load
from ato.track._errors import TrackError
from ato.track._location import located
from ato.track.blobs import Blobs
from ato.track.export._folder import BY_CONTENT, FORMAT, OF_RUN, contents_of
from ato.track.export._rows import Row, lines, row_of
from ato.track.store import Store, prepared
from ato.track.store._searched import searched
from ato.track.sync import Report, sync

AT_ONCE = 10_000
MINE = {"run_id": 1}


def import_run(
    folder: str | os.PathLike[str],
    store: str | os.PathLike[str] | Store | None = None,
    *,
    blobs: str | os.PathLike[str] | None = None,
) -> Report:
    """Bring the run of a folder into a store, where it keeps its uid; a run that is there is continued.

    Returns what was new. Raises ``TrackError`` for a folder that is none of a run, with file and line.
    """
    path = Path(folder)
    with TemporaryDirectory() as inside, prepared(located(Path(inside) / "runs.db")) as between:
        reading = _Reading(path, between)
        with between.writing() as connection:
            reading.all(connection)
        place = store if store is not None else located().url
        return sync(between, place, run=reading.uid, target_blobs=blobs)


class _Reading:
    """The folder of a run, on its way into an empty store."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.blobs = Blobs.of(store.location)
        self.uid = ""
        self.keys: dict[str, int] = {}
        self.projects: dict[str, int] = {}

    def all(self, connection: Connection) -> None:
        about = self._sdn("metadata.sdn")
        if about.get("format") != FORMAT:
            message = f"is of format {about.get('format')}; this ato knows {FORMAT}"
            raise TrackError(str(self.folder / "metadata.sdn"), message)
        self._run(connection, about)
        self._summary(connection)
        self._metrics(connection)
        self._points(connection)
        for table, _, _ in BY_CONTENT:
            self._lines(connection, table, f"files/{table.name}.jsonl", {})
        for table in OF_RUN:
            self._lines(connection, table, f"files/{table.name}.jsonl", MINE)
        self._lines(connection, t.code_fingerprints, "files/code_fingerprints.jsonl", {})
        self._outputs(connection)
        self._media(connection)
        self._lines(connection, kept.table_defs, "tables/tables.jsonl", MINE)
        self._contents(connection, kept.table_chunks, "tables/rows.jsonl")
        self._artifacts(connection)
        self._check(_list(str(self.folder / "metadata.sdn"), "contents", about.get("contents")))

    def _check(self, told: list[Any]) -> None:
        """Refuse files that are not those that were written: what is kept by content would be another one."""
        place = str(self.folder / "metadata.sdn")
        rows = [_mapping(place, "contents", each) for each in told]
        written = {str(each.get("path")): each.get("sha256") for each in rows}
        there = contents_of(self.folder)
        for name in sorted({*written, *there}):
            if written.get(name) != there.get(name):
                what = "was changed after it was exported" if name in there else "is not there"
                raise TrackError(str(self.folder / name), what, ("export the run again",))

    def _sdn(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        if not path.is_file():
            help = ("`ato export RUN --format folder -o FOLDER` makes one",)
            raise TrackError(str(self.folder), f"is no folder of a run: it has no {name}", help)
        try:
            found = load(path)
        except ConfigError as error:
            raise TrackError(str(path), f"cannot be read: {error.problems[0]}") from None
        except (ValueError, RecursionError) as error:
            raise TrackError(str(path), f"cannot be read: {error}") from None
        return _mapping(str(path), "it", found)

    def _run(self, connection: Connection, about: Mapping[str, Any]) -> None:
        place = str(self.folder / "metadata.sdn")
        run = _mapping(place, "run", about.get("run"))
        project = _mapping(place, "project", about.get("project"))
        tags, segments = (_list(place, name, about.get(name)) for name in ("tags", "segments"))
        uid = str(run.get("uid"))
        if len(uid) != 32 or set(uid) - set("0123456789abcdef"):
            raise TrackError(place, f"{uid!r:.100} is no uid of a run")
        self.uid = uid
        self._insert(connection, t.projects, [(place, project)], {"id": 1})
        self._insert(connection, t.runs, [(place, run)], {"id": 1, "project_id": 1})
        self._insert(connection, t.tags, [(place, {"tag": tag}) for tag in tags], MINE)
        self._insert(connection, t.segments, [(place, segment) for segment in segments], MINE)
        self.projects[project["name"]] = 1

    def _summary(self, connection: Connection) -> None:
        values = {name: _number(value) for name, value in self._sdn("summary.sdn").items()}
        rows = [
            {"name": name, "value_json": json.dumps(value), **searched(value)}
            for name, value in values.items()
        ]
        self._insert(connection, t.summary_values, [("summary.sdn", row) for row in rows], MINE)

    def _metrics(self, connection: Connection) -> None:
        for place, line in lines(self.folder / "metrics.jsonl"):
            number = len(self.keys) + 1
            self._insert(connection, t.metric_keys, [(place, line)], {"id": number, "project_id": 1})
            self.keys[line["name"]] = number
            if line.get("summary") is not None:
                self._insert(connection, t.summaries, [(place, line["summary"])], {**MINE, "key_id": number})

    def _points(self, connection: Connection) -> None:
        waiting: list[Row] = []
        for place, line in lines(self.folder / "history.jsonl"):
            waiting.append(_row(place, t.points, line, {**MINE, "key_id": self._key(place, line)}))
            if len(waiting) == AT_ONCE:
                _insert_all(connection, t.points, waiting)
                waiting = []
        _insert_all(connection, t.points, waiting)

    def _outputs(self, connection: Connection) -> None:
        traces: dict[str, int] = {}
        for place, line in lines(self.folder / "files/output_fingerprints.jsonl"):
            trace = str(line.get("trace"))
            if trace not in traces:
                traces[trace] = len(traces) + 1
                self._insert(connection, t.traces, [(place, {"name": trace})], {"id": traces[trace]})
            self._insert(
                connection, t.output_fingerprints, [(place, line)], {**MINE, "trace_id": traces[trace]}
            )

    def _media(self, connection: Connection) -> None:
        for place, line in lines(self.folder / "media/media.jsonl"):
            self._file(place, "media", line)
            self._insert(connection, kept.media, [(place, line)], {**MINE, "key_id": self._key(place, line)})

    def _contents(self, connection: Connection, table: Table, name: str) -> None:
        for place, line in lines(self.folder / name):
            self._file(place, name.partition("/")[0], line)
            self._insert(connection, table, [(place, line)], MINE)

    def _artifacts(self, connection: Connection) -> None:
        known: dict[tuple[str, str], int] = {}
        versions: dict[str, int] = {}
        for place, line in lines(self.folder / "artifacts/versions.jsonl"):
            project = self._project(connection, place, line)
            named = (str(line.get("project")), str(line.get("name")))
            if named not in known:
                known[named] = len(known) + 1
                row = {**line, "description": line.get("about"), "created": line.get("begun")}
                self._insert(
                    connection, kept.artifacts, [(place, row)], {"id": known[named], "project_id": project}
                )
            uid = str(line.get("uid"))
            if uid not in versions:
                versions[uid] = len(versions) + 1
                ids = {"id": versions[uid], "artifact_id": known[named]}
                self._insert(connection, kept.artifact_versions, [(place, line)], ids)
                for each in _list(place, "contents", line.get("contents")):
                    file = _mapping(place, "contents", each)
                    self._file(
                        place, "artifacts", {**file, "file": file.get("blob") and f"files/{file['blob']}"}
                    )
                    self._insert(
                        connection, kept.artifact_files, [(place, file)], {"version_id": versions[uid]}
                    )
            self._insert(connection, kept.lineage, [(place, line)], {**MINE, "version_id": versions[uid]})

    def _project(self, connection: Connection, place: str, line: Row) -> int:
        name = str(line.get("project"))
        if name not in self.projects:
            self.projects[name] = len(self.projects) + 1
            row = {"name": name, "description": "", "created": line.get("created")}
            self._insert(connection, t.projects, [(place, row)], {"id": self.projects[name]})
        return self.projects[name]

    def _file(self, place: str, inside: str, line: Mapping[str, Any]) -> None:
        """Take in the file that a line names; its content must be what the line says."""
        name, digest = line.get("file"), line.get("blob")
        if name is None:
            return
        base = (self.folder / inside).resolve()
        path = (base / str(name)).resolve()
        if base not in path.parents:
            raise TrackError(place, f"{name!r:.100} lies outside of the folder")
        if not path.is_file():
            if inside == "artifacts":  # the store that it came from had none either
                return
            raise TrackError(place, f"the file {name!r:.100} is not there")
        if self.blobs.put(path).digest != digest:
            raise TrackError(str(path), "is not the file that was exported: its content is another one")

    def _key(self, place: str, line: Mapping[str, Any]) -> int:
        try:
            return self.keys[line["key"]]
        except (KeyError, TypeError):
            raise TrackError(place, f"the key {line.get('key')!r:.100} is not in metrics.jsonl") from None

    def _lines(self, connection: Connection, table: Table, name: str, known: Mapping[str, Any]) -> None:
        self._insert(connection, table, lines(self.folder / name), known)

    def _insert(
        self, connection: Connection, table: Table, told: Iterable[tuple[str, Any]], known: Mapping[str, Any]
    ) -> None:
        rows = [_row(place, table, line, known) for place, line in told]
        _insert_all(connection, table, rows)


def _mapping(place: str, name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TrackError(place, f"{name} is {value!r:.100}, and should be names with values")
    return cast("dict[str, Any]", value)


def _list(place: str, name: str, value: Any) -> list[Any]:
    if is_list(value):
        return [*value]
    raise TrackError(place, f"{name} is {value!r:.100}, and should be a list")


def _row(place: str, table: Table, line: Any, known: Mapping[str, Any]) -> Row:
    try:
        return row_of(table, line, **known)
    except (ValueError, TypeError) as error:
        raise TrackError(place, f"is no row of {table.name}: {error}") from None


def _insert_all(connection: Connection, table: Table, rows: list[Row]) -> None:
    try:
        if rows:
            connection.execute(table.insert(), rows)
    except (SQLAlchemyError, OverflowError, UnicodeError) as error:  # a number too large, half a character
        why = getattr(error, "orig", None) or error
        raise TrackError(
            table.name, f"what the folder says of it does not fit together: {why!s:.200}"
        ) from None


def _number(value: Any) -> Any:
    """What ``_folder.finite`` made of a value, undone."""
    if isinstance(value, dict):
        given = cast("dict[str, Any]", value)
        if set(given) == {"float"} and given["float"] in ("nan", "inf", "-inf"):
            return float(given["float"])
        return {name: _number(item) for name, item in given.items()}
    return [_number(item) for item in value] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]
