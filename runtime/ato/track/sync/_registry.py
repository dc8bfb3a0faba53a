"""The registry: collections with their rules, versions with their stages and aliases, and the audit trail.

Rows of the trail are only added, so both stores come to have those of both. What is decided with a reason,
rules, stages and protected aliases, is strict. Where the rules of a collection differ so, nothing of it is
sent: a version would come to a stage that nobody there has opened for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track.store._audit import first_broken
from ato.track.store._parts import parts
from ato.track.store._versions import serialised
from ato.track.sync._ends import End, states_like, storable
from ato.track.sync._pointers import Outcome, met, noted, unsettled
from ato.track.sync._registers import Pointer
from ato.track.sync._report import Report

COLLECTION, ENTRY, ALIAS = "collection:", "entry:", "named:"
AUDIT = tuple(column.name for column in kept.audits.c if column.name != "id")

_links, _registries, _versions = kept.registry_links, kept.registries, kept.artifact_versions


@dataclass(frozen=True, slots=True)
class Known:
    """The registry of a store: rows and what they say, by subject."""

    collections: Mapping[str, Row[Any]]
    links: Mapping[str, Row[Any]]
    values: Mapping[str, Any]


def send_registry(source: End, target: End, numbers: Mapping[int, int], report: Report) -> None:
    """Bring the registry of the source into the target, in one transaction.

    ``numbers`` are those of the versions of artifacts, which are there by then.
    """
    with source.store.reading() as connection:
        ours = _read(connection)
        known = [
            each for beginning in (COLLECTION, ENTRY, ALIAS) for each in states_like(connection, beginning)
        ]
    subjects = list(dict.fromkeys([*ours.values, *known]))
    theirs = noted(source, subjects, ours.values)
    with target.store.reading() as connection:
        there = _read(connection)
    open_ones = unsettled(target, theirs, there.values)
    rows = _absent(source, target)
    if rows and _is_forged(source, report):
        return
    if not rows and not open_ones:
        return
    with target.store.writing() as connection:
        serialised(connection)
        _keep_audits(connection, rows, report)
        _Meeting(source, target, connection, (ours, _read(connection)), numbers, report).all(
            theirs, open_ones
        )


def absent_audits(source: End, target: End) -> int:
    """How many rows of the audit trail the target lacks."""
    return len(_absent(source, target))


class _Meeting:
    """The registry of the source, brought into that of the target in a transaction of it."""

    def __init__(
        self,
        source: End,
        target: End,
        connection: Connection,
        known: tuple[Known, Known],
        numbers: Mapping[int, int],
        report: Report,
    ) -> None:
        self.source = source
        self.target = target
        self.connection = connection
        self.ours, self.there = known
        self.numbers = numbers
        self.report = report
        self.parted: set[str] = set()

    def all(self, theirs: Mapping[str, Pointer], subjects: list[str]) -> None:
        for beginning, send in ((COLLECTION, self._collection), (ENTRY, self._entry), (ALIAS, self._alias)):
            for subject in subjects:
                if subject.startswith(beginning):
                    name = _told(subject)
                    if name[0] not in self.parted:
                        send(subject, name, theirs[subject])

    def _collection(self, subject: str, name: list[Any], theirs: Pointer) -> None:
        outcome = self._met(subject, theirs, is_strict=True)
        if outcome is Outcome.PARTED:
            self.parted.add(name[0])
            self._tell(
                f"the rules of {name[0]} differ in {self.source} and in {self.target}, each changed by "
                "itself: nothing of it was sent; give both the same rules"
            )
        if outcome is not Outcome.TAKEN or subject not in self.ours.collections:
            return
        row = self.ours.collections[subject]
        known = self.there.collections.get(subject)
        if known is None:
            given = {
                column: row._mapping[column] for column in ("name", "description", "rules_json", "created")
            }
            self.connection.execute(insert(_registries).values(storable(self.connection, given)))
        else:
            values = {"rules_json": row.rules_json, "description": known.description or row.description}
            self.connection.execute(update(_registries).where(_registries.c.id == known.id).values(values))
        self.report.add("entries")

    def _entry(self, subject: str, name: list[Any], theirs: Pointer) -> None:
        row, there = self.ours.links.get(subject), self.there.links.get(subject)
        twin = None if row is None or there is not None else self._twin(row)
        if row is not None and twin is not None:
            self._tell(
                f"{row.project}/{row.artifact}, {row.digest[:12]}, is {name[0]}:v{name[1]} in {self.source} "
                f"but {name[0]}:v{twin} in {self.target}: withdraw it in one of them"
            )
            return
        outcome = self._met(subject, theirs, is_strict=True)
        if outcome is Outcome.PARTED:
            self._tell(
                f"{name[0]}:v{name[1]} is {_said(self.ours.values.get(subject))} in {self.source} but "
                f"{_said(self.there.values.get(subject))} in {self.target}, each decided by itself: "
                "promote or withdraw it in one of them"
            )
        if outcome is not Outcome.TAKEN:
            return
        where = (_links.c.registry_id == self._collection_id(name[0]), _links.c.version == name[1])
        if row is None:
            self.connection.execute(delete(_links).where(*where))
        elif there is not None:
            values = {"stage": row.stage, "artifact_version_id": self.numbers[row.artifact_version_id]}
            values["revision"] = row.revision
            self.connection.execute(update(_links).where(*where).values(values))
        else:
            self._publish(name, row)
        self.report.add("entries")

    def _twin(self, row: Row[Any]) -> int | None:
        """The number that the same version of an artifact has in the collection of the target."""
        alike = (each for each in self.there.links.values() if each.collection == row.collection)
        same = (each.version for each in alike if _version(each) == _version(row))
        return next(same, None)

    def _publish(self, name: list[Any], row: Row[Any]) -> None:
        given = {column: row._mapping[column] for column in ("version", "stage", "description", "created")}
        given |= {"registry_id": self._collection_id(name[0]), "aliases_json": "[]", "revision": row.revision}
        given["artifact_version_id"] = self.numbers[row.artifact_version_id]
        self.connection.execute(insert(_links).values(storable(self.connection, given)))

    def _alias(self, subject: str, name: list[Any], theirs: Pointer) -> None:
        """Let an alias name what it does in the source, if the target has that version by its number."""
        collection, alias = name
        wanted = theirs.register.value
        there = {row.version: row for row in self._links_of(collection)}
        if wanted is not None and (wanted[0] not in there or there[wanted[0]].digest != wanted[1]):
            return
        outcome = self._met(subject, theirs, is_strict=self._is_protected(collection, alias))
        if outcome is Outcome.PARTED:
            self._tell(
                f"{collection}:{alias} is protected, and names {_named(wanted)} in {self.source} but "
                f"{_named(self.there.values.get(subject))} in {self.target}: move it in one of them"
            )
        if outcome is not Outcome.TAKEN:
            return
        for number, row in there.items():
            before = json.loads(row.aliases_json)
            after = [each for each in before if each != alias]
            after = sorted([*after, alias]) if wanted is not None and number == wanted[0] else after
            if after != before:
                where = (_links.c.registry_id == row.registry_id, _links.c.version == number)
                self.connection.execute(update(_links).where(*where).values(aliases_json=json.dumps(after)))
        self.report.add("entries")

    def _met(self, subject: str, theirs: Pointer, *, is_strict: bool) -> Outcome:
        value = self.there.values.get(subject)
        return met(self.connection, self.target, subject, theirs, value, is_strict=is_strict)

    def _tell(self, sentence: str) -> None:
        self.report.conflicts.append(sentence)

    def _collection_id(self, name: str) -> int:
        return self.connection.scalar(select(_registries.c.id).where(_registries.c.name == name)) or 0

    def _links_of(self, collection: str) -> list[Row[Any]]:
        return [*self.connection.execute(_linked().where(_registries.c.name == collection))]

    def _is_protected(self, collection: str, alias: str) -> bool:
        subject = _subject(COLLECTION, collection)
        rules = [json.loads(known.values.get(subject) or "{}") for known in (self.ours, self.there)]
        return any(alias in each.get("protected", ()) for each in rules)


def _read(connection: Connection) -> Known:
    """The registry of a store as it is now."""
    rows = connection.execute(select(_registries).order_by(_registries.c.name))
    collections = {_subject(COLLECTION, row.name): row for row in rows}
    links = {_subject(ENTRY, row.collection, row.version): row for row in connection.execute(_linked())}
    values: dict[str, Any] = {subject: row.rules_json for subject, row in collections.items()}
    for subject, row in links.items():
        values[subject] = [*_version(row), row.stage]
        for alias in json.loads(row.aliases_json):
            values[_subject(ALIAS, row.collection, alias)] = [row.version, row.digest]
    return Known(collections, links, values)


def _linked() -> Any:
    artifacts, projects = kept.artifacts, t.projects
    named = (_registries.c.name.label("collection"), _versions.c.digest, artifacts.c.name.label("artifact"))
    return (
        select(_links, *named, projects.c.name.label("project"))
        .join(_registries, _registries.c.id == _links.c.registry_id)
        .join(_versions, _versions.c.id == _links.c.artifact_version_id)
        .join(artifacts, artifacts.c.id == _versions.c.artifact_id)
        .join(projects, projects.c.id == artifacts.c.project_id)
        .order_by(_registries.c.name, _links.c.version)
    )


def _absent(source: End, target: End) -> list[Row[Any]]:
    """The rows of the audit trail that the target lacks, each behind the one that it follows."""
    table = kept.audits
    with target.store.reading() as connection:
        there = set(connection.scalars(select(table.c.hash)))
    with source.store.reading() as connection:
        hashes = connection.execute(select(table.c.id, table.c.hash).order_by(table.c.id))
        absent = [number for number, hash in hashes if hash not in there]
        found: list[Row[Any]] = []
        for part in parts(absent):
            found += connection.execute(select(table).where(table.c.id.in_(part)).order_by(table.c.id))
    return found


def _is_forged(source: End, report: Report) -> bool:
    with source.store.reading() as connection:
        broken = first_broken(connection)
    if broken is not None:
        report.conflicts.append(
            f"the audit trail of {source} was tampered with at row {broken.id} ({broken.what} "
            f"{broken.subject}): nothing of its registry was sent"
        )
    return broken is not None


def _keep_audits(connection: Connection, rows: list[Row[Any]], report: Report) -> None:
    there = set(connection.scalars(select(kept.audits.c.hash)))  # another sync may have been faster
    new = [{name: row._mapping[name] for name in AUDIT} for row in rows if row.hash not in there]
    for part in parts(new):
        connection.execute(insert(kept.audits), part)
    report.add("audits", len(new))


def _version(row: Row[Any]) -> list[str]:
    """What names the version of an artifact in every store."""
    return [row.project, row.artifact, row.digest]


def _subject(beginning: str, *name: Any) -> str:
    return beginning + json.dumps(name)


def _told(subject: str) -> list[Any]:
    found: list[Any] = json.loads(subject.partition(":")[2])
    return found


def _said(value: Any) -> str:
    """What a version in a collection is, for people."""
    return "not there" if value is None else f"{value[0]}/{value[1]} in {value[3] or 'no stage'}"


def _named(value: Any) -> str:
    return "nothing" if value is None else f"v{value[0]}"
