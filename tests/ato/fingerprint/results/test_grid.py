"""Cells of numbers: stable below the tolerance, apart above it."""

from __future__ import annotations

import math
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.config import ConfigError
from ato.fingerprint import output_hash
from ato.fingerprint.results._grid import Grid

torch: Any = import_module("torch")
GRIDS = [Grid(1e-3, 0.0), Grid(0.0, 1e-3), Grid(1e-6, 1e-3), Grid(1e-300, 1.0), Grid(5.0, 1e-12)]
numbers = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("grid", GRIDS)
@given(left=numbers, right=numbers)
@settings(max_examples=60, deadline=None)
def test_numbers_in_one_cell_are_near(grid: Grid, left: float, right: float) -> None:
    if grid.cell(left) != grid.cell(right):
        return
    step = grid.atol + grid.rtol * max(abs(left), abs(right))
    assert abs(left - right) <= step * (2.2 if grid.rtol == 1.0 else 1.01) or left == right


@pytest.mark.parametrize("grid", GRIDS)
@given(number=numbers, part=st.floats(-1.0, 1.0))
@settings(max_examples=60, deadline=None)
def test_a_step_further_is_at_most_two_cells_further(grid: Grid, number: float, part: float) -> None:
    other = number + part * (grid.atol + grid.rtol * abs(number)) * 0.5
    if not math.isfinite(other) or (number < 0) != (other < 0) or 0.0 in (number, other):
        return
    cells = abs(grid.cell(number)), abs(grid.cell(other))
    assert abs(cells[0] - cells[1]) <= max(2.0, 1e-12 * cells[0])


@pytest.mark.parametrize("grid", GRIDS)
@given(values=st.lists(st.floats(width=32), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_arrays_and_tensors_have_the_cells_of_their_numbers(grid: Grid, values: list[float]) -> None:
    alone = [grid.cell(value) for value in values]
    with np.errstate(all="ignore"):
        array = grid.cells(np, np.array(values, "f8")).tolist()
    tensor = grid.cells(torch, torch.tensor(values, dtype=torch.float64)).tolist()
    for one, two, three in zip(alone, array, tensor, strict=True):
        assert np.allclose(
            [two, three], one, rtol=1e-15, atol=1.0 if one not in (0.0, -0.0) else 0.0, equal_nan=True
        )


def test_zero_has_one_cell_and_what_is_no_number_its_own() -> None:
    for grid in GRIDS:
        assert math.isfinite(grid.cell(1.7e308))
        assert str(grid.cell(-0.0)) == "0.0"
        assert [grid.cell(value) for value in (math.inf, -math.inf)] == [math.inf, -math.inf]
        assert math.isnan(grid.cell(math.nan))


def test_noise_below_the_tolerance_leaves_a_fingerprint_as_it_is() -> None:
    value = {"loss": 0.25, "logits": np.linspace(-1, 1, 9), "z": 1 + 2j, "n": [3, "x"]}
    noisy = {"loss": 0.25 + 1e-9, "logits": np.linspace(-1, 1, 9) + 1e-9, "z": 1 + 2j + 1e-9, "n": [3, "x"]}
    moved = {**value, "loss": 0.26}
    assert output_hash(value) != output_hash(noisy)
    assert output_hash(value, atol=1e-3) == output_hash(noisy, atol=1e-3)
    assert output_hash(value, atol=1e-3) != output_hash(moved, atol=1e-3)
    assert output_hash(value, atol=1e-3) != output_hash(value, atol=2e-3) != output_hash(value)


def test_a_tolerance_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"(?s)atol: -1 is no tolerance.*rtol: inf is no tolerance"):
        output_hash(1.0, atol=-1, rtol=math.inf)
