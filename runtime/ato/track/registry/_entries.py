"""The rows of the registry, and what reading them gives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Row, func, select

import ato.track.store._tables_kept as kept
from ato.config import suggestion
from ato.track._errors import TrackError
from ato.track._location import Location
from ato.track.artifacts import Version
from ato.track.artifacts._find import by_ids
from ato.track.artifacts._names import LATEST, checked, number_of
from ato.track.artifacts._texts import is_storable
from ato.track.registry._rules import Rules

LONGEST = 400

_links, _registries, _audits = kept.registry_links, kept.registries, kept.audits


@dataclass(frozen=True, slots=True)
class Entry:
    """A version in a collection. ``number`` counts those of the collection, ``artifact`` is the version of an
    artifact that it is; ``stage`` is empty before it was promoted.
    """

    collection: str
    number: int
    artifact: Version
    stage: str
    aliases: tuple[str, ...]
    description: str
    created: float

    def __str__(self) -> str:
        return f"{self.collection}:v{self.number}"

    @property
    def version(self) -> str:
        """The version in the collection as it is written: ``v1``."""
        return f"v{self.number}"


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection and its rules."""

    id: int
    name: str
    description: str
    rules: Rules


def checked_collection(name: object) -> str:
    """The name of a collection: parts as ``Models/ResNet``."""
    if not isinstance(name, str) or not name or len(name) > LONGEST:
        message = f"the name of a collection is a text of 1 to {LONGEST} characters, as Models/ResNet"
        raise TrackError(repr(name)[:60], message)
    for part in name.split("/"):
        checked(part, "a collection")
    return name


def collection_of(connection: Connection, name: str) -> Collection:
    """The collection of that name. Raises ``TrackError`` for none."""
    row = connection.execute(select(_registries).where(_registries.c.name == name)).first()
    if row is None:
        names = sorted(connection.scalars(select(_registries.c.name)))
        help = suggestion(name, names) or ((f"there is {', '.join(names[:10])}",) if names else ())
        raise TrackError(name, "there is no such collection in the registry", help)
    return Collection(row.id, row.name, row.description, Rules.of(row.rules_json))


def split(named: str) -> tuple[str, str]:
    """The collection and the version of ``Models/ResNet:v1``; without one it is the latest."""
    if not isinstance(cast("object", named), str) or not is_storable(named):
        raise TrackError(ascii(named), "names no version in the registry", ("write Models/ResNet:v1",))
    name, colon, version = named.partition(":")
    if colon and not version:
        raise TrackError(named, "names no version in the registry", ("write Models/ResNet:v1",))
    return name, version or LATEST


def entry_of(connection: Connection, location: Location, collection: Collection, version: str) -> Entry:
    """The version of that number, alias or stage. Raises ``TrackError`` for none."""
    rows = list(rows_of(connection, collection.id))
    row = _chosen(connection, collection, rows, version)
    if row is None:
        aliases = [alias for each in rows for alias in json.loads(each.aliases_json)]
        known = [*(f"v{each.version}" for each in rows), *aliases, *collection.rules.stages]
        subject = f"{collection.name}:{version}"
        if version in collection.rules.stages:
            raise TrackError(subject, "no version of the collection is in that stage")
        if not rows:
            raise TrackError(subject, "the collection has no versions")
        raise TrackError(subject, "there is no such version in the collection", suggestion(version, known))
    return entries(connection, location, collection.name, [row])[0]


def rows_of(connection: Connection, collection_id: int) -> Sequence[Row[Any]]:
    """The links of a collection, the latest first."""
    wanted = select(_links).where(_links.c.registry_id == collection_id)
    return list(connection.execute(wanted.order_by(_links.c.version.desc())))


def _chosen(
    connection: Connection, collection: Collection, rows: Sequence[Row[Any]], version: str
) -> Row[Any] | None:
    if version == LATEST:
        return rows[0] if rows else None
    number = number_of(version)
    if number is not None:
        return next((row for row in rows if row.version == number), None)
    if version in collection.rules.stages:
        return _promoted_last(connection, collection.name, [row for row in rows if row.stage == version])
    return next((row for row in rows if version in json.loads(row.aliases_json)), None)


def _promoted_last(connection: Connection, name: str, rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """Of several versions in a stage the one that came there last."""
    subjects = {f"{name}:v{row.version}": row for row in rows}
    wanted = select(_audits.c.subject).where(
        _audits.c.what == "promoted", _audits.c.subject.in_(list(subjects))
    )
    last = connection.scalar(wanted.order_by(_audits.c.time.desc(), _audits.c.hash).limit(1))
    return subjects.get(last or "", rows[0] if rows else None)


def entries(connection: Connection, location: Location, name: str, rows: Sequence[Row[Any]]) -> list[Entry]:
    """What these links are."""
    versions = {
        version.id: version
        for version in by_ids(connection, location, [row.artifact_version_id for row in rows])
    }
    return [
        Entry(
            collection=name,
            number=row.version,
            artifact=versions[row.artifact_version_id],
            stage=row.stage,
            aliases=tuple(json.loads(row.aliases_json)),
            description=row.description,
            created=row.created,
        )
        for row in rows
    ]


def next_number(connection: Connection, collection: Collection) -> int:
    """A number that no version of the collection has had, withdrawn ones included."""
    last = connection.scalar(select(func.max(_links.c.version)).where(_links.c.registry_id == collection.id))
    published = select(_audits.c.subject).where(
        _audits.c.what == "published", _audits.c.subject.startswith(f"{collection.name}:v", autoescape=True)
    )
    told = [number_of(subject.rpartition(":")[2]) for subject in connection.scalars(published)]
    return max([-1 if last is None else last, *(number for number in told if number is not None)]) + 1
