"""Which of two copies of a run is further is told by what was written, and by no clock."""

from __future__ import annotations

from time import time

import pytest

import ato
from ato.track import open_store
from ato.track.sync import sync
from tests.ato.track.sync import made

HERE = "here/runs.db"
DAY = 86_400.0


@pytest.mark.parametrize("days", [-3.0, 3.0])
def test_a_clock_that_jumps_by_days_holds_no_points_back(
    days: float, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ato.run(project="p", name="a", store=HERE) as run:
        run.log({"x": 1.0})
        run.flush()
        sync(HERE, url)
        monkeypatch.setattr("ato.track.store._ingest.time", lambda: time() + days * DAY)
        run.log({"x": 2.0})
        run.flush()
        assert sync(HERE, url).counts == {"continued": 1, "points": 1}
    assert sync(HERE, url).counts == {"continued": 1}
    assert made.differing(HERE, url) == []


def test_a_copy_that_was_tagged_is_not_taken_for_the_further_one(url: str) -> None:
    from ato.track.store._changes import retag

    with ato.run(project="p", name="a", store=HERE) as run:
        run.log({"x": 1.0})
        run.flush()
        sync(HERE, url)
        with open_store(url) as store, store.writing() as connection:
            for tag in ("a", "b", "c"):
                retag(connection, 1, [tag], [], "somebody")
        run.log({"x": 2.0})
        run.flush()
        assert sync(HERE, url).counts == {"continued": 1, "points": 1}


def test_a_run_between_two_batches_gives_a_sign_of_life_to_its_copies(url: str) -> None:
    with ato.run(project="p", name="a", store=HERE) as run:
        run.log({"x": 1.0})
        run.flush()
        sync(HERE, url)
        with open_store(url) as store, store.writing() as connection:
            connection.exec_driver_sql("UPDATE runs SET status = 'killed', reason = 'silent'")
        with open_store(HERE) as store:
            store.ingest(run.journal.path).beat(time())
        sync(HERE, url)
        with open_store(url) as store:
            assert store.run(run.uid).status == "running"
