"""What a call logs is the same on its short way and on its long one."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.journal import Reader
from ato.track.run._log import WIDEST, log_floats

SPECIAL = [0.5, -0.0, math.nan, math.inf, -math.inf, 5e-324, 3, -(2**53), 2**53]


@pytest.mark.parametrize("count", [1, 2, WIDEST, WIDEST + 1])
def test_plain_numbers_are_kept_as_they_are(count: int, tmp_path: Path) -> None:
    names = [f"m{number}" for number in range(count)]
    rows = [{name: SPECIAL[(at + row) % len(SPECIAL)] for at, name in enumerate(names)} for row in range(9)]
    with ato.run(store=tmp_path / "runs.db") as run:
        run.log(dict.fromkeys(names, 0.0), step=-1)  # from here on they are known
        for row in rows:
            run.log(row)
    with open_store(tmp_path / "runs.db") as store:
        for name in names:
            points = store.history(run.uid, name)[1:]
            assert [point.step for point in points] == list(range(9))
            assert [repr(point.value) for point in points] == [repr(float(row[name])) for row in rows]


@pytest.mark.parametrize(
    ("values", "is_short"),
    [
        ({"a": 1.0, "b": 2}, True),
        ({"a": 1.0, "new": 2.0}, False),
        ({"a": 1.0, "b": True}, False),
        ({"a": 1.0, "b": 2**53 + 2}, False),
        ({"a": 1.0, "b": "2"}, False),
        ({}, False),
    ],
)
def test_only_plain_numbers_of_known_metrics_go_the_short_way(
    values: dict[str, Any], is_short: bool, tmp_path: Path
) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        run.log({"a": 0.0, "b": 0.0})
        assert log_floats(run, values, 7) is is_short  # type: ignore[arg-type]


def test_a_call_is_one_record_so_that_no_crash_keeps_half_of_it(tmp_path: Path) -> None:
    run = ato.run(store=tmp_path / "runs.db")
    run.log({"a": 0.0, "b": 0.0})
    path = Path(run.journal.path)  # type: ignore[union-attr]
    before = path.stat().st_size
    run.log({"a": 1.0, "b": 2.0})
    torn = tmp_path / path.name
    torn.write_bytes(path.read_bytes()[:-1])
    run.finish()
    reader = Reader(torn)
    batches = iter(reader.read, None)
    assert [value for batch in batches for *_, value in batch.points] == [0.0, 0.0]
    assert reader.offset == before


def test_after_the_end_the_short_way_refuses_too(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        run.log({"a": 0.0, "b": 0.0})
    for values in ({"a": 1.0}, {"a": 1.0, "b": 2.0}):
        with pytest.raises(TrackError, match="the run is finished"):
            run.log(values)
