"""Versions of artifacts, and which run made or used them.

A version is its content. Where both stores have given the same number to different contents, the one that
comes in gets the next free number, and that is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select, update

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track.store._parts import parts
from ato.track.store._upsert import keep
from ato.track.store._versions import serialised
from ato.track.sync._aliases import send_aliases
from ato.track.sync._ends import End, storable
from ato.track.sync._files import held, send_files
from ato.track.sync._ids import project_id
from ato.track.sync._report import Report

A, V = kept.artifacts.c, kept.artifact_versions.c
Links = dict[tuple[int, str], Mapping[str, Any]]


class Artifacts:
    """Sends versions, each once; ``numbers`` are those of the source in the target."""

    def __init__(self, source: End, target: End, report: Report) -> None:
        self.source = source
        self.target = target
        self.report = report
        self.numbers: dict[int, int] = {}
        self.names: set[tuple[str, str]] = set()

    def links(self, run_id: int) -> Links:
        """The lineage of a run, by the version in the target and the role; sends the versions before."""
        table = kept.lineage
        with self.source.store.reading() as connection:
            rows = list(connection.execute(select(table).where(table.c.run_id == run_id)))
        self.send({row.version_id for row in rows})
        return {
            (self.numbers[row.version_id], row.role): dict(row._mapping)
            for row in rows
            if row.version_id in self.numbers
        }

    def send(self, ids: Iterable[int]) -> None:
        """Send these versions, with their files; of those that are there, what is known here alone."""
        absent = sorted(set(ids) - set(self.numbers))
        for part in parts(absent):
            with self.source.store.reading() as connection:
                wanted = _versions().where(V.id.in_(part)).order_by(V.created, V.id)
                rows: list[Row[Any]] = [*connection.execute(wanted)]
            digests = [row.digest for row in rows]
            with self.target.store.reading() as connection:
                alike = _versions().where(V.digest.in_(digests))
                there = {_key(row): row for row in connection.execute(alike)}
            for row in rows:
                found = there.get(_key(row))
                self.numbers[row.id] = self._version(row) if found is None else self._again(found, row)
                self.names.add((row.project, row.name))

    def everything(self, project: str | None) -> None:
        """Send the versions and aliases of a project, or of all."""
        wanted = _versions() if project is None else _versions().where(t.projects.c.name == project)
        with self.source.store.reading() as connection:
            ids = [row.id for row in connection.execute(wanted)]
        self.send(ids)
        self.aliases()

    def aliases(self, *, removed: bool = True) -> None:
        """Bring the aliases of all artifacts that were looked at together; ``removed`` ones too."""
        send_aliases(self.source, self.target, self.numbers, self.names if removed else set(), self.report)

    def _again(self, found: Row[Any], row: Row[Any]) -> int:
        """A version that is there. One that was deleted there stays deleted, as it takes no room then."""
        values = _complete(found, row)
        if values:
            with self.target.store.writing() as connection:
                connection.execute(update(kept.artifact_versions).where(V.id == found.id).values(values))
        return int(found.id)

    def _version(self, row: Row[Any]) -> int:
        table = kept.artifact_files
        with self.source.store.reading() as connection:
            files = [
                dict(file._mapping)
                for file in connection.execute(select(table).where(table.c.version_id == row.id))
            ]
        blobs = {file["blob"] for file in files if file["blob"]}
        with held(self.target, blobs):
            send_files(self.source, self.target, blobs, self.report)
            version_id, number = self._put(row, files)
        if number is None:  # another sync was faster
            return version_id
        self.report.add("versions")
        if number != row.version:
            self.report.conflicts.append(
                f"{row.project}/{row.name}:v{row.version} of {self.source} is v{number} in {self.target}, "
                "which has another content as that version"
            )
        return version_id

    def _put(self, row: Row[Any], files: list[dict[str, Any]]) -> tuple[int, int | None]:
        """A version with its files, whose content is there; the number it got, if it was not there."""
        with self.target.store.writing() as connection:
            serialised(connection)
            artifact_id = _artifact(connection, row)
            where = (V.artifact_id == artifact_id, V.digest == row.digest)
            found = connection.execute(select(kept.artifact_versions).where(*where)).first()
            if found is not None:
                return int(found.id), None
            number, version_id = self._insert(connection, artifact_id, row)
            for part in parts(files):
                own = [storable(connection, {**file, "version_id": version_id}) for file in part]
                keep(connection, kept.artifact_files, own)
        return version_id, number

    def _insert(self, connection: Connection, artifact_id: int, row: Row[Any]) -> tuple[int, int]:
        """A new version, under its own number if that is free."""
        table = kept.artifact_versions
        taken = set(connection.scalars(select(V.version).where(V.artifact_id == artifact_id)))
        number = row.version if row.version not in taken else max(taken) + 1
        names = ("uid", "digest", "size", "files", "state", "description", "metadata_json", "created")
        given = {name: row._mapping[name] for name in names} | {"artifact_id": artifact_id, "version": number}
        connection.execute(table.insert(), [storable(connection, given)])
        return number, int(connection.scalar(select(V.id).where(V.uid == row.uid)) or 0)


def absent_versions(source: End, target: End, project: str | None) -> int:
    """How many versions the target lacks."""
    wanted = _versions() if project is None else _versions().where(t.projects.c.name == project)
    with source.store.reading() as connection:
        have = {_key(row) for row in connection.execute(wanted)}
    with target.store.reading() as connection:
        return len(have - {_key(row) for row in connection.execute(wanted)})


def _versions() -> Any:
    named = (
        A.name,
        A.type,
        A.description.label("about"),
        A.created.label("begun"),
        t.projects.c.name.label("project"),
    )
    joined = select(kept.artifact_versions, *named).join(kept.artifacts, A.id == V.artifact_id)
    return joined.join(t.projects, t.projects.c.id == A.project_id)


def _artifact(connection: Connection, row: Row[Any]) -> int:
    """The number of an artifact in the target, made if need be."""
    project = project_id(connection, row.project)
    given = {
        "project_id": project,
        "name": row.name,
        "type": row.type,
        "description": row.about,
        "created": row.begun,
    }
    keep(connection, kept.artifacts, [storable(connection, given)])
    return int(connection.scalar(select(A.id).where(A.project_id == project, A.name == row.name)) or 0)


def _complete(found: Row[Any], row: Row[Any]) -> dict[str, Any]:
    """What is known of a version in the source alone."""
    known = json.loads(found.metadata_json)
    metadata = {**json.loads(row.metadata_json), **known}
    values: dict[str, Any] = {}
    if metadata != known:
        values["metadata_json"] = json.dumps(metadata)
    if row.description and not found.description:
        values["description"] = row.description
    return values


def _key(row: Row[Any]) -> tuple[str, str, str]:
    """What names a version in every store."""
    return row.project, row.name, row.digest
