"""Changes to the rows of a collection, each with its row in the audit trail, in the caller's transaction."""

from __future__ import annotations

import json
from time import time
from typing import Any

from sqlalchemy import Connection, select, update

import ato.track.store._tables_kept as kept
from ato.track._errors import TrackError
from ato.track._location import Location
from ato.track.artifacts import Version
from ato.track.artifacts._names import checked_alias
from ato.track.registry._entries import Collection, Entry, entry_of, next_number, rows_of
from ato.track.store._audit import record, signed

_links = kept.registry_links


def linked(
    connection: Connection,
    location: Location,
    collection: Collection,
    version: Version,
    description: str,
    *,
    author: str,
    reason: str,
) -> Entry:
    """The entry of a version in a collection, made if it is not there; its description is the newest."""
    where = (_links.c.registry_id == collection.id, _links.c.artifact_version_id == version.id)
    number = connection.scalar(select(_links.c.version).where(*where))
    if number is None:
        number = next_number(connection, collection)
        row: dict[str, Any] = {"registry_id": collection.id, "version": number}
        row["artifact_version_id"] = version.id
        row |= {"description": description, "stage": "", "aliases_json": "[]", "created": time()}
        connection.execute(_links.insert(), [row | {"revision": 0}])
        record(
            connection,
            who=author, what="published", subject=f"{collection.name}:v{number}", why=reason,
            after={"artifact": str(version), "digest": version.digest, "description": description},
        )  # fmt: skip
    elif description:
        connection.execute(update(_links).where(*where).values(description=description))
    return entry_of(connection, location, collection, f"v{number}")


def moved(
    connection: Connection, collection: Collection, entry: Entry, alias: str, *, author: str, reason: str
) -> None:
    """Let an alias name a version, and no other of the collection any more."""
    name = checked_alias(alias)
    if name in collection.rules.stages:
        raise TrackError(name, f"is a stage of {collection.name}, which promoting brings a version to")
    if name in collection.rules.protected:
        signed(author, reason, f"moving the protected alias {collection.name}:{name}")
    if name in entry.aliases:
        return
    before = None
    for row in rows_of(connection, collection.id):
        others = [each for each in json.loads(row.aliases_json) if each != name]
        if len(others) != len(json.loads(row.aliases_json)):
            before = f"v{row.version}"
            changed(connection, collection, row.version, aliases_json=json.dumps(others))
    names = sorted([*entry.aliases, name])
    changed(connection, collection, entry.number, aliases_json=json.dumps(names))
    record(
        connection,
        who=author, what="moved", subject=f"{collection.name}:{name}", why=reason,
        before=before, after=entry.version,
    )  # fmt: skip


def changed(connection: Connection, collection: Collection, number: int, **values: Any) -> None:
    """Set columns of a version in a collection."""
    where = (_links.c.registry_id == collection.id, _links.c.version == number)
    again = {**values, "revision": _links.c.revision + 1}
    connection.execute(update(_links).where(*where).values(again))
