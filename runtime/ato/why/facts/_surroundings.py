"""Environments, working trees and seeds of two runs."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast
from zlib import decompress

from sqlalchemy import select

import ato.track.store._tables as t
from ato.why.facts._values import EnvironmentFacts, Fact, Recorded, SourceFacts, SourceState
from ato.why.facts._weights import USED, weight_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from ato.track.store import StoredRun

START, FIRST_LOG, END = "seeds", "seeds_at_first_log", "seeds_at_end"
"""The names of the states of generators at three moments, in what is of a run alone."""
DRAWN = "drawn"
"""The group of generators that began alike and stood elsewhere at the first log."""
FILE = re.compile(r"^diff --git (?:\"?a/.*?\"?) (?:\"?b/(.*?)\"?)$", re.MULTILINE)


def compare_environments(
    connection: Connection, a: StoredRun, b: StoredRun, used: Iterable[str]
) -> EnvironmentFacts:
    """How the environments differ, the heaviest first. ``used`` are packages that traced functions use."""
    recorded = _recorded(a.env_digest, b.env_digest)
    if recorded.is_same:
        return EnvironmentFacts(recorded)
    left, right = _environment(connection, a.env_digest), _environment(connection, b.env_digest)
    if left is None or right is None:
        return EnvironmentFacts(Recorded(left is not None, right is not None, is_same=False))
    known = set(used)
    found = [
        Fact(group, name, one, other, _weight(group, name, known))
        for group in sorted(left.keys() | right.keys())
        for name, one, other in _differing(left.get(group), right.get(group))
    ]
    found.sort(key=lambda fact: (-fact.weight, fact.group, fact.name))
    recorded = Recorded(a=True, b=True, is_same=not found)
    return EnvironmentFacts(recorded, tuple(found), len(left.get("packages") or ()))


def _weight(group: str, name: str, used: set[str]) -> int:
    weight = weight_of(group, name)
    return max(weight, USED) if group == "packages" and name in used else weight


def _recorded(a: object, b: object) -> Recorded:
    return Recorded(a is not None, b is not None, a is not None and a == b)


def _environment(connection: Connection, digest: str | None) -> Mapping[str, Any] | None:
    table = t.environments.c
    text = connection.scalar(select(table.facts_json).where(table.digest == digest))
    return None if text is None else json.loads(text)


def _differing(left: Any, right: Any) -> list[tuple[str, Any, Any]]:
    """The names of two groups under which they hold other values; a group may be a single value."""
    if not isinstance(left, dict) and not isinstance(right, dict):
        return [] if left == right else [("", left, right)]
    one, other = _group(left), _group(right)
    names = sorted(one.keys() | other.keys())
    return [(name, one.get(name), other.get(name)) for name in names if one.get(name) != other.get(name)]


def _group(facts: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", facts) if isinstance(facts, dict) else {}


def compare_sources(connection: Connection, a: StoredRun, b: StoredRun) -> SourceFacts:
    """How the working trees differ: their commits, and files with uncommitted changes."""
    recorded = _recorded(a.source_digest, b.source_digest)
    left, right = _source(connection, a.source_digest), _source(connection, b.source_digest)
    if recorded.is_same or left is None or right is None:
        is_same = recorded.is_same and left is not None
        return SourceFacts(Recorded(left is not None, right is not None, is_same), left, right)
    names = sorted(left.changed.keys() | right.changed.keys())
    files = tuple(name for name in names if left.changed.get(name) != right.changed.get(name))
    return SourceFacts(recorded, left, right, files)


def _source(connection: Connection, digest: str | None) -> SourceState | None:
    row = connection.execute(select(t.sources).where(t.sources.c.digest == digest)).first()
    if row is None:
        return None
    facts: dict[str, Any] = json.loads(row.facts_json)
    untracked: dict[str, str] = facts.get("untracked") or {}
    patch = decompress(row.patch).decode("utf-8", "replace") if row.patch else ""
    return SourceState(row.commit, row.branch, bool(row.dirty), {**_patched(patch), **untracked})


def _patched(patch: str) -> dict[str, str]:
    """The digest of the part of each file in a patch, by its path."""
    parts = FILE.split(patch)
    return {path: sha256(part.encode()).hexdigest() for path, part in zip(parts[1::2], parts[2::2])}


def compare_seeds(a: StoredRun, b: StoredRun) -> tuple[Recorded, tuple[Fact, ...]]:
    """Where the generators of random numbers stood as the runs began, and at their first log.

    Generators that stood alike at the first log count as alike: they were seeded after the run began. One
    that stands in the end where it began was never asked for a number, and does not count. One that began
    alike and stood elsewhere at the first log is of the group ``drawn``.
    """
    left, right = _seeds(a, START), _seeds(b, START)
    recorded = Recorded(bool(left), bool(right), bool(left) and left == right)
    logged = _seeds(a, FIRST_LOG), _seeds(b, FIRST_LOG)
    drawn = _drawn(a) | _drawn(b)
    found: list[Fact] = []
    for name in sorted(left.keys() & right.keys()) if recorded.both else ():
        one, other = logged[0].get(name), logged[1].get(name)
        if left[name] == right[name]:
            if one is not None and other is not None and one != other:
                found.append(Fact(DRAWN, name, one, other, 0))
        elif name.partition(".")[0] in drawn and (one is None or one != other):
            found.append(Fact("seeds", name, left[name], right[name], 0))
    return recorded, tuple(found)


def _seeds(run: StoredRun, when: str) -> dict[str, Any]:
    return _group(run.context.get(when))


def _drawn(run: StoredRun) -> set[str]:
    """The generators that may have been asked for a number: all that do not stand where they began."""
    start, end = _seeds(run, START), _seeds(run, END)
    return {name.partition(".")[0] for name in start if start[name] != end.get(name)}
