"""What the facts of a journal come to in the tables, by their ``kind``.

A fact may be met twice (a journal is read again after its database was lost), so each one says what is, and
not what to add; only output fingerprints are counted on, and their journal's offset guards them.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, cast
from zlib import compress

from sqlalchemy import Connection, delete, func, select, update

import ato.track.store._tables as t
import ato.track.store._tables_kept as kept
from ato.track.store._outputs import add_outputs
from ato.track.store._reads import context_of, forget_unread, joined, take_reads
from ato.track.store._searched import searched
from ato.track.store._superseded import supersede
from ato.track.store._upsert import keep, put
from ato.track.store._versions import keep_blobs, take_artifact, take_use

AT_ONCE = 500

Fact = Mapping[str, Any]


class Target:
    """The run that a journal belongs to, in one transaction. ``keys`` are the ids of metrics known so far."""

    __slots__ = ("connection", "keys", "project_id", "run_id", "segment", "uid")

    def __init__(self, connection: Connection, uid: str, keys: dict[str, int] | None = None) -> None:
        self.connection = connection
        self.uid = uid
        self.run_id = 0
        self.project_id = 0
        self.segment = 0
        self.keys: dict[str, int] = {} if keys is None else keys

    def find(self) -> bool:
        """Find the run and take it for this transaction; False where it is not there."""
        wanted = select(t.runs.c.id, t.runs.c.project_id).where(t.runs.c.uid == self.uid).with_for_update()
        row = self.connection.execute(wanted).first()
        if row is not None:
            self.run_id, self.project_id = row
        return row is not None

    def change(self, **values: object) -> None:
        """Set columns of the run."""
        self.connection.execute(update(t.runs).where(t.runs.c.id == self.run_id).values(**values))

    def key_of(self, name: str, kind: str = "scalar") -> int:
        """The id of a metric or of other media in the project, made if need be."""
        return self.keys_of([name], kind)[name]

    def keys_of(self, names: Sequence[str], kind: str = "scalar") -> dict[str, int]:
        """The ids of metrics or of other media in the project, made if need be."""
        missing = [name for name in names if name not in self.keys]
        if missing:
            self._learn(missing)
            made = [name for name in missing if name not in self.keys]
            row = {"project_id": self.project_id, "kind": kind, "unit": "", "goal": ""}
            keep(self.connection, t.metric_keys, [{**row, "name": name} for name in made])
            self._learn(made)
        return {name: self.keys[name] for name in names}

    def _learn(self, names: Sequence[str]) -> None:
        table = t.metric_keys.c
        for start in range(0, len(names), AT_ONCE):
            part = names[start : start + AT_ONCE]
            wanted = select(table.name, table.id).where(table.project_id == self.project_id)
            self.keys.update(
                (name, id) for name, id in self.connection.execute(wanted.where(table.name.in_(part)))
            )

    def stand_in(self, started: float) -> None:
        """Make a run for what is known of nothing but its uid."""
        texts = dict.fromkeys(("host", "boot_id", "notes"), "")
        nothing = dict.fromkeys(("parent_uid", "group_name", "fork_step", "resumed_from_step"))
        named: dict[str, object] = {
            "project": "recovered",
            "name": self.uid[-8:],
            "role": "owner",
            "tags": [],
            "command": [],
        }
        _start(self, {**texts, **nothing, **named, "started": started, "pid": 0})


def take_all(target: Target, facts: Sequence[Fact]) -> None:
    """Write what facts say, in their order."""
    for fact in facts:
        take(target, fact)
    if target.run_id:
        outputs = [fact for fact in facts if fact.get("kind") == "output"]
        add_outputs(target.connection, target.run_id, outputs)


def take(target: Target, fact: Fact) -> None:
    """Write what a fact says. Raises ``LookupError`` for a kind that is not known: it is of a newer ato."""
    name = str(fact.get("kind"))
    if name in KINDS:
        KINDS[name](target, fact)
    elif name not in ELSEWHERE:
        raise LookupError("this ato does not know the kind")


def _start(target: Target, fact: Fact) -> None:
    """A run that starts or is resumed (``owner``), a process of one (``child``), a file of it (``again``).

    The last is of the segment that the file before is of, though the run may have been resumed since.
    """
    connection = target.connection
    if not target.find():
        keep(
            connection, t.projects, [{"name": fact["project"], "created": fact["started"], "description": ""}]
        )
        project = connection.scalar(select(t.projects.c.id).where(t.projects.c.name == fact["project"]))
        names = (
            "name",
            "started",
            "host",
            "pid",
            "boot_id",
            "parent_uid",
            "group_name",
            "notes",
            "fork_step",
        )
        row = {name: fact[name] for name in names}
        row |= {"uid": target.uid, "project_id": project, "status": "running", "heartbeat": fact["started"]}
        keep(connection, t.runs, [row | {"command_json": json.dumps(fact["command"])}])
        target.find()
    latest = connection.scalar(select(func.max(t.segments.c.seq)).where(t.segments.c.run_id == target.run_id))
    if fact["role"] != "owner" and latest is not None:
        target.segment = latest if fact["role"] == "child" else min(target.segment, latest)
        return
    target.segment = 0 if latest is None else latest + 1
    segment = ("started", "host", "pid", "resumed_from_step")
    row = {name: fact[name] for name in segment} | {"run_id": target.run_id, "seq": target.segment}
    keep(connection, t.segments, [row])
    _tags(target, {"add": fact["tags"]})
    if latest is not None:
        again = {name: fact[name] for name in ("host", "pid", "boot_id")}
        target.change(status="running", ended=None, reason="", error="", heartbeat=fact["started"], **again)
        forget_unread(connection, target.run_id)
        if fact["resumed_from_step"] is not None:
            supersede(connection, target.run_id)


def _end(target: Target, fact: Fact) -> None:
    target.change(**{name: fact[name] for name in ("status", "reason", "error", "ended")})


def _changed(target: Target, fact: Fact) -> None:
    target.change(**{name: fact[name] for name in ("name", "notes") if name in fact})


def _summary(target: Target, fact: Fact) -> None:
    put(target.connection, t.summary_values, _values(target, fact["values"]))


def _tags(target: Target, fact: Fact) -> None:
    keep(target.connection, t.tags, [{"run_id": target.run_id, "tag": tag} for tag in fact.get("add", ())])
    gone: Sequence[str] = fact.get("remove", ())
    if gone:
        where = (t.tags.c.run_id == target.run_id, t.tags.c.tag.in_(gone))
        target.connection.execute(delete(t.tags).where(*where))


def _values(target: Target, values: Mapping[str, Any]) -> list[dict[str, object]]:
    return [
        {"run_id": target.run_id, "name": name, "value_json": json.dumps(value), **searched(value)}
        for name, value in values.items()
    ]


def _config(target: Target, fact: Fact) -> None:
    """The config of a run: its entries by content, and who set them by run."""
    digest = fact["digest"]
    there = select(t.config_entries.c.path).where(t.config_entries.c.config_digest == digest).limit(1)
    if target.connection.scalar(there) is None:
        rows = [{**entry, "config_digest": digest} for entry in fact["entries"]]
        keep(target.connection, t.config_entries, [row | _found_by(row) for row in rows])
    target.change(config_digest=digest, structure_digest=fact["structure"])
    for table, name in (
        (t.config_keys, "keys"),
        (t.config_events, "events"),
        (t.view_applies, "views"),
    ):
        target.connection.execute(delete(table).where(table.c.run_id == target.run_id))
        rows = [{**row, "run_id": target.run_id, "seq": seq} for seq, row in enumerate(fact[name])]
        keep(target.connection, table, rows)


def _found_by(row: Fact) -> dict[str, object]:
    """A path, a date and the like are kept as texts, and found as such."""
    text: str = row["value_json"]
    is_scalar = row["kind"] in ("bool", "int", "float", "str") or (row["kind"] == "other" and text[:1] == '"')
    return searched(json.loads(text) if is_scalar else None)


def _environment(target: Target, fact: Fact) -> None:
    """What the run has met, by content; and what is of this run alone."""
    facts: Fact = fact["facts"]
    facts_json = _sorted(facts)
    digest = fact.get("digest") or sha256(facts_json.encode()).hexdigest()
    row = {
        "digest": digest,
        "facts_json": facts_json,
        "python": _told(facts.get("python", ""), "version"),
        "platform": _told(facts.get("platform", ""), "system"),
    }
    keep(target.connection, t.environments, [row])
    target.change(env_digest=digest)
    _context(target, fact)


def _context(target: Target, fact: Fact) -> None:
    """What is of this run alone, beside what is known of that."""
    known, told = context_of(target.connection, target.run_id), fact.get("context", {})
    reads = {"reads": joined(known.get("reads", {}), told["reads"])} if "reads" in told else {}
    target.change(context_json=_sorted({**known, **told, **reads}))


def _source(target: Target, fact: Fact) -> None:
    """The state of the working tree, by content."""
    facts: Fact = fact["facts"]
    patch = b64decode(fact["patch"]) if fact.get("patch") else None
    digest = fact.get("digest") or sha256(_sorted(facts).encode() + (patch or b"")).hexdigest()
    row = {name: str(facts.get(name) or "") for name in ("commit", "branch", "remote")}
    dirty = facts.get("is_dirty", facts.get("dirty"))
    rest = {"digest": digest, "dirty": dirty, "patch": patch, "facts_json": _sorted(facts)}
    keep(target.connection, t.sources, [row | rest])
    target.change(source_digest=digest)


def _told(fact: Any, name: str) -> str:
    """A fact in a word: of a group of them, the one of that name."""
    if isinstance(fact, Mapping):
        return str(cast("Fact", fact).get(name, ""))
    return str(fact)


def _sorted(facts: Any) -> str:
    return json.dumps(facts, sort_keys=True)


def _code(target: Target, fact: Fact) -> None:
    """Functions by content, and which of them the run has under a trace."""
    for function in fact["functions"]:
        names = ("digest", "qualname", "module", "file", "line", "algorithm")
        row = {name: function[name] for name in names}
        row["normal_form"] = compress(function["normal_form"].encode())
        row["calls_json"] = json.dumps(function["calls"])
        row["details_json"] = json.dumps(function["details"])
        keep(target.connection, t.code_fingerprints, [row])
    row = {"run_id": target.run_id, "trace": fact["trace"], "code_digest": fact["digest"]}
    put(target.connection, t.run_codes, [row])
    all_codes = select(t.run_codes.c.trace, t.run_codes.c.code_digest).where(
        t.run_codes.c.run_id == target.run_id
    )
    pairs = sorted((trace, digest) for trace, digest in target.connection.execute(all_codes))
    target.change(code_digest=sha256(json.dumps(pairs).encode()).hexdigest())


def _reads(target: Target, fact: Fact) -> None:
    """Which keys of the config this segment has read."""
    told = take_reads(target.connection, target.run_id, target.segment, fact)
    _context(target, {"context": {"reads": told}})


def _columns(target: Target, fact: Fact) -> None:
    names = ("name", "columns_json", "created", "meta_json")
    row = {name: fact[name] for name in names} | {"run_id": target.run_id}
    put(target.connection, kept.table_defs, [row])


def _rows(target: Target, fact: Fact) -> None:
    """Rows of a table, behind those it has."""
    table = kept.table_chunks
    names = ("name", "step", "time", "rows", "format", "blob")
    row = {name: fact[name] for name in names} | {"run_id": target.run_id, "inline": _inline(fact)}
    row["segment"] = target.segment
    where = (table.c.run_id == target.run_id, table.c.name == fact["name"])
    last = target.connection.scalar(select(func.max(table.c.seq)).where(*where))
    target.connection.execute(table.insert(), [row | {"seq": 0 if last is None else last + 1}])
    _blob(target, fact, "application/json")


def _media(target: Target, fact: Fact) -> None:
    """A medium at a step, behind those the step has."""
    table = kept.media
    key_id = target.key_of(fact["name"], fact["medium"])
    row = {name: fact[name] for name in ("step", "time", "blob", "meta_json")}
    row |= {"run_id": target.run_id, "key_id": key_id, "kind": fact["medium"], "inline": _inline(fact)}
    row["segment"] = target.segment
    where = (table.c.run_id == target.run_id, table.c.key_id == key_id, table.c.step == fact["step"])
    last = target.connection.scalar(select(func.max(table.c.ord)).where(*where))
    target.connection.execute(table.insert(), [row | {"ord": 0 if last is None else last + 1}])
    _blob(target, fact, str(fact.get("media_type", "")))


def _blob(target: Target, fact: Fact, media_type: str) -> None:
    """Note a blob that has come in."""
    if fact.get("blob") and fact.get("size") is not None:
        keep_blobs(target.connection, {fact["blob"]: fact["size"]}, fact["time"], media_type)


def _inline(fact: Fact) -> bytes | None:
    return b64decode(fact["inline"]) if fact.get("inline") is not None and not fact.get("blob") else None


def _made(target: Target, fact: Fact) -> None:
    take_artifact(target.connection, target.run_id, target.project_id, fact)


def _used(target: Target, fact: Fact) -> None:
    take_use(target.connection, target.run_id, fact)


KINDS: Mapping[str, Callable[[Target, Fact], None]] = {
    "start": _start,
    "end": _end,
    "changed": _changed,
    "tags": _tags,
    "summary": _summary,
    "config": _config,
    "reads": _reads,
    "context": _context,
    "environment": _environment,
    "source": _source,
    "code": _code,
    "media": _media,
    "table": _columns,
    "rows": _rows,
    "artifact": _made,
    "used": _used,
}
"""What each kind of fact comes to."""
ELSEWHERE = ("output", "owner")
"""Outputs are taken together, by ``_outputs``; the owner is asked for by ``_take_over``."""
