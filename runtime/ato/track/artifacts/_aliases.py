"""Aliases that people move, and those that are protected: these move only under a name and for a reason."""

from __future__ import annotations

from time import time
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

import ato.track.store._tables_kept as kept
from ato.track._errors import TrackError
from ato.track.artifacts._find import find
from ato.track.artifacts._names import LATEST, checked_alias
from ato.track.artifacts._version import Version
from ato.track.store import Store
from ato.track.store._audit import record, signed
from ato.track.store._upsert import put
from ato.track.store._versions import serialised

_table = kept.aliases


def move_alias(
    store: Store, version: str | Version, alias: str, *, author: str = "", reason: str = ""
) -> None:
    """Let an alias name a version. A protected one moves with an author and a reason only, and is audited."""
    name = checked_alias(alias)
    with store.writing() as connection:
        serialised(connection)
        aim = _found(connection, store, version)
        artifact_id, known = _alias(connection, aim, name)
        if known is not None and known.protected:
            signed(author, reason, f"moving the protected alias {aim.name}:{name}")
        if known is not None and known.version_id == aim.id:
            return
        row = {
            "artifact_id": artifact_id,
            "name": name,
            "version_id": aim.id,
            "moved": time(),
            "actor": author,
        }
        revision = 0 if known is None else known.revision + 1
        is_protected = known is not None and known.protected
        put(connection, _table, [{**row, "revision": revision, "protected": is_protected}])
        if author or is_protected:
            before = None if known is None else _number(connection, known.version_id)
            subject = f"{aim.project}/{aim.name}:{name}"
            record(
                connection,
                who=author, what="moved", subject=subject, why=reason, before=before, after=aim.version,
            )  # fmt: skip


def protect_alias(store: Store, version: str, *, author: str, reason: str) -> None:
    """Protect the alias that ``version`` names, as ``cifar/model:prod``. ``latest`` cannot be protected."""
    _protect(store, version, author, reason, is_protected=True)


def release_alias(store: Store, version: str, *, author: str, reason: str) -> None:
    """Let an alias that was protected be moved by anyone again."""
    _protect(store, version, author, reason, is_protected=False)


def remove_alias(store: Store, version: str, *, author: str = "", reason: str = "") -> None:
    """Take an alias away; the version stays. A protected one goes with an author and a reason only."""
    with store.writing() as connection:
        aim, known = _named(connection, store, version)
        name = f"{aim.project}/{aim.name}:{known.name}"
        if known.protected:
            signed(author, reason, f"removing the protected alias {name}")
        where = (_table.c.artifact_id == known.artifact_id, _table.c.name == known.name)
        connection.execute(delete(_table).where(*where))
        if known.protected or author:
            record(connection, who=author, what="removed", subject=name, why=reason, before=aim.version)


def _protect(store: Store, version: str, author: str, reason: str, *, is_protected: bool) -> None:
    what = "protected" if is_protected else "released"
    with store.writing() as connection:
        aim, known = _named(connection, store, version)
        signed(author, reason, f"an alias that is {what}")
        where = (_table.c.artifact_id == known.artifact_id, _table.c.name == known.name)
        connection.execute(update(_table).where(*where).values(protected=is_protected, actor=author))
        subject = f"{aim.project}/{aim.name}:{known.name}"
        record(connection, who=author, what=what, subject=subject, why=reason, after=aim.version)


def _named(connection: Connection, store: Store, version: str) -> tuple[Version, Row[Any]]:
    """The version that an alias names, and the alias. Raises ``TrackError`` for what is no alias."""
    serialised(connection)
    aim = find(connection, store.location, version)
    name = version.rpartition(":")[2]
    known = _alias(connection, aim, name)[1] if ":" in version else None
    if known is None or name == LATEST:
        known_ones = ", ".join(alias for alias in aim.aliases if alias != LATEST) or "none"
        raise TrackError(
            version, "names no alias that can be protected or removed", (f"it has {known_ones}",)
        )
    return aim, known


def _alias(connection: Connection, aim: Version, name: str) -> tuple[int, Row[Any] | None]:
    versions = kept.artifact_versions.c
    artifact_id = connection.scalar(select(versions.artifact_id).where(versions.id == aim.id)) or 0
    where = (_table.c.artifact_id == artifact_id, _table.c.name == name)
    return artifact_id, connection.execute(select(_table).where(*where)).first()


def _found(connection: Connection, store: Store, version: str | Version) -> Version:
    return version if isinstance(version, Version) else find(connection, store.location, version)


def _number(connection: Connection, version_id: int) -> str:
    versions = kept.artifact_versions.c
    return f"v{connection.scalar(select(versions.version).where(versions.id == version_id))}"
