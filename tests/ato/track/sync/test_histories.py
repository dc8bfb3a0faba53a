"""Whatever happens in two stores, and in whatever order they are synced, they end up with the same."""

from __future__ import annotations

import random
from pathlib import Path
from time import time
from typing import Any

import pytest
from sqlalchemy import update

import ato
import ato.track.store._tables as t
from ato.cli import main
from ato.track import open_store
from ato.track.sync import sync
from tests.ato.track.sync import made

STEPS = 20
DAY = 86_400.0
STORES = ["a/runs.db", "b/runs.db", "c/runs.db"]
RING = [(STORES[at], STORES[(at + 1) % 3]) for at in range(3)]


@pytest.mark.parametrize("seed", range(5))
def test_random_histories_end_alike(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    chance = random.Random(seed)  # noqa: S311
    runs: dict[str, tuple[str, int]] = {}
    for place in STORES:
        open_store(place).close()
    for _ in range(STEPS):
        days = chance.choice([0, 0, -4, 9])
        monkeypatch.setattr("ato.track.store._ingest.time", lambda off=days * DAY: time() + off)
        _step(chance, runs)
    for _ in range(2):
        for ends in RING:
            assert sync(*ends).conflicts == []
    assert made.differing(*STORES[:2]) == made.differing(*STORES[1:]) == []
    assert all(sync(*ends).is_empty for ends in RING)
    with open_store(STORES[0]) as store:
        assert {run.uid for run in store.runs()} == set(runs)
        for uid, (_, number) in runs.items():
            assert len(store.history(uid, "x")) == number


def _step(chance: random.Random, runs: dict[str, tuple[str, int]]) -> None:
    """One thing that happens. A run is resumed or removed where it went on last; the rest is anywhere."""
    place = chance.choice(STORES)
    what = chance.choice(["run", "run", "resume", "resume", "edit", "edit", "remove", "sync", "sync", "sync"])
    if what == "sync":
        sync(place, chance.choice([each for each in STORES if each != place]))
    elif what == "run":
        with ato.run({"lr": chance.random()}, project="p", store=place) as run:
            runs[run.uid] = (place, _log(chance, run))
    elif what == "edit":
        _edit(chance, place)
    elif runs:
        uid = chance.choice(list(runs))
        home, number = runs[uid]
        if what == "remove":
            del runs[uid]
            assert main(["rm", uid, "--yes", "--store", home]) == 0
            return
        step = chance.choice([None, chance.randrange(10)])
        with ato.run(resume=uid, from_step=step, store=home) as run:
            runs[uid] = (home, number + _log(chance, run))


def _log(chance: random.Random, run: Any) -> int:
    steps = [chance.randrange(-3, 12) for _ in range(chance.randrange(1, 30))]
    for step in steps:
        run.log({"x": chance.choice([chance.random(), float("nan"), float("-inf"), -0.0])}, step=step)
    run.summary.update(value=chance.random())
    run.record_output("f", steps[-1], f"{chance.randrange(2**32):08x}")
    return len(steps)


def _edit(chance: random.Random, place: str) -> None:
    with open_store(place) as store, store.writing() as connection:
        ids = list(connection.scalars(t.runs.select().with_only_columns(t.runs.c.id)))
        if not ids:
            return
        run_id = chance.choice(ids)
        words = {chance.choice(["name", "notes"]): f"word {chance.randrange(100)}"}
        connection.execute(update(t.runs).where(t.runs.c.id == run_id).values(**words))
        connection.execute(t.tags.delete().where(t.tags.c.run_id == run_id, t.tags.c.tag == "t"))
        if chance.random() < 0.6:
            connection.execute(t.tags.insert().values(run_id=run_id, tag="t"))
