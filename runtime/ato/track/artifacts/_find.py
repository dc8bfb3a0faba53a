"""Finding artifacts and their versions in the tables."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

import ato.track.store._tables_kept as kept
from ato.config import suggestion
from ato.track._errors import TrackError
from ato.track._location import Location
from ato.track.artifacts._manifest import ArtifactFile
from ato.track.artifacts._names import Reference, number_of, reference
from ato.track.artifacts._version import StoredArtifact, Version
from ato.track.blobs import is_digest
from ato.track.store._parts import parts
from ato.track.store._tables import projects

_DIGEST = re.compile(r"[0-9a-f]{8,64}")

_a, _v, _p = kept.artifacts.c, kept.artifact_versions.c, projects.c


def find(
    connection: Connection, location: Location, named: str | Reference, project: str | None = None
) -> Version:
    """The version of that name; ``project`` is where it is looked for if the name says none.

    Raises ``TrackError`` for none, and where several projects have an artifact of that name.
    """
    wanted = named if isinstance(named, Reference) else reference(named)
    version_id = _by_digest(connection, wanted, project) if is_digest(wanted.name) else None
    if version_id is None:
        version_id = _by_name(connection, wanted, project)
    version = by_ids(connection, location, [version_id])[0]
    if version.state != "ready":
        raise TrackError(
            str(wanted), "the version was deleted", ("log the same content again to have it back",)
        )
    return version


def _by_name(connection: Connection, wanted: Reference, project: str | None) -> int:
    artifact = _artifact(connection, wanted, project)
    version_id = _version_id(connection, artifact.id, wanted.version)
    if version_id is None:
        known = known_versions(connection, artifact.id)
        help = suggestion(wanted.version, known) or (f"it has {', '.join(known[:12]) or 'none any more'}",)
        raise TrackError(str(wanted), "there is no such version of the artifact", help)
    return version_id


def _artifact(connection: Connection, wanted: Reference, project: str | None) -> Row[Any, Any]:
    joined = select(_a.id, _p.name).join(projects, _p.id == _a.project_id).where(_a.name == wanted.name)
    inside = wanted.project or project
    found = list(connection.execute(joined))
    here = [row for row in found if row.name == inside] if inside is not None else found
    if len(here) == 1:
        return here[0]
    places = tuple(f"{row.name}/{wanted.name}" for row in found)
    if here:
        raise TrackError(wanted.name, "is in several projects", (f"say which: {', '.join(places)}",))
    names = list(connection.scalars(select(_a.name).distinct().limit(1000)))
    help = (f"there is {', '.join(places)}",) if places else suggestion(wanted.name, names)
    where = f"in the project {inside}" if inside is not None else "in the store"
    raise TrackError(str(wanted), f"there is no such artifact {where}", help)


def _version_id(connection: Connection, artifact_id: int, version: str) -> int | None:
    """The version of that number or alias, or whose digest begins so."""
    number = number_of(version)
    if number is not None:
        wanted = select(_v.id).where(_v.artifact_id == artifact_id, _v.version == number)
        return connection.scalar(wanted)
    table = kept.aliases.c
    wanted = select(table.version_id).where(table.artifact_id == artifact_id, table.name == version)
    found = connection.scalar(wanted)
    if found is None and _DIGEST.fullmatch(version):
        begun = select(_v.id).where(_v.artifact_id == artifact_id, _v.digest.startswith(version))
        ids = list(connection.scalars(begun.limit(2)))
        return ids[0] if len(ids) == 1 else None
    return found


def _by_digest(connection: Connection, wanted: Reference, project: str | None) -> int | None:
    """The version whose digest stands for its name; that of the project, where several have the content."""
    joined = select(_v.id, _p.name).join(kept.artifacts, _a.id == _v.artifact_id)
    joined = joined.join(projects, _p.id == _a.project_id).where(_v.digest == wanted.name)
    found = list(connection.execute(joined.order_by(_v.state.desc(), _v.id)))
    inside = wanted.project or project
    here = [row for row in found if row.name == inside] or ([] if wanted.project else found)
    return int(here[0].id) if here else None


def find_content(connection: Connection, location: Location, wanted: Reference) -> Version:
    """The version whose manifest has that digest. Raises ``TrackError`` while the store has none."""
    joined = select(_v.id).join(kept.artifacts, _a.id == _v.artifact_id)
    joined = joined.join(projects, _p.id == _a.project_id)
    mine = (_p.name == wanted.project, _a.name == wanted.name, _v.digest == wanted.version)
    version_id = connection.scalar(joined.where(*mine))
    if version_id is None:
        help = ("its files are kept, and the journal of the run names them",)
        raise TrackError(f"{wanted.project}/{wanted.name}", "is not in the database yet", help)
    return by_ids(connection, location, [version_id])[0]


def known_versions(connection: Connection, artifact_id: int) -> list[str]:
    """What names the versions of an artifact: aliases, then numbers from the latest."""
    table = kept.aliases.c
    names = select(table.name).where(table.artifact_id == artifact_id).order_by(table.name)
    numbers = select(_v.version).where(_v.artifact_id == artifact_id, _v.state == "ready")
    latest_first = connection.scalars(numbers.order_by(_v.version.desc()))
    return [*connection.scalars(names), *(f"v{number}" for number in latest_first)]


def by_ids(connection: Connection, location: Location, ids: Sequence[int]) -> list[Version]:
    """The versions of these ids, in the order of the ids, without their files."""
    found: dict[int, Version] = {}
    for part in parts(ids):
        names = _aliases(connection, part)
        for row in connection.execute(_joined().where(_v.id.in_(part))):
            found[row.id] = _version(row, location, tuple(names.get(row.id, ())))
    return [found[each] for each in ids if each in found]


def _joined() -> Select[Any]:
    columns = (kept.artifact_versions, _a.name.label("name"), _a.type, _p.name.label("project"))
    return (
        select(*columns).join(kept.artifacts, _a.id == _v.artifact_id).join(projects, _p.id == _a.project_id)
    )


def _aliases(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    table = kept.aliases.c
    found: dict[int, list[str]] = {}
    wanted = select(table.version_id, table.name).where(table.version_id.in_(ids)).order_by(table.name)
    for version_id, name in connection.execute(wanted):
        found.setdefault(version_id, []).append(name)
    return found


def _version(row: Row[Any], location: Location, aliases: tuple[str, ...]) -> Version:
    names = ("id", "uid", "project", "name", "type", "digest", "size", "description", "created", "state")
    values = {name: getattr(row, name) for name in names}
    metadata = json.loads(row.metadata_json)
    return Version(
        **values, number=row.version, count=row.files, metadata=metadata, aliases=aliases, location=location
    )


def files_of(connection: Connection, version_id: int) -> tuple[ArtifactFile, ...]:
    """The files of a version, in order of their paths."""
    table = kept.artifact_files
    rows = connection.execute(select(table).where(table.c.version_id == version_id))
    files = [
        ArtifactFile(row.path, row.blob, row.size, row.mode, row.reference, row.checksum) for row in rows
    ]
    return tuple(sorted(files, key=lambda file: file.path))  # databases order texts in ways of their own


def versions_of(
    connection: Connection, location: Location, named: str, project: str | None = None
) -> list[Version]:
    """All versions of an artifact that are there, the latest first. Raises ``TrackError`` for no artifact."""
    artifact = _artifact(connection, reference(named), project)
    wanted = select(_v.id).where(_v.artifact_id == artifact.id, _v.state == "ready")
    return by_ids(connection, location, list(connection.scalars(wanted.order_by(_v.version.desc()))))


def list_artifacts(
    connection: Connection, project: str | None = None, type: str | None = None
) -> list[StoredArtifact]:
    """The artifacts of a store by project and name; of one project, of one type."""
    wanted = select(kept.artifacts, _p.name.label("project")).join(projects, _p.id == _a.project_id)
    if project is not None:
        wanted = wanted.where(_p.name == project)
    if type is not None:
        wanted = wanted.where(_a.type == type)
    counted: dict[int, list[int]] = {}
    ready = select(_v.artifact_id, _v.version).where(_v.state == "ready")
    for artifact_id, version in connection.execute(ready):
        counted.setdefault(artifact_id, []).append(version)
    names = ("project", "name", "type", "description", "created")
    found = [
        StoredArtifact(
            **{name: getattr(row, name) for name in names},
            versions=tuple(sorted(counted.get(row.id, ()), reverse=True)),
        )
        for row in connection.execute(wanted)
    ]
    return sorted(found, key=lambda each: (each.project, each.name))


def latest_ready(connection: Connection, artifact_id: int) -> int | None:
    """The id of the highest version that is there."""
    wanted = select(_v.id).where(_v.artifact_id == artifact_id, _v.state == "ready")
    return connection.scalar(wanted.order_by(_v.version.desc()).limit(1))
