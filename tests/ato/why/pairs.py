"""Pairs of runs made of facts, as journals hold them: alike in all but one cause and what is none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from math import isnan
from typing import TYPE_CHECKING, Any

from ato.fingerprint import CodeFingerprint
from ato.fingerprint.calls._value import Call
from ato.track._location import located
from ato.track.run._config import captured
from ato.track.run._looked import _rows
from ato.track.store import prepared
from ato.track.store._facts import Target, take_all
from ato.track.store._points import insert
from ato.track.store._tables import NAN, NEGATIVE_ZERO

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from ato.track.store import Store


@dataclass
class Facts:
    """What is known of one run."""

    config: dict[str, Any]
    reads: list[str] | None = None
    readers: dict[str, list[str]] = field(default_factory=dict)
    below: dict[str, list[str]] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    environment: dict[str, dict[str, Any]] = field(default_factory=dict)
    commit: str = "c" * 40
    untracked: dict[str, str] = field(default_factory=dict)
    seeds: dict[str, str] = field(default_factory=lambda: {"random": "0"})
    outputs: dict[str, list[int]] = field(default_factory=dict)
    losses: list[float] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)  # of the losses, in order; 0, 1, ... where there are none
    command: list[str] = field(default_factory=lambda: ["train.py"])
    artifacts: dict[str, int] = field(default_factory=dict)


def store_of(folder: Path, *runs: Facts) -> Store:
    """A store with these runs, numbered from 1."""
    store = prepared(located(folder / "runs.db"))
    for number, facts in enumerate(runs, 1):
        with store.writing() as connection:
            target = Target(connection, f"{number:032x}")
            take_all(target, _journal(facts))
            _log(connection, target.run_id, target.key_of("loss"), facts)
    return store


def _log(connection: Connection, run: int, key: int, facts: Facts) -> None:
    """Write the points of a metric, and its summary."""
    steps = facts.steps or range(len(facts.losses))
    seen: Counter[int] = Counter()
    rows: list[tuple[Any, ...]] = []
    for step, value in zip(steps, facts.losses):
        code = NAN if isnan(value) else NEGATIVE_ZERO if str(value) == "-0.0" else None
        rows.append((run, key, step, seen[step], 0, 0.0, None if code == NAN else value, code))
        seen[step] += 1
    insert(connection, rows)
    last, top = (facts.losses[-1], max(steps)) if facts.losses else (0.0, 0)
    connection.exec_driver_sql(
        "INSERT INTO summaries VALUES (?, ?, ?, ?, 0, ?, 0, ?, 0, 1, ?, 0, 0, 1)",
        (key, run, last, top, last, last, len(rows)),
    )


def _journal(facts: Facts) -> list[dict[str, Any]]:
    start = {
        "kind": "start", "role": "owner", "project": "p", "name": "n", "started": 0.0, "host": "h", "pid": 1,
        "boot_id": "", "parent_uid": None, "group_name": None, "notes": "", "fork_step": None,
        "command": facts.command, "resumed_from_step": None, "tags": [],
    }  # fmt: skip
    journal: list[dict[str, Any]] = [start, captured(facts.config)]
    if facts.reads is not None:
        journal.append({"kind": "reads", "paths": facts.reads})
    context = {"seeds": facts.seeds, "reads": {"functions": facts.readers, "traces": facts.below}}
    journal.append({"kind": "environment", "facts": facts.environment, "context": context})
    source = {"commit": facts.commit, "branch": "main", "is_dirty": bool(facts.untracked)}
    journal.append({"kind": "source", "facts": {**source, "untracked": facts.untracked}})
    for trace, body in facts.bodies.items():
        fingerprint = code(trace, body)
        journal.append(
            {"kind": "code", "trace": trace, "digest": fingerprint.digest, "functions": _rows(fingerprint)}
        )
    for trace, outputs in facts.outputs.items():
        journal += [
            {"kind": "output", "trace": trace, "step": step, "digest": f"{out:064x}", "time": float(step)}
            for step, out in enumerate(outputs)
        ]
    return [*journal, {"kind": "end", "status": "completed", "reason": "", "error": "", "ended": 1.0}]


def code(trace: str, body: str) -> CodeFingerprint:
    """A function of that name that calls one with that body."""
    inner = _function(f"{trace}_inner", f"def $$(a):\n    {body}", ())
    call = Call(f"{trace}_inner", f"{trace}_inner", inner.digest)
    outer = _function(trace, f"def $$(a):\n    return {trace}_inner(a)", (call,))
    functions = {outer.digest: outer, inner.digest: inner}
    return CodeFingerprint.from_dict({**outer.to_row(), "functions": [functions[inner.digest].to_row()]})


def _function(name: str, text: str, calls: tuple[Call, ...]) -> CodeFingerprint:
    digest = sha256(repr((text, calls)).encode()).hexdigest()
    return CodeFingerprint(digest, name, "m", "m.py", 1, 1, "source", None, text, (), calls)
