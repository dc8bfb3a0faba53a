"""Names of versions, which anybody may move or take away in any store. Protected ones are strict."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from typing import Any

from sqlalchemy import Connection, Row, delete, select

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track.store._upsert import put
from ato.track.store._versions import serialised
from ato.track.sync._ends import End, states_like, storable
from ato.track.sync._pointers import Outcome, met, noted, unsettled
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
        found = {_subject(row): row for row in connection.execute(_aliases())}
        known = states_like(connection, BEGINNING)
    subjects = [subject for subject, row in found.items() if row.version_id in numbers]
    gone = [subject for subject in known if subject not in found and _told(subject)[:2] in complete]
    theirs = noted(source, [*subjects, *gone], {subject: _value(row) for subject, row in found.items()})
    with target.store.reading() as connection:
        there = {_subject(row): _value(row) for row in connection.execute(_aliases())}
    for subject in unsettled(target, theirs, there):
        _send(source, target, subject, (found.get(subject), theirs[subject]), numbers, report)


def _send(
    source: End,
    target: End,
    subject: str,
    given: tuple[Row[Any] | None, Pointer],
    numbers: Mapping[int, int],
    report: Report,
) -> None:
    row, theirs = given
    name = _told(subject)
    with target.store.writing() as connection:
        serialised(connection)
        artifact_id = _artifact(connection, name)
        wanted = _aliases().where(A.id == artifact_id, ALIAS.name == name[2])
        there = connection.execute(wanted).first()
        is_protected = any(each is not None and each.protected for each in (row, there))
        outcome = met(connection, target, subject, theirs, _value(there), is_strict=is_protected)
        if outcome is Outcome.PARTED:
            report.conflicts.append(
                f"{name[0]}/{name[1]}:{name[2]} is protected, and is {_said(row)} in {source} but "
                f"{_said(there)} in {target}: move it in one of them"
            )
        if outcome is not Outcome.TAKEN:
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


def _value(row: Row[Any] | None) -> list[Any] | None:
    """What an alias says: the content, and whether it is protected."""
    return None if row is None else [row.digest, bool(row.protected)]


def _said(row: Row[Any] | None) -> str:
    return "taken away" if row is None else f"v{row.version}"


def _subject(row: Row[Any]) -> str:
    return BEGINNING + json.dumps([row.project, row.name, row.alias])


def _told(subject: str) -> Name:
    project, artifact, alias = json.loads(subject.removeprefix(BEGINNING))
    return project, artifact, alias
