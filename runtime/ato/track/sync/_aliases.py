"""Names of versions, which anybody may move or take away in any store.

One that has changed in both stores goes where the later change says. A protected one stays as it is in each
where both have decided without knowing of the other, and a person decides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from typing import Any

from sqlalchemy import Connection, Row, delete, select

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track.store._upsert import put
from ato.track.store._versions import serialised
from ato.track.sync._ends import End, remember, states, states_like, storable
from ato.track.sync._registers import Pointer
from ato.track.sync._report import Report

A, V, ALIAS = kept.artifacts.c, kept.artifact_versions.c, kept.aliases.c
BEGINNING = "alias:"
Name = tuple[str, str, str]
"""Project, artifact and alias."""


def send_aliases(
    source: End, target: End, numbers: Mapping[int, int], complete: Set[tuple[str, str]], report: Report
) -> None:
    """Bring the aliases of versions, given by their numbers on either side, into the target.

    Of the artifacts that are ``complete``, those that were taken away in the source go, too.
    """
    with source.store.reading() as connection:
        found = {_name(row): row for row in connection.execute(_aliases())}
        known = states_like(connection, BEGINNING)
    names = [name for name, row in found.items() if row.version_id in numbers]
    gone = [_told(subject) for subject in known]
    names += [name for name in gone if name[:2] in complete and name not in found]
    pointers = {name: _pointer(known.get(_subject(name)), found.get(name), source.uid) for name in names}
    new = {_subject(name): pointer.to_json() for name, pointer in pointers.items()}
    if any(known.get(subject) != state for subject, state in new.items()):
        with source.store.writing() as connection:
            remember(connection, new)
    for name in names:
        _send(source, target, name, (found.get(name), pointers[name]), numbers, report)


def _send(
    source: End,
    target: End,
    name: Name,
    given: tuple[Row[Any] | None, Pointer],
    numbers: Mapping[int, int],
    report: Report,
) -> None:
    row, theirs = given
    with target.store.writing() as connection:
        serialised(connection)
        artifact_id = _artifact(connection, name)
        wanted = _aliases().where(A.id == artifact_id, ALIAS.name == name[2])
        there = connection.execute(wanted).first()
        known = states(connection, [_subject(name)]).get(_subject(name))
        ours = theirs if there is None and known is None else _pointer(known, there, target.uid)
        is_protected = any(each is not None and each.protected for each in (row, there))
        if is_protected and not (ours.knows(theirs) or theirs.knows(ours)):
            report.conflicts.append(
                f"{name[0]}/{name[1]}:{name[2]} is protected, and is {_said(row)} in {source} but "
                f"{_said(there)} in {target}: move it in one of them"
            )
            return
        both = ours.merged(theirs)
        if both.to_json() != known:
            remember(connection, {_subject(name): both.to_json()})
        if both.register.value != theirs.register.value or theirs.register.value == _value(there):
            return
        report.add("aliases")
        if row is None:
            connection.execute(
                delete(kept.aliases).where(ALIAS.artifact_id == artifact_id, ALIAS.name == name[2])
            )
            return
        moved = {column: row._mapping[column] for column in ("protected", "moved", "actor", "revision")}
        moved |= {"artifact_id": artifact_id, "name": name[2], "version_id": numbers[row.version_id]}
        put(connection, kept.aliases, [storable(connection, moved)])


def _aliases() -> Any:
    own = (
        ALIAS.name.label("alias"),
        ALIAS.version_id,
        ALIAS.protected,
        ALIAS.moved,
        ALIAS.actor,
        ALIAS.revision,
    )
    return (
        select(*own, A.name, t.projects.c.name.label("project"), V.digest, V.version)
        .join(kept.artifacts, A.id == ALIAS.artifact_id)
        .join(kept.artifact_versions, V.id == ALIAS.version_id)
        .join(t.projects, t.projects.c.id == A.project_id)
        .order_by(t.projects.c.name, A.name, ALIAS.name)
    )


def _artifact(connection: Connection, name: Name) -> int | None:
    joined = select(A.id).join(t.projects, t.projects.c.id == A.project_id)
    return connection.scalar(joined.where(t.projects.c.name == name[0], A.name == name[1]))


def _pointer(known: str | None, row: Row[Any] | None, store: str) -> Pointer:
    value = _value(row)
    return Pointer.first(value) if known is None else Pointer.of_json(known).noticed(value, store)


def _value(row: Row[Any] | None) -> list[Any] | None:
    """What an alias says: the content, and whether it is protected."""
    return None if row is None else [row.digest, bool(row.protected)]


def _said(row: Row[Any] | None) -> str:
    return "taken away" if row is None else f"v{row.version}"


def _name(row: Row[Any]) -> Name:
    return row.project, row.name, row.alias


def _subject(name: Name) -> str:
    return BEGINNING + json.dumps(name)


def _told(subject: str) -> Name:
    project, artifact, alias = json.loads(subject.removeprefix(BEGINNING))
    return project, artifact, alias
