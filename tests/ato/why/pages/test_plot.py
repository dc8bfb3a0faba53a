"""Of a long history few points are drawn, and none is lost that stands out."""

from __future__ import annotations

from math import inf, isfinite, nan

from hypothesis import given, settings
from hypothesis import strategies as st

from ato.why.pages._plot import COLUMNS, plotted, thinned

STEPS = st.lists(
    st.tuples(st.integers(-5, 3000), st.sampled_from([nan, inf, -1.5, 0.0, 2.0, 1e300])),
    min_size=1,
    max_size=200,
).map(lambda points: sorted(points, key=lambda point: point[0]))


@settings(max_examples=50, deadline=None)
@given(points=STEPS)
def test_the_lowest_and_highest_of_each_column_are_kept(points: list[tuple[int, float]]) -> None:
    ends = points[0][0], points[-1][0]
    kept = thinned(points, ends)
    span = max(ends[1] - ends[0], 1)
    assert [step for step, _ in kept] == sorted(step for step, _ in kept)
    for column in {(step - ends[0]) * COLUMNS // span for step, _ in points}:
        before, after = (
            [value for step, value in each if (step - ends[0]) * COLUMNS // span == column]
            for each in (points, kept)
        )
        assert len(after) <= 3
        finite = [value for value in before if isfinite(value)]
        drawn = [value for value in after if isfinite(value)]
        assert (min(finite, default=0), max(finite, default=0)) == (
            min(drawn, default=0),
            max(drawn, default=0),
        )
        assert (len(after) > len(drawn)) == (len(before) > len(finite))


def test_a_million_points_come_to_a_short_path() -> None:
    points = ((step, float(step % 1000 == 7) if step != 777_777 else 50.0) for step in range(1_000_000))
    plot = plotted("loss", [(0, thinned(points, (0, 999_999)))])
    (curve,) = plot.curves
    assert len(curve.points) <= 3 * (COLUMNS + 1)
    assert (777_777, 50.0) in curve.points
    assert len(curve.path) < 20_000
