"""The logic of traced functions in two runs, down to the functions that were themselves changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zlib import decompress

from sqlalchemy import select

import ato.track.store._tables as t
from ato.config import ConfigError
from ato.fingerprint import CodeFingerprint, diff
from ato.why.facts._values import CodeChange, CodeFacts, Recorded, TraceDifference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row

    from ato.track.store import StoredRun

MANY = 50_000
"""How many functions are read of one trace."""
AT_ONCE = 500
LISTS = ("names", "values", "origins", "libraries", "unresolved")


def compare_code(connection: Connection, a: StoredRun, b: StoredRun) -> CodeFacts:
    """How the traced functions of two runs differ. Equal digests end the comparison."""
    left, right = _traces(connection, a.id), _traces(connection, b.id)
    recorded = Recorded(bool(left), bool(right), left == right)
    if not recorded.both:
        return CodeFacts(recorded)
    rows = _Rows(connection)
    both = sorted(left.keys() & right.keys())
    differing = [trace for trace in both if left[trace] != right[trace]]
    return CodeFacts(
        recorded,
        tuple(_difference(rows, trace, left[trace], right[trace]) for trace in differing),
        tuple(trace for trace in both if trace not in differing),
        tuple(sorted(left.keys() - right.keys())),
        tuple(sorted(right.keys() - left.keys())),
        {trace: rows.libraries(left[trace]) for trace in both},
    )


def _traces(connection: Connection, run_id: int) -> dict[str, str]:
    codes = t.run_codes.c
    found = connection.execute(select(codes.trace, codes.code_digest).where(codes.run_id == run_id))
    return {row.trace: row.code_digest for row in found}


def _difference(rows: _Rows, trace: str, a: str, b: str) -> TraceDifference:
    before, after = rows.fingerprint(a), rows.fingerprint(b)
    if before is None or after is None:
        return TraceDifference(trace, note="what it was is not in the store, only its digest")
    found = diff(before, after)
    changes = [
        CodeChange(
            change.path,
            change.text,
            rows.place(change.after or change.before or ""),
            (change.before or "", change.after or ""),
            rows.instead(change.before or "", change.after or ""),
        )
        for change in found.changes
    ]
    return TraceDifference(trace, tuple(changes), found.note)


class _Rows:
    """Stored functions, each read once, and the fingerprints that are made of them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.rows: dict[str, dict[str, Any]] = {}

    def fingerprint(self, digest: str) -> CodeFingerprint | None:
        """A fingerprint with all that it reaches; None where the store does not have it."""
        reached = self._reached(digest)
        if digest not in reached:
            return None
        others = [row for each, row in reached.items() if each != digest]
        try:
            return CodeFingerprint.from_dict({**reached[digest], "functions": others})
        except ConfigError:
            return None

    def place(self, digest: str) -> str:
        """Where a function stands, as ``file:line``; empty where that is not known."""
        row = self.rows.get(digest, {})
        return f"{row['file']}:{row['line']}" if row.get("file") else ""

    def instead(self, before: str, after: str) -> str:
        """What the second of two functions is called, if not as the first is."""
        one, other = (
            str(self.rows.get(each, {}).get("qualname", "")).rpartition("<locals>.")[2]
            for each in (before, after)
        )
        return other if one != other else ""

    def libraries(self, digest: str) -> tuple[str, ...]:
        """The distributions that a function and what it reaches use."""
        named = (name for row in self._reached(digest).values() for name, _ in row["libraries"])
        return tuple(sorted(set(named)))

    def _reached(self, digest: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        wanted = [digest]
        while wanted and len(found) < MANY:
            self._read([each for each in wanted if each not in self.rows])
            new = {each: self.rows[each] for each in wanted if each in self.rows}
            found |= new
            called = {call[2] for row in new.values() for call in row["calls"]}
            wanted = sorted(called - found.keys())
        return found

    def _read(self, digests: list[str]) -> None:
        table = t.code_fingerprints
        for start in range(0, len(digests), AT_ONCE):
            part = digests[start : start + AT_ONCE]
            for row in self.connection.execute(select(table).where(table.c.digest.in_(part))):
                self.rows[row.digest] = _row(row)


def _row(row: Row[Any]) -> dict[str, Any]:
    """What ``CodeFingerprint.to_row`` gave, from the columns that hold it."""
    details: Mapping[str, Any] = json.loads(row.details_json)
    empty: dict[str, Any] = {name: [] for name in LISTS}
    known: dict[str, Any] = {"mode": "source", "python": None, "trace_id": None, **empty, **details}
    algorithm = int(row.algorithm) if str(row.algorithm).isdigit() else 0
    text = decompress(row.normal_form).decode() if row.normal_form else ""
    calls = [_call(call) for call in json.loads(row.calls_json)]
    own = {"digest": row.digest, "qualname": row.qualname, "module": row.module, "line": row.line}
    return {**known, **own, "file": row.file or None, "algorithm": algorithm, "text": text, "calls": calls}


def _call(call: Any) -> list[Any]:
    name, qualname, digest, *keywords = call
    return [name, qualname, digest, keywords[0] if keywords else []]
