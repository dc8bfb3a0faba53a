"""``Registry``: publishing, promoting, and the questions that a collection answers."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from time import time
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, delete, select, update

import ato.track.store._tables_kept as kept
from ato.config import suggestion
from ato.track._errors import TrackError
from ato.track.artifacts import Lineage, LineageNode, Version
from ato.track.artifacts._find import find
from ato.track.artifacts._lineage import lineage
from ato.track.artifacts._metadata import plain
from ato.track.artifacts._names import checked_alias
from ato.track.artifacts._texts import checked_text
from ato.track.registry._changes import changed, linked, moved
from ato.track.registry._entries import (
    Collection,
    Entry,
    checked_collection,
    collection_of,
    entries,
    entry_of,
    rows_of,
    split,
)
from ato.track.registry._evidence import Asked, judged
from ato.track.registry._rules import Rules, StageRule, texts
from ato.track.store._audit import AuditRow, first_broken, record, rows, signed
from ato.track.store._upsert import keep
from ato.track.store._versions import serialised

if TYPE_CHECKING:
    from ato.track.artifacts._lineage import Direction
    from ato.track.store import Store

_links, _registries = kept.registry_links, kept.registries


class Registry:
    """The registry of a store. Names are ``Models/ResNet:v1``, or end in an alias or a stage."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __repr__(self) -> str:
        return f"Registry({str(self._store.location)!r})"

    # Changing.

    def create(
        self,
        collection: str,
        description: str = "",
        *,
        stages: Mapping[str, StageRule] | None = None,
        protected: Iterable[str] = (),
        author: str = "",
        reason: str = "",
    ) -> None:
        """Make a collection, with what its stages ask for and the aliases that are protected in it.

        For one that is there the rules are changed, which needs an author and a reason; asking for what it
        has changes nothing.
        """
        name = checked_collection(collection)
        checked_text(description, "a description")
        rules = _rules(stages, protected)
        with self._writing() as connection:
            keep(
                connection, _registries,
                [{"name": name, "description": "", "rules_json": "null", "created": time()}],
            )  # fmt: skip
            where = _registries.c.name == name
            before = connection.execute(select(_registries).where(where)).one()
            is_new = before.rules_json == "null"
            if not is_new and Rules.of(before.rules_json) == rules:
                if description and description != before.description:
                    connection.execute(update(_registries).where(where).values(description=description))
                return
            if not is_new:
                signed(author, reason, f"changing the rules of {name}")
            values = {"rules_json": rules.to_json(), "description": description or before.description}
            connection.execute(update(_registries).where(where).values(values))
            record(
                connection,
                who=author, what="created" if is_new else "ruled", subject=name, why=reason,
                before=json.loads(before.rules_json), after=rules.to_dict(),
            )  # fmt: skip

    def publish(
        self,
        collection: str,
        version: str | Version,
        alias: str | None = None,
        description: str = "",
        *,
        author: str = "",
        reason: str = "",
    ) -> Entry:
        """Put a version of an artifact into a collection, made if need be; the same one is there once.

        A protected ``alias`` needs an author and a reason.
        """
        name = checked_collection(collection)
        checked_text(description, "a description")
        with self._writing() as connection:
            created = {"name": name, "description": "", "rules_json": "{}", "created": time()}
            keep(connection, _registries, [created])
            found = collection_of(connection, name)
            # Read anew: it may have been deleted meanwhile.
            reference = str(version) if isinstance(version, Version) else version
            aim = find(connection, self._store.location, reference)
            said = {"author": author, "reason": reason}
            entry = linked(connection, self._store.location, found, aim, description, **said)
            if alias is not None:
                moved(connection, found, entry, alias, **said)
            return entry_of(connection, self._store.location, found, entry.version)

    def promote(
        self,
        name: str,
        version: str | int,
        stage: str,
        author: str,
        reason: str,
        checks: Mapping[str, Any] | None = None,
        *,
        approved_by: Iterable[str] = (),
    ) -> Entry:
        """Bring a version of a collection into a stage; ``""`` takes it out of its stage.

        ``checks`` say what came of checks, by name; ``approved_by`` who agrees. Raises ``TrackError`` with
        everything that the rules of the stage ask for and that is missing. No rule has a way around it.
        """
        signed(author, reason, f"promoting {name}:{_written(version)}")
        asked = Asked(author, plain(name, checks or {}), texts(approved_by, "approved_by"))
        with self._writing() as connection:
            found = collection_of(connection, name)
            entry = entry_of(connection, self._store.location, found, _written(version))
            rule = _rule_of(found, stage)
            missing, evidence = judged(connection, entry.artifact.id, entry.stage, rule, asked)
            if missing:
                raise TrackError(str(entry), f"cannot go to {stage or 'no stage'}", tuple(missing))
            changed(connection, found, entry.number, stage=stage)
            record(
                connection,
                who=author, what="promoted", subject=str(entry), why=reason,
                before={"stage": entry.stage}, after={"stage": stage},
                evidence={**evidence, "digest": entry.artifact.digest, "artifact": str(entry.artifact)},
            )  # fmt: skip
            return entry_of(connection, self._store.location, found, entry.version)

    def move_alias(self, name: str, alias: str, *, author: str = "", reason: str = "") -> Entry:
        """Let an alias name a version, ``Models/ResNet:v1``; a protected one needs author and reason."""
        with self._writing() as connection:
            found, entry = self._entry(connection, name)
            moved(connection, found, entry, alias, author=author, reason=reason)
            return entry_of(connection, self._store.location, found, entry.version)

    def withdraw(self, name: str, *, author: str, reason: str) -> None:
        """Take a version out of a collection. It is in no stage then, and no protected alias names it."""
        with self._writing() as connection:
            found, entry = self._entry(connection, name)
            signed(author, reason, f"withdrawing {entry}")
            held = [alias for alias in entry.aliases if alias in found.rules.protected]
            if entry.stage or held:
                where = f"in the stage {entry.stage}" if entry.stage else f"named by the protected {held[0]}"
                raise TrackError(str(entry), f"is {where}", ("take it out of there first",))
            mine = (_links.c.registry_id == found.id, _links.c.version == entry.number)
            connection.execute(delete(_links).where(*mine))
            before = {"artifact": str(entry.artifact), "aliases": list(entry.aliases)}
            record(connection, who=author, what="withdrawn", subject=str(entry), why=reason, before=before)

    # Questions.

    def get(self, name: str) -> Entry:
        """The version ``Models/ResNet:v1``, or by alias, by stage (the one promoted last), or the latest."""
        with self._store.reading() as connection:
            return self._entry(connection, name)[1]

    def list(self, collection: str | None = None) -> tuple[Entry, ...]:
        """All versions of a collection, or of all collections, by name, the latest first."""
        with self._store.reading() as connection:
            if collection is not None:
                names = [collection_of(connection, collection).name]
            else:
                names = sorted(connection.scalars(select(_registries.c.name)))
            found: list[Entry] = []
            for name in names:
                links = rows_of(connection, collection_of(connection, name).id)
                found += entries(connection, self._store.location, name, links)
            return tuple(found)

    def rules(self, collection: str) -> Rules:
        """What the stages of a collection ask for."""
        with self._store.reading() as connection:
            return collection_of(connection, collection).rules

    def lineage(self, name: str, direction: Direction = "both", depth: int | None = None) -> Lineage:
        """The runs and versions that a version came from, and what came of it, as a graph."""
        with self._store.reading() as connection:
            entry = self._entry(connection, name)[1]
            return lineage(connection, self._store.location, entry.artifact, direction, depth)

    def dependencies(self, name: str) -> tuple[LineageNode, ...]:
        """The versions that a version came from, the nearest first."""
        return _versions(self.lineage(name, "up"))

    def dependents(self, name: str) -> tuple[LineageNode, ...]:
        """The versions that came of a version, the nearest first."""
        return _versions(self.lineage(name, "down"))

    def audit(self, name: str | None = None) -> tuple[AuditRow, ...]:
        """The audit trail from its beginning; of one collection or version if it is named."""
        with self._store.reading() as connection:
            return tuple(rows(connection, name))

    def verify_audit(self) -> AuditRow | None:
        """The first row of the trail that was tampered with; None where it is whole."""
        with self._store.reading() as connection:
            return first_broken(connection)

    # Inside.

    @contextmanager
    def _writing(self) -> Generator[Connection, None, None]:
        with self._store.writing() as connection:
            serialised(connection)
            yield connection

    def _entry(self, connection: Connection, name: str) -> tuple[Collection, Entry]:
        collection, version = split(name)
        found = collection_of(connection, collection)
        return found, entry_of(connection, self._store.location, found, version)


def _rules(stages: Mapping[str, StageRule] | None, protected: Iterable[str]) -> Rules:
    names = tuple(checked_alias(alias) for alias in texts(protected, "protected"))
    rules = Rules(protected=names) if stages is None else Rules(stages, names)
    for stage in rules.stages:
        checked_alias(stage, "a stage")
    return rules


def _rule_of(collection: Collection, stage: str) -> StageRule:
    """What a stage asks for; nothing where a version is taken out of its stage."""
    if stage == "":
        return StageRule()
    stages = collection.rules.stages
    if not isinstance(cast("object", stage), str) or stage not in stages:
        help = suggestion(str(stage), list(stages)) or (f"its stages are {', '.join(stages)}",)
        raise TrackError(str(stage), f"is no stage of {collection.name}", help)
    return stages[stage]


def _written(version: str | int) -> str:
    """A version as it is written. Raises ``TrackError`` for what names none."""
    given: object = version
    if isinstance(given, int) and not isinstance(given, bool):
        return f"v{given}"
    if isinstance(given, str) and given:
        return given
    raise TrackError(
        repr(given)[:60], "names no version of a collection", ('write "v1", 1, an alias or a stage',)
    )


def _versions(graph: Lineage) -> tuple[LineageNode, ...]:
    return tuple(node for node in graph.nodes if node.kind == "version" and node.uid != graph.start)
