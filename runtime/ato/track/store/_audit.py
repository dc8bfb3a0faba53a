"""The audit trail: who changed what, when and why, in rows that are only added.

Each row carries a hash over itself and the row before. So whoever changes, removes or reorders rows breaks
the chain where they did it; only the last rows can be cut off unseen, which a hash kept elsewhere shows.
Where stores are synced, the trail has the chains of all: a row then follows one that stands somewhere before.
The database refuses all of it from whoever does not drop its triggers first (``_append_only.py``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from getpass import getuser
from hashlib import sha256
from time import time
from typing import Any

from sqlalchemy import Connection, Row, select

from ato.track._errors import TrackError
from ato.track.store._tables_kept import audits
from ato.track.store._versions import serialised

BEGINNING = "0" * 64
LONGEST_NAME = 200
LONGEST_REASON = 10_000
_HASHED = (
    "previous_hash",
    "time",
    "who",
    "what",
    "subject",
    "why",
    "before_json",
    "after_json",
    "evidence_json",
)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One change. ``what`` is a word as ``promoted``, ``subject`` what was changed; ``before``, ``after`` and
    ``evidence`` are JSON values.
    """

    id: int
    time: float
    who: str
    what: str
    subject: str
    why: str
    before: Any
    after: Any
    evidence: Mapping[str, Any]
    previous_hash: str
    hash: str


def record(
    connection: Connection,
    *,
    who: str,
    what: str,
    subject: str,
    why: str = "",
    before: object = None,
    after: object = None,
    evidence: Mapping[str, object] | None = None,
) -> None:
    """Add a row, in the transaction of the change that it tells of. Without ``who`` it is who runs this."""
    _check(who, "an author", LONGEST_NAME)
    _check(why, "a reason", LONGEST_REASON)
    serialised(connection)
    last = connection.scalar(select(audits.c.hash).order_by(audits.c.id.desc()).limit(1))
    texts = {"who": who or _user(), "what": what, "subject": subject, "why": why}
    values = {"before_json": before, "after_json": after, "evidence_json": evidence or {}}
    row: dict[str, object] = {"previous_hash": last or BEGINNING, "time": time(), **texts}
    row |= {name: json.dumps(value, sort_keys=True) for name, value in values.items()}
    connection.execute(audits.insert(), [row | {"hash": hash_of(row)}])


def hash_of(row: Mapping[str, object]) -> str:
    """The hash of a row's columns, with that of the row before among them."""
    return sha256(json.dumps([row[name] for name in _HASHED]).encode()).hexdigest()


def rows(connection: Connection, subject: str | None = None) -> list[AuditRow]:
    """The trail from its beginning; of one subject, and what is below it."""
    wanted = select(audits).order_by(audits.c.id)
    if subject is not None:
        below = audits.c.subject.startswith(f"{subject}:", autoescape=True)
        wanted = wanted.where((audits.c.subject == subject) | below)
    return [_row(row) for row in connection.execute(wanted)]


def first_broken(connection: Connection) -> AuditRow | None:
    """The first row that was changed, or before which rows were removed; None where the trail is whole."""
    before = {BEGINNING}
    for row in connection.execute(select(audits).order_by(audits.c.id)):
        if row.previous_hash not in before or row.hash != hash_of(row._asdict()):
            return _row(row)
        before.add(row.hash)
    return None


def signed(author: str, reason: str, what: str) -> None:
    """Refuse a change that nobody stands for, or without a reason."""
    _check(author, "an author", LONGEST_NAME)
    _check(reason, "a reason", LONGEST_REASON)
    missing = [name for name, given in (("author", author), ("reason", reason)) if not given.strip()]
    if missing:
        help = (f"give {' and '.join(f'{name}=...' for name in missing)}",)
        raise TrackError(what, f"needs {' and '.join(missing)}: it is kept in the audit trail", help)


def _user() -> str:
    """Who the program runs as."""
    try:
        return getuser().encode("utf-8", "replace").decode()
    except (OSError, KeyError):  # a container without such an entry
        return "unknown"


def _check(given: object, what: str, longest: int) -> None:
    """Refuse what no trail can hold."""
    if not isinstance(given, str):
        raise TrackError(repr(given)[:60], f"{what} is text, not {type(given).__name__}")
    if "\0" in given or any("\ud800" <= letter <= "\udfff" for letter in given):
        raise TrackError(ascii(given)[:60], f"{what} holds no NUL and no halves of characters (surrogates)")
    if len(given) > longest:
        raise TrackError(f"{given[:40]!r}...", f"{what} has at most {longest} characters")


def _row(row: Row[Any]) -> AuditRow:
    names = ("id", "time", "who", "what", "subject", "why", "previous_hash", "hash")
    values = {name: getattr(row, name) for name in names}
    texts = (row.before_json, row.after_json, row.evidence_json)
    before, after, evidence = (_read(text) for text in texts)
    return AuditRow(**values, before=before, after=after, evidence=evidence)


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:  # someone has changed it
        return text
