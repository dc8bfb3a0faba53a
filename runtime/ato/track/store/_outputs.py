"""Output fingerprints: one row a call of a traced function, chained.

Each row carries a digest over all outputs of its trace up to it. Two runs that agree at a row agree before
it, so the first difference is found by halving, without reading the rest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from ato.track.store._tables import output_fingerprints, traces
from ato.track.store._upsert import keep

CHAIN_SIZE = 16


def chained(before: bytes, out: bytes) -> bytes:
    """The chain with one more output."""
    return sha256(before + out).digest()[:CHAIN_SIZE]


def add_outputs(connection: Connection, run_id: int, facts: Sequence[Mapping[str, Any]]) -> None:
    """Store the outputs that these facts tell of, in their order."""
    heads: dict[str, tuple[int, int, bytes]] = {}
    rows: list[dict[str, object]] = []
    for fact in facts:
        name = fact["trace"]
        trace_id, seq, chain = heads.get(name) or _head(connection, run_id, name)
        out = bytes.fromhex(fact["digest"])
        chain = chained(chain, out)
        rounded, details = fact.get("rounded"), fact.get("details")
        rows.append(
            {
                "run_id": run_id,
                "trace_id": trace_id,
                "seq": seq,
                "step": fact["step"],
                "out": out,
                "chain": chain,
                "rounded": bytes.fromhex(rounded) if rounded else None,
                "time": fact["time"],
                "details_json": json.dumps(details) if details else None,
            }
        )
        heads[name] = (trace_id, seq + 1, chain)
    if rows:
        connection.execute(output_fingerprints.insert(), rows)


def _head(connection: Connection, run_id: int, name: str) -> tuple[int, int, bytes]:
    """The id of a trace, the number of its next output in the run, and the chain so far."""
    wanted = select(traces.c.id).where(traces.c.name == name)
    trace_id = connection.scalar(wanted)
    if trace_id is None:
        keep(connection, traces, [{"name": name}])
        trace_id = connection.scalar(wanted)
    table = output_fingerprints
    last = connection.execute(
        select(table.c.seq, table.c.chain)
        .where(table.c.run_id == run_id, table.c.trace_id == trace_id)
        .order_by(table.c.seq.desc())
        .limit(1)
    ).first()
    return int(trace_id or 0), last.seq + 1 if last else 0, bytes(last.chain) if last else b""
