"""Histograms count every value once, wherever it lies."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.track import TrackError
from ato.track.blobs import Blobs
from ato.track.media import QUANTILES, Histogram, Histograms, Layers
from tests.ato.track.media.kept import kept

np = pytest.importorskip("numpy")


def test_a_histogram_comes_back_from_the_store(tmp_path: Path) -> None:
    values = np.random.default_rng(0).normal(size=10_000)
    made = Histogram(values)
    found = kept(tmp_path, made)
    assert found == made
    assert not (tmp_path / "blobs").exists(), "what is small needs no file"
    assert (found.bins, len(found.edges), sum(found.counts), found.count) == (64, 65, 10_000, 10_000)
    assert list(found.counts) == np.histogram(values, 64)[0].tolist()
    assert (found.min, found.max) == (values.min(), values.max())
    assert found.mean == pytest.approx(values.mean())
    assert found.std == pytest.approx(values.std())
    for share, value in found.quantiles.items():
        assert value == pytest.approx(np.quantile(values, share))
    assert tuple(found.quantiles) == QUANTILES == (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)


def test_many_bins_go_into_a_file(tmp_path: Path) -> None:
    made = Histogram(range(5000), bins=1000)
    assert kept(tmp_path, made) == made
    assert len(list(Blobs(tmp_path / "blobs"))) == 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(width=64), max_size=40), st.integers(1, 20), st.sampled_from(["f8", "f4", "f2"]))
def test_every_value_is_counted_once_and_in_its_place(values: list[float], bins: int, kind: str) -> None:
    with np.errstate(over="ignore"):
        array = np.array(values, kind)
    made = Histogram(array, bins)
    finite = [float(value) for value in array if np.isfinite(value)]
    assert made.count + made.nans + made.above + made.below == len(values)
    assert made.count == sum(made.counts) == len(finite)
    assert all(one < two for one, two in zip(made.edges, made.edges[1:], strict=False))
    assert made.bins <= bins
    if not finite:
        assert (made.bins, made.edges) == (0, ())
        assert math.isnan(made.mean)
        return
    for at, count in enumerate(made.counts):
        low, high = made.edges[at], made.edges[at + 1]
        is_last = at == made.bins - 1
        assert count == sum(low <= value < high or (is_last and value == high) for value in finite)
    numbers = list(made.quantiles.values())
    assert numbers == sorted(numbers)
    assert made.min == min(finite)
    assert made.max == max(finite)
    assert math.isfinite(made.mean)
    assert math.isfinite(made.std)


@pytest.mark.parametrize(
    "values", [[1e308, -1e308], [1.7976931348623157e308] * 2, [5e-324, 0.0], [2.0**60] * 3, [0.1] * 5]
)
def test_the_ends_of_what_floats_can_say_are_held(values: list[float]) -> None:
    made = Histogram(values)
    assert sum(made.counts) == len(values)
    assert all(map(math.isfinite, [*made.edges, made.mean, made.std, *made.quantiles.values()]))


def test_what_is_no_number_is_counted_beside() -> None:
    made = Histogram([math.nan, math.inf, math.inf, -math.inf, 1.0])
    assert (made.nans, made.above, made.below, made.count, made.min) == (1, 2, 1, 1, 1.0)


def test_tensors_and_scalars_and_nothing_are_taken() -> None:
    torch = pytest.importorskip("torch")
    assert Histogram(torch.arange(6.0, requires_grad=True).reshape(2, 3).to(torch.bfloat16)).count == 6
    assert Histogram(torch.eye(3).to_sparse()).count == 9
    assert Histogram(torch.tensor(3)).count == 1
    assert Histogram(np.array([True, False])).mean == 0.5
    assert Histogram([]).count == 0
    with pytest.raises(TrackError, match="'meta' holds no values"):
        Histogram(torch.zeros(3, device="meta"))


@pytest.mark.parametrize("bins", [0, -1, 1.5, True, "64", None, 10**9])
def test_bins_are_a_number_of_them(bins: Any) -> None:
    with pytest.raises(TrackError, match="is no whole number from 1"):
        Histogram([1.0], bins)


@pytest.mark.parametrize("values", ["text", ["a"], [1j], [[1], [2, 3]], None, {"a": 1}, object()])
def test_what_is_no_numbers_is_refused(values: Any) -> None:
    with pytest.raises(TrackError, match="no array of numbers"):
        Histogram(values)


def test_more_values_than_memory_holds_are_refused() -> None:
    with pytest.raises(TrackError, match=r"of shape \(1000000, 1000000\) is sorted.*\n.*give a part"):
        Histogram(np.broadcast_to(1.0, (10**6, 10**6)))


def test_one_that_was_made_elsewhere_is_taken() -> None:
    made = Histogram.of_counts([0.0, 1.0, 2.0], [3, 4], mean=1.25, nans=2, q50=1.0)
    assert (made.edges, made.counts, made.count, made.mean, made.nans) == ((0, 1, 2), (3, 4), 7, 1.25, 2)
    assert (made.quantiles[0.5], math.isnan(made.std)) == (1.0, True)
    for edges, counts in (([0, 1], [1, 2]), ([1, 0], [1]), ([0, 1], [-1]), ([0.0], [])):
        with pytest.raises(TrackError):
            Histogram.of_counts(edges, counts)
    with pytest.raises(TrackError, match="average: is nothing that a histogram knows"):
        Histogram.of_counts([0, 1], [1], average=3.0)


def test_layers_are_one_medium(tmp_path: Path) -> None:
    layers = Layers({"fc.weight": {"norm": 0.5, "odd": math.inf}, "{}\0": {"norm": math.nan}})
    found = kept(tmp_path, layers).values
    assert found["fc.weight"] == {"norm": 0.5, "odd": math.inf}
    assert math.isnan(found["{}\0"]["norm"])
    several = Histograms({"a\n": Histogram([1.0]), "b": Histogram([])})
    assert several.values == {"a\n": Histogram([1.0]), "b": Histogram([])}
