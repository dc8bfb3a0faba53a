"""A journal comes into the tables whole, whatever some record of it is."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from ato.track import TrackError
from ato.track._location import located
from ato.track._uid import new_uid
from ato.track.journal import Journal
from ato.track.journal._format import points
from ato.track.store import Store, prepared
from tests.ato.track.store.test_points import START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ato.track.store._ingest import Ingest


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with prepared(located(url)) as made:
        yield made


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = Journal(tmp_path / "journal", new_uid(), START)
    yield made
    made.close()


def log(journal: Journal, *values: float, name: str = "x", step: int = 0) -> None:
    for number, value in enumerate(values):
        journal.append(points(step + number, 1.0, [(journal.define(name), value)]))


def taken(store: Store, journal: Journal) -> Ingest:
    ingest = store.ingest(journal.path)
    ingest.align()
    ingest.all()
    return ingest


def values(store: Store, journal: Journal, name: str = "x") -> list[float]:
    return [point.value for point in store.history(journal.uid, name)]


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        ({"kind": "media", "name": "x"}, "it lacks 'medium'"),
        ({"kind": "of the future", "a": [1]}, "this ato does not know the kind"),
        ({"kind": "tags", "add": [{}]}, ""),
        ({"kind": "summary", "values": 3}, ""),
        ({"kind": "output", "trace": "t", "digest": "no digest"}, ""),
        ({"kind": "end", "status": None, "reason": "", "error": "", "ended": 0.0}, ""),
    ],
)
def test_a_fact_that_no_store_takes_is_put_aside_and_all_else_is_taken(
    store: Store, journal: Journal, fact: dict[str, Any], why: str
) -> None:
    log(journal, 1.0)
    journal.fact({"kind": "tags", "add": ["before"]})
    journal.fact(fact)
    journal.fact({"kind": "tags", "add": ["after"]})
    log(journal, 2.0, step=1)
    ingest = taken(store, journal)
    assert values(store, journal) == [1.0, 2.0]
    assert store.run(journal.uid).tags == ("after", "before")
    (line,) = ingest.refused
    assert why in line
    (kept,) = Path(f"{journal.path}.refused").read_text(encoding="utf-8").splitlines()
    assert json.loads(kept)["fact"] == fact


def test_a_text_that_postgresql_does_not_hold_is_put_aside(store: Store, journal: Journal) -> None:
    journal.fact({"kind": "tags", "add": ["a\0b"]})
    log(journal, 1.0)
    taken(store, journal)
    assert values(store, journal) == [1.0]


def test_sums_beyond_the_largest_number_stay_numbers(store: Store, journal: Journal) -> None:
    ingest = store.ingest(journal.path)
    for part in ((1e308, 1e308, 1e308), (-1e308, -1e308, -1e308), (1.0,)):
        log(journal, *part)
        ingest.all()
    assert math.isfinite(store.summary(journal.uid)["x"].mean)
    assert store.summary(journal.uid)["x"].count == 7


def spoilt(journal: Journal, word: bytes) -> None:
    """Damage the record that holds a word."""
    path = Path(journal.path)
    path.write_bytes(path.read_bytes().replace(word, b"#" * len(word), 1))


def test_points_whose_name_is_damaged_are_kept_under_another(store: Store, journal: Journal) -> None:
    log(journal, 1.0, 2.0, name="accuracy")
    log(journal, 3.0, name="loss")
    spoilt(journal, b"accuracy")
    taken(store, journal)
    assert values(store, journal, "unnamed.0") == [1.0, 2.0]
    assert values(store, journal, "loss") == [3.0]


def test_a_run_whose_beginning_is_damaged_is_kept(store: Store, journal: Journal) -> None:
    log(journal, 1.0, 2.0)
    spoilt(journal, b'"start"')
    spoilt(journal, b"ATOJ")
    taken(store, journal)
    assert store.run(journal.uid).project == "recovered"
    assert values(store, journal) == [1.0, 2.0]


def test_a_program_of_the_past_stops_where_a_newer_one_has_changed_the_tables(
    store: Store, journal: Journal
) -> None:
    ingest = taken(store, journal)
    with store.writing() as connection:
        connection.execute(text("UPDATE schema_versions SET version = 99"))
    log(journal, 1.0)
    with pytest.raises(TrackError, match="made by a newer ato"):
        ingest.all()
    with store.writing() as connection:
        connection.execute(text("UPDATE schema_versions SET version = 1"))
    ingest.all()
    assert values(store, journal) == [1.0]


def test_a_run_that_was_interrupted_stays_so_whatever_sign_of_life_comes_after(
    store: Store, journal: Journal
) -> None:
    journal.fact({"kind": "end", "status": "killed", "reason": "interrupted", "error": "", "ended": 5.0})
    taken(store, journal).beat(10.0)
    found = store.run(journal.uid)
    assert (found.status, found.reason, found.ended) == ("killed", "interrupted", 5.0)


def test_two_that_read_one_journal_at_once_take_each_part_once(store: Store, journal: Journal) -> None:
    from threading import Barrier, Thread

    log(journal, *map(float, range(40_000)))
    barrier = Barrier(4)
    failures: list[BaseException] = []

    def read() -> None:
        try:
            barrier.wait()
            taken(store, journal)
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert store.summary(journal.uid)["x"].count == len(values(store, journal)) == 40_000


def test_many_metrics_cost_a_few_statements(store: Store, journal: Journal) -> None:
    from sqlalchemy import event

    names = [f"metric {number}" for number in range(3000)]
    for step in range(2):
        journal.append(points(step, 1.0, [(journal.define(name), 1.0) for name in names]))
    statements: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    taken(store, journal)
    assert len(statements) < 60
    assert len(store.summary(journal.uid)) == 3000
