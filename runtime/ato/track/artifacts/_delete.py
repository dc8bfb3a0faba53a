"""Deleting a version: it leaves its number and its lineage behind, and its content to the next collection."""

from __future__ import annotations

from time import time

from sqlalchemy import Connection, delete, select, update

import ato.track.store._tables_kept as kept
from ato.track._errors import TrackError
from ato.track.artifacts._find import find, latest_ready
from ato.track.artifacts._names import LATEST
from ato.track.artifacts._version import Version
from ato.track.store import Store
from ato.track.store._audit import record
from ato.track.store._upsert import put
from ato.track.store._versions import serialised

NAMED = 5
"""How many places are named that hold a version."""


def delete_version(store: Store, version: str, *, author: str = "", reason: str = "") -> Version:
    """Delete a version, and the aliases that name it; ``latest`` moves to the highest that is left.

    Raises ``TrackError`` where a protected alias or the registry holds it. Logging its content again brings
    it back.
    """
    with store.writing() as connection:
        serialised(connection)
        found = find(connection, store.location, version)
        _check_free(connection, found)
        artifact_id = connection.scalar(
            select(kept.artifact_versions.c.artifact_id).where(kept.artifact_versions.c.id == found.id)
        )
        files, aliases, versions = kept.artifact_files, kept.aliases, kept.artifact_versions
        connection.execute(delete(files).where(files.c.version_id == found.id))
        connection.execute(delete(aliases).where(aliases.c.version_id == found.id))
        connection.execute(update(versions).where(versions.c.id == found.id).values(state="deleted"))
        _move_latest(connection, artifact_id or 0)
        before = {"aliases": list(found.aliases), "digest": found.digest}
        record(connection, who=author, what="deleted", subject=str(found), why=reason, before=before)
    return found


def _check_free(connection: Connection, version: Version) -> None:
    aliases, links, registries = kept.aliases.c, kept.registry_links.c, kept.registries.c
    wanted = select(aliases.name).where(aliases.version_id == version.id, aliases.protected.is_(True))
    protected = list(connection.scalars(wanted))
    if protected:
        help = ("move or release the alias first",)
        raise TrackError(str(version), f"is held by the protected alias {', '.join(protected)}", help)
    joined = select(registries.name, links.version).join(kept.registries, registries.id == links.registry_id)
    linked = list(connection.execute(joined.where(links.artifact_version_id == version.id)))
    if linked:
        names = ", ".join(f"{name}:v{number}" for name, number in linked[:NAMED])
        more = f" and {len(linked) - NAMED} more" if len(linked) > NAMED else ""
        help = ("withdraw it there first",)
        raise TrackError(str(version), f"is held by the registry, as {names}{more}", help)


def _move_latest(connection: Connection, artifact_id: int) -> None:
    aliases = kept.aliases
    where = (aliases.c.artifact_id == artifact_id, aliases.c.name == LATEST)
    last = latest_ready(connection, artifact_id)
    if last is not None and connection.scalar(select(aliases.c.version_id).where(*where)) is None:
        row = {"artifact_id": artifact_id, "name": LATEST, "version_id": last, "moved": time(), "actor": ""}
        put(connection, aliases, [{**row, "protected": False, "revision": 0}])
