"""What logging costs a training loop, how long until it is in the database, and what reading it costs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, perf_counter_ns, time

import ato
from ato.track._location import located
from ato.track.store import Store, prepared
from ato.track.store._points import Row, insert
from benchmarks.measure import seconds_each, shown, table

POINTS = 100_000
ROUNDS = 5
RUNS = 1_000
POINTS_OF_A_RUN = 1_000
FILTER = "metric.loss.max > 0.9 and tag == 'even' and config.lr < 0.05"


def tracking(folder: Path) -> str:
    """Wall-clock time, as what is measured waits for a disk and a thread; CPU time of what only reads."""
    calls = _calls(folder / "calls")
    ours: list[float] = []
    plain: list[float] = []
    for number in range(ROUNDS):  # in turn, so that both meet the same machine
        plain.append(_plain(folder / f"plain{number}.db"))
        ours.append(_ours(folder / f"ours{number}"))
    limit = 3 * median(plain)
    rows = [
        ("a call of run.log, median", shown(median(calls)), "2 µs"),
        ("a call of run.log, 99 of 100", shown(sorted(calls)[len(calls) * 99 // 100]), "5 µs"),
        ("100,000 points by sqlite3, executemany by the thousand", shown(median(plain)), ""),
        ("100,000 points by run.log until they are in the database", shown(median(ours)), shown(limit)),
        (
            "the same, left by a process that was killed, until they are",
            shown(_taken_over(folder / "left")),
            "",
        ),
        *_readers(folder / "readers"),
    ]
    return table("tracking", rows, ("", "wall clock", "at most"))


def _calls(folder: Path) -> list[float]:
    """Seconds of each call of ``run.log`` with one float, while the thread of the run works beside it."""
    run = ato.run(project="bench", store=folder)
    run.flush()
    spent: list[float] = []
    for step in range(POINTS):
        start = perf_counter_ns()
        run.log({"loss": step * 0.5}, step=step)
        spent.append((perf_counter_ns() - start) / 1e9)
    run.finish()
    return spent


def _ours(folder: Path) -> float:
    run = ato.run(project="bench", store=folder)
    run.flush()
    start = perf_counter()
    for step in range(POINTS):
        run.log({"loss": step * 0.5}, step=step)
    if not run.finish():
        raise RuntimeError("the store does not have all of it")
    return perf_counter() - start


def _taken_over(folder: Path) -> float:
    run = ato.run(project="bench", store=folder)
    run.flush()
    (journal,) = (folder / "journal").glob("*.j")
    for step in range(POINTS):
        run.log({"loss": step * 0.5}, step=step)
    left = journal.read_bytes()
    run.finish()
    for path in folder.glob("runs.db*"):
        path.unlink()
    journal.write_bytes(left)
    with prepared(located(folder)) as store:
        start = perf_counter()
        store.take_over()
        return perf_counter() - start


def _plain(path: Path) -> float:
    start = perf_counter()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    columns = "run INT, key INT, step INT, ord INT, time REAL, value REAL, PRIMARY KEY (run, key, step, ord)"
    connection.execute(f"CREATE TABLE point ({columns}) WITHOUT ROWID")
    waiting: list[tuple[int, int, int, int, float, float]] = []
    for step in range(POINTS):
        waiting.append((1, 1, step, 0, time(), step * 0.5))
        if len(waiting) == 1000:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO point VALUES (?, ?, ?, ?, ?, ?)", waiting)
            connection.execute("COMMIT")
            waiting.clear()
    connection.close()
    return perf_counter() - start


def _readers(folder: Path) -> list[tuple[str, str, str]]:
    with prepared(located(folder)) as store:
        _fill(store)
        run = store.run(RUNS // 2)
        best = ato.runs(store=store).order_by("-metric.loss.max")
        contenders = {
            "the best of 1,000 runs with a million points": lambda: store.best("bench", "loss"),
            "a history of 1,000 points among them": lambda: store.history(run, "loss"),
            "the same best run by ato.runs(...).order_by(...)": lambda: best.where("").first(),
            "the best ten of those that a filter holds for": lambda: best.where(FILTER)[:10],
            "how many of them a filter holds for": lambda: ato.runs(store=store).where(FILTER).count(),
        }
        spent = seconds_each(contenders)
    limits = ("1 ms", "2 ms", "1 ms", "", "")
    return [(name, shown(spent[name]), limit) for name, limit in zip(contenders, limits)]


def _describe(execute: Callable[..., object], number: int) -> None:
    """A tag for every other run, and one of a hundred configs."""
    if number % 2 == 0:
        execute("INSERT INTO tags (run_id, tag) VALUES (?, 'even')", (number,))
    digest = f"{number % 100:064x}"
    execute("UPDATE runs SET config_digest = ? WHERE id = ?", (digest, number))
    columns = "config_digest, path, kind, value_json, num, txt, value_hash"
    lr = (number % 100 + 1) / 1000
    execute(
        f"INSERT OR IGNORE INTO config_entries ({columns}) VALUES (?, 'lr', 'float', ?, ?, ?, '')",
        (digest, str(lr), lr, str(lr)),
    )


def _fill(store: Store) -> None:
    draw = Random(7)
    with store.writing() as connection:
        execute = connection.exec_driver_sql
        execute("INSERT INTO projects (id, name, description, created) VALUES (1, 'bench', '', 0)")
        columns = "id, project_id, name, kind, unit, goal"
        execute(f"INSERT INTO metric_keys ({columns}) VALUES (1, 1, 'loss', '', '', '')")
        for number in range(1, RUNS + 1):
            execute(
                "INSERT INTO runs (id, uid, project_id, name, status, reason, error, started, heartbeat,"
                " host, pid, boot_id, notes, command_json, context_json, revision, actor)"
                " VALUES (?, ?, 1, 'n', 'completed', '', '', 0, 0, '', 0, '', '', '[]', '{}', 0, '')",
                (number, f"{number:032x}"),
            )
            rows: list[Row] = [
                (number, 1, step, 0, 0, 0.0, draw.random(), None) for step in range(POINTS_OF_A_RUN)
            ]
            insert(connection, rows)
            value = draw.random()
            _describe(execute, number)
            execute(
                "INSERT INTO summaries VALUES (1, ?, ?, 999, 0, ?, 0, ?, 0, 1, 1000, 0, 0, 999)",
                (number, value, value, value),
            )
