"""Where the outputs of two runs part.

Each stored output carries a digest chained over all before it, so that two series agree at a place exactly
when they agree up to it; the first that differs is found by halving, in about ``2 log2(n)`` reads of one row.
Of a run that left steps behind when it was resumed the chains tell of what no longer counts; there, and only
there, the outputs that count are read and laid side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select

import ato.track.store._tables as t
from ato.fingerprint import first_difference
from ato.why.facts._values import OutputFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from ato.track.store import StoredRun

o = t.output_fingerprints.c


class Output(NamedTuple):
    """One stored output."""

    step: int | None
    out: bytes
    rounded: bytes | None
    time: float


class Cut(NamedTuple):
    """A resumption: outputs before ``time`` at ``step`` and later ones no longer count."""

    time: float
    step: int


def compare_outputs(connection: Connection, a: StoredRun, b: StoredRun) -> tuple[OutputFacts, ...]:
    """What the runs have of each trace, in order of names."""
    left, right = _counts(connection, a.id), _counts(connection, b.id)
    known = sorted(left.keys() | right.keys())
    named = select(t.traces.c.id, t.traces.c.name).where(t.traces.c.id.in_(known))
    names = sorted((name, trace) for trace, name in connection.execute(named)) if known else []
    cuts = _cuts(connection, a.id), _cuts(connection, b.id)
    facts: list[OutputFacts] = []
    for name, trace in names:
        counts = left.get(trace, 0), right.get(trace, 0)
        if not all(counts):
            facts.append(OutputFacts(name, *counts))
        elif any(cuts):
            facts.append(_laid(connection, name, (a.id, b.id, trace), cuts))
        else:
            facts.append(_bisected(connection, name, (a.id, b.id, trace), counts))
    return tuple(facts)


def first_differing(connection: Connection, a: int, b: int, trace: int, count: int) -> int | None:
    """The first of ``count`` calls of a trace whose outputs differ in two runs, by their numbers."""
    driver: Any = connection.connection.driver_connection  # a statement of SQLAlchemy costs ten times as much
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    cursor = driver.cursor()
    text = (
        f"SELECT chain FROM output_fingerprints WHERE run_id = {mark} AND trace_id = {mark} AND seq = {mark}"  # noqa: S608
    )

    def chain(run: int, at: int) -> bytes:
        row = cursor.execute(text, (run, trace, at)).fetchone()
        return bytes(row[0])

    try:
        return first_difference(count, lambda at: chain(a, at), lambda at: chain(b, at))
    finally:
        cursor.close()


def _counts(connection: Connection, run_id: int) -> dict[int, int]:
    """How many outputs a run has, by trace: from trace to trace along the primary key, the last one tells."""
    found: dict[int, int] = {}
    trace = -1
    while True:
        following = select(func.min(o.trace_id)).where(o.run_id == run_id, o.trace_id > trace)
        trace = connection.scalar(following)
        if trace is None:
            return found
        last = select(func.max(o.seq)).where(o.run_id == run_id, o.trace_id == trace)
        found[trace] = connection.execute(last).scalar_one() + 1


def _cuts(connection: Connection, run_id: int) -> tuple[Cut, ...]:
    s = t.segments.c
    rows = connection.execute(
        select(s.started, s.resumed_from_step).where(s.run_id == run_id, s.resumed_from_step.is_not(None))
    )
    return tuple(Cut(started, step) for started, step in rows)


def _bisected(
    connection: Connection, name: str, ids: tuple[int, int, int], counts: tuple[int, int]
) -> OutputFacts:
    a, b, trace = ids
    call = first_differing(connection, a, b, trace, min(counts))
    if call is None:
        return OutputFacts(name, *counts)
    left, right = _at(connection, a, trace, call), _at(connection, b, trace, call)
    has_tolerance = left.rounded is not None and right.rounded is not None
    material = _material(connection, ids, call) if has_tolerance else None
    return OutputFacts(name, *counts, call, left.step, right.step, left.time, has_tolerance, material)


def _at(connection: Connection, run: int, trace: int, call: int) -> Output:
    where = (o.run_id == run, o.trace_id == trace, o.seq == call)
    return Output(*connection.execute(select(o.step, o.out, o.rounded, o.time).where(*where)).one())


def _material(connection: Connection, ids: tuple[int, int, int], call: int) -> int | None:
    """The step of the first output from ``call`` on that differs beyond the tolerance."""
    left, right = t.output_fingerprints.alias("a"), t.output_fingerprints.alias("b")
    wanted = (
        select(left.c.step, left.c.seq)
        .join(right, (right.c.trace_id == left.c.trace_id) & (right.c.seq == left.c.seq))
        .where(left.c.run_id == ids[0], left.c.trace_id == ids[2], left.c.seq >= call)
        .where(right.c.run_id == ids[1], right.c.rounded.is_distinct_from(left.c.rounded))
        .order_by(left.c.seq)
        .limit(1)
    )
    row = connection.execute(wanted).first()
    return None if row is None else row.seq if row.step is None else row.step


def _laid(
    connection: Connection, name: str, ids: tuple[int, int, int], cuts: tuple[tuple[Cut, ...], ...]
) -> OutputFacts:
    """The outputs that count, side by side."""
    left, right = (_counting(connection, run, ids[2], cut) for run, cut in zip(ids[:2], cuts))
    pairs = list(zip(left, right))
    call = next((at for at, (a, b) in enumerate(pairs) if a.out != b.out), None)
    if call is None:
        return OutputFacts(name, len(left), len(right))
    a, b = pairs[call]
    has_tolerance = a.rounded is not None and b.rounded is not None
    material = next((one.step for one, other in pairs[call:] if one.rounded != other.rounded), None)
    steps = (call, a.step, b.step, a.time, has_tolerance, material if has_tolerance else None)
    return OutputFacts(name, len(left), len(right), *steps)


def _counting(connection: Connection, run: int, trace: int, cuts: Sequence[Cut]) -> list[Output]:
    where = (o.run_id == run, o.trace_id == trace)
    rows = connection.execute(select(o.step, o.out, o.rounded, o.time).where(*where).order_by(o.seq))
    return [
        output
        for output in (Output(*row) for row in rows)
        if not any(
            output.time < cut.time and output.step is not None and output.step >= cut.step for cut in cuts
        )
    ]
