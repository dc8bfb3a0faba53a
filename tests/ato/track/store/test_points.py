"""Points and summaries are what a plain list of all points says, however they came in batches."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.track._location import located
from ato.track._uid import new_uid
from ato.track.journal import Journal
from ato.track.journal._format import points
from ato.track.store import Store, prepared

if TYPE_CHECKING:
    from pathlib import Path

VALUES = st.one_of(st.sampled_from([math.nan, math.inf, -math.inf, -0.0, 0.0, 1.0]), st.floats(-1e6, 1e6))
BATCHES = st.lists(st.lists(st.tuples(st.integers(-3, 3), VALUES), max_size=8), max_size=4)
START = {
    "kind": "start", "role": "owner", "project": "p", "name": "n", "tags": [], "notes": "",
    "group_name": None, "parent_uid": None, "resumed_from_step": None, "started": 0.0, "host": "h", "pid": 1, "boot_id": "b",
    "fork_step": None, "command": [],
}  # fmt: skip


def begun(folder: Path) -> tuple[Store, Journal]:
    journal = Journal(folder / "journal", new_uid())
    journal.fact(START)
    return prepared(located(folder / "runs.db")), journal


@settings(max_examples=25, deadline=None)
@given(batches=BATCHES)
def test_a_metric_is_the_list_of_its_points(batches, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    store, journal = begun(tmp_path_factory.mktemp("store"))
    with store:
        ingest = store.ingest(journal.path)
        ingest.all()
        for batch in batches:
            for step, value in batch:
                journal.append(points(step, 1.0, [(journal.define("x"), value)]))
            ingest.all()
        logged = [point for batch in batches for point in batch]
        if logged:
            found = store.history(journal.uid, "x")
            in_order = sorted(logged, key=lambda point: point[0])
            assert [(point.step, repr(point.value)) for point in found] == [
                (step, repr(value)) for step, value in in_order
            ]
            summary = store.summary(journal.uid)["x"]
            numbers = [value for _, value in logged if not math.isnan(value)]
            last = [value for step, value in logged if step == max(step for step, _ in logged)][-1]
            assert (summary.count, summary.nans) == (len(logged), len(logged) - len(numbers))
            assert (summary.last_step, str(abs(summary.last))) == (in_order[-1][0], str(abs(last)))
            if numbers:
                assert (summary.min, summary.max) == (min(numbers), max(numbers))
    journal.close()


def test_a_part_is_taken_once_whoever_reads_it(tmp_path: Path) -> None:
    store, journal = begun(tmp_path)
    with store:
        first, second = store.ingest(journal.path), store.ingest(journal.path)
        for step in range(100):
            journal.append(points(step, 1.0, [(journal.define("x"), 1.0)]))
            (first if step % 2 else second).all()
        first.all()
        second.all()
        assert store.summary(journal.uid)["x"].count == len(store.history(journal.uid, "x")) == 100
    journal.close()


def test_a_batch_that_fails_is_taken_whole_the_next_time(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from ato.track.store import _ingest

    store, journal = begun(tmp_path)
    with store:
        ingest = store.ingest(journal.path)
        journal.append(points(0, 1.0, [(journal.define("x"), 1.0)]))
        with monkeypatch.context() as patch:
            patch.setattr(_ingest, "put", lambda *_: 1 / 0)  # after the points, before the offset
            with pytest.raises(ZeroDivisionError):
                ingest.all()
        assert store.runs() == []
        ingest.all()
        assert store.summary(journal.uid)["x"].count == 1
    journal.close()


def test_a_million_points_of_one_metric(tmp_path: Path) -> None:
    from ato.track.store._points import add_points

    store, journal = begun(tmp_path)
    with store:
        store.ingest(journal.path).all()
        steps = list(range(100_000))
        with store.writing() as connection:
            for part in range(10):
                columns = (
                    [part * 100_000 + step for step in steps],
                    [1.0] * 100_000,
                    [float(step) for step in steps],
                )
                add_points(connection, 1, 0, {1: columns})
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM points").scalar() == 1_000_000
            assert connection.exec_driver_sql("SELECT number, max FROM summaries").one() == (
                1_000_000,
                99_999.0,
            )
    journal.close()
