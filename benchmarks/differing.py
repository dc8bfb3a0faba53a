"""What it costs to find where two runs part."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from ato.track._location import located
from ato.track.store import Store, prepared
from ato.track.store._outputs import chained
from ato.why import causes, compare
from ato.why.facts._outputs import first_differing
from benchmarks.measure import seconds_each, shown, table

OUTPUTS = 100_000
PARTING = 71_234
POINTS = 10_000
INSERT = (
    "INSERT INTO output_fingerprints (run_id, trace_id, seq, step, out, chain, rounded, time, details_json)"
    " VALUES (?, 1, ?, ?, ?, ?, NULL, 0, NULL)"
)


def differing(folder: Path) -> str:
    """CPU time of what is asked of two runs with 100,000 fingerprints and a metric of 10,000 points."""
    with prepared(located(folder)) as store:
        _fill(store)
        with store.reading() as connection:
            if first_differing(connection, 1, 2, 1, OUTPUTS) != PARTING:
                raise RuntimeError("the runs part elsewhere")
            spent = seconds_each(
                {
                    "the first differing step among 100,000 fingerprints": lambda: first_differing(
                        connection, 1, 2, 1, OUTPUTS
                    ),
                    "all that `ato why` asks and concludes": lambda: causes(compare(store, 1, 2)),
                }
            )
    rows = [(name, shown(seconds), limit) for (name, seconds), limit in zip(spent.items(), ("1 ms", ""))]
    return table("differing", rows, ("", "CPU time", "at most"))


def _fill(store: Store) -> None:
    with store.writing() as connection:
        execute = connection.exec_driver_sql
        execute("INSERT INTO projects (id, name, description, created) VALUES (1, 'bench', '', 0)")
        execute("INSERT INTO traces (id, name) VALUES (1, 'train_step')")
        columns = "id, project_id, name, kind, unit, goal"
        execute(f"INSERT INTO metric_keys ({columns}) VALUES (1, 1, 'loss', '', '', '')")
        for run in (1, 2):
            execute(
                "INSERT INTO runs (id, uid, project_id, name, status, reason, error, started, heartbeat,"
                " host, pid, boot_id, notes, command_json, context_json, revision, actor)"
                " VALUES (?, ?, 1, 'n', 'completed', '', '', 0, 0, '', 0, '', '', '[]', '{}', 0, '')",
                (run, f"{run:032x}"),
            )
            rows: list[tuple[object, ...]] = []
            chain = b""
            for step in range(OUTPUTS):
                out = sha256(b"%d %d" % (step, run if step >= PARTING else 0)).digest()
                chain = chained(chain, out)
                rows.append((run, step, step, out, chain))
            execute(INSERT, rows)
            last = 0.5 + run
            points = [(run, step, last if step > POINTS // 2 else 0.5) for step in range(POINTS)]
            execute("INSERT INTO points VALUES (?, 1, ?, 0, 0, 0, ?, NULL)", points)
            execute(
                "INSERT INTO summaries VALUES (1, ?, ?, ?, 0, ?, 0, ?, 0, 1, ?, 0, 0, ?)",
                (run, last, POINTS - 1, 0.5, last, POINTS, POINTS - 1),
            )
