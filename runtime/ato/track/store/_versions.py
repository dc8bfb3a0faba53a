"""Versions of artifacts, as runs make and use them: what the facts ``artifact`` and ``used`` come to.

A version is its content: whoever logs the same content again, in whichever process, gets the version there
is. A fact that is met twice changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from logging import getLogger
from typing import Any

from sqlalchemy import Connection, Row, func, select, text, update

import ato.track.store._tables_kept as kept
from ato.track.store._tables import projects
from ato.track.store._upsert import keep, put

Fact = Mapping[str, Any]

LATEST = "latest"
UNSAID = "artifact"
"""The type of an artifact where nobody says one."""
ADVISORY = 0x61746F01  # the number of the lock in PostgreSQL under which versions, aliases and audits change
LOGGER = getLogger("ato.track")


def serialised(connection: Connection) -> None:
    """Let no one else change versions until the transaction ends. In SQLite a writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ADVISORY})


def take_artifact(connection: Connection, run_id: int, project_id: int, fact: Fact) -> None:
    """A version that a run has made, and the aliases that it gave it."""
    serialised(connection)
    artifact_id = _artifact(connection, project_id, fact)
    version_id = _version(connection, artifact_id, fact)
    for alias in (LATEST, *fact["aliases"]):
        _point(connection, run_id, artifact_id, version_id, alias, fact)
    _link(connection, run_id, version_id, "made", fact)


def take_use(connection: Connection, run_id: int, fact: Fact) -> None:
    """A version that a run has used, named by what names it in every store."""
    a, v = kept.artifacts.c, kept.artifact_versions.c
    wanted = (
        select(v.id)
        .join(kept.artifacts, a.id == v.artifact_id)
        .join(projects, projects.c.id == a.project_id)
        .where(projects.c.name == fact["project"], a.name == fact["name"], v.digest == fact["digest"])
    )
    version_id = connection.scalar(wanted)
    if version_id is not None:
        _link(connection, run_id, version_id, "used", fact)


def _artifact(connection: Connection, project_id: int, fact: Fact) -> int:
    table = kept.artifacts
    row = {"project_id": project_id, "created": fact["time"]}
    row |= {name: fact[name] for name in ("name", "type", "description")}
    keep(connection, table, [row])
    wanted = select(table).where(table.c.project_id == project_id, table.c.name == fact["name"])
    found = connection.execute(wanted).one()
    if fact["type"] not in (found.type, UNSAID):
        message = "%s was logged with the type %s, and keeps the one that it has: %s"
        LOGGER.warning(message, found.name, fact["type"], found.type)
    if fact["description"] and not found.description:
        values = {"description": fact["description"]}
        connection.execute(update(table).where(table.c.id == found.id).values(values))
    return int(found.id)


def _version(connection: Connection, artifact_id: int, fact: Fact) -> int:
    """The version of that content, made if it is not there. One that was deleted comes back."""
    table = kept.artifact_versions
    wanted = select(table).where(table.c.artifact_id == artifact_id, table.c.digest == fact["digest"])
    found = connection.execute(wanted).first()
    if found is None:
        last = connection.scalar(select(func.max(table.c.version)).where(table.c.artifact_id == artifact_id))
        row = {name: fact[name] for name in ("uid", "digest", "size", "description")}
        row |= {"artifact_id": artifact_id, "version": 0 if last is None else last + 1, "state": "ready"}
        row |= {"files": len(fact["files"]), "created": fact["time"]}
        connection.execute(table.insert(), [row | {"metadata_json": json.dumps(fact["metadata"])}])
        found = connection.execute(wanted).one()
        _files(connection, found.id, fact)
        return int(found.id)
    if found.state != "ready":
        _files(connection, found.id, fact)
    metadata = {**json.loads(found.metadata_json), **fact["metadata"]}
    values = {"state": "ready", "metadata_json": json.dumps(metadata)}
    connection.execute(update(table).where(table.c.id == found.id).values(values))
    return int(found.id)


def _files(connection: Connection, version_id: int, fact: Fact) -> None:
    names = ("path", "blob", "size", "mode", "reference", "checksum")
    rows = [{**dict(zip(names, file)), "version_id": version_id} for file in fact["files"]]
    keep(connection, kept.artifact_files, rows)
    blobs = {file[1]: file[2] for file in fact["files"] if file[1] is not None}
    keep_blobs(connection, blobs, fact["time"])


def keep_blobs(
    connection: Connection, sizes: Mapping[str, int], created: float, media_type: str = ""
) -> None:
    """Note blobs that have come in, by digest and size."""
    given = {"created": created, "media_type": media_type, "state": "here"}
    keep(connection, kept.blobs, [{"digest": digest, "size": sizes[digest], **given} for digest in sizes])


def _point(
    connection: Connection, run_id: int, artifact_id: int, version_id: int, alias: str, fact: Fact
) -> None:
    """Let an alias name a version, unless it was moved after the run said so: journals may come in late."""
    table = kept.aliases
    where = (table.c.artifact_id == artifact_id, table.c.name == alias)
    found = connection.execute(select(table).where(*where)).first()
    if found is not None and found.protected:
        if found.version_id != version_id:
            LOGGER.warning("%s:%s is protected, and was not moved by a run", fact["name"], alias)
        return
    if found is not None and fact["time"] < found.moved and not _moved_by(connection, run_id, found):
        return
    if found is not None and found.version_id == version_id:
        connection.execute(update(table).where(*where).values(moved=fact["time"]))
        return
    row = {"artifact_id": artifact_id, "name": alias, "version_id": version_id, "moved": fact["time"]}
    revision = 0 if found is None else found.revision + 1
    put(connection, table, [{**row, "protected": False, "actor": "", "revision": revision}])


def _moved_by(connection: Connection, run_id: int, alias: Row[Any]) -> bool:
    """Whether the run itself moved the alias last: its calls have an order, though its clock jump back."""
    made = kept.lineage.c
    mine = (made.run_id == run_id, made.version_id == alias.version_id, made.role == "made")
    return bool(connection.scalar(select(made.time).where(*mine)) == alias.moved)


def _link(connection: Connection, run_id: int, version_id: int, role: str, fact: Fact) -> None:
    row = {"run_id": run_id, "version_id": version_id, "role": role}
    put(connection, kept.lineage, [row | {"slot": fact.get("slot", ""), "time": fact["time"]}])
