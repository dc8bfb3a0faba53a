"""Curves: as many columns as are asked for, taken together by either database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.query._curve import Curve, curve

if TYPE_CHECKING:
    from ato.track import Store


def drawn(store: Store, name: str, columns: int) -> Curve:
    with store.reading() as connection:
        return curve(connection, 1, name, columns)


def test_points_are_taken_together_by_columns(url: str) -> None:
    with ato.run(project="p", name="r", store=url) as run:
        for step in range(100):
            run.log({"x": float(step), "half": float("nan") if step < 50 else 1.0}, step=step)
        run.log({"huge": 1e308, "inf": float("inf"), "n": float("nan")}, step=7)
        run.log({"huge": 2.0, "far": 1.0}, step=-3)
    with ato.run(project="p", resume="p/r", from_step=90, store=url) as run:
        run.log({"x": 5.0}, step=99)
        run.log({"far": 2.0}, step=2**62)
    with open_store(url) as store:
        assert drawn(store, "x", 10) == Curve(
            (4.5, 14.5, 24.5, 34.5, 44.5, 54.5, 64.5, 74.5, 84.5, 5.0), 0, 99
        )
        assert drawn(store, "x", 1000).values[:3] == (0.0, 1.0, 2.0)
        assert drawn(store, "half", 4).values == (None, None, 1.0, 1.0)
        assert drawn(store, "huge", 11) == Curve((2.0, *(None,) * 10), -3, 7)
        assert drawn(store, "inf", 5) == Curve((None,), 7, 7)
        assert drawn(store, "far", 4) == Curve((1.0, None, None, 2.0), -3, 2**62)
        with pytest.raises(TrackError, match="no run of the project has such a metric"):
            drawn(store, "y", 4)
