"""Files and functions stay small enough to be read in one sitting."""

from __future__ import annotations

from statistics import median

import pytest

from tests.house.sources import functions, length, modules

FILE_MEDIAN, FILE_MOST = 150, 500
FUNCTION_MEDIAN, FUNCTION_MOST = 10, 80
FEW = 0.05

OURS = [*modules("atoc"), *modules("ato")]
LENGTHS = {
    f"{module.name}.{function.name}": length(function) for module in OURS for function in functions(module)
}


def lines(text: str) -> int:
    return len(text.splitlines())


@pytest.mark.parametrize("module", OURS, ids=lambda module: module.name)
def test_no_file_is_longer_than_one_sitting(module) -> None:  # type: ignore[no-untyped-def]
    assert lines(module.text) <= FILE_MOST


def test_most_files_are_short() -> None:
    sizes = [lines(module.text) for module in OURS if lines(module.text) > 1]
    assert median(sizes) <= FILE_MEDIAN
    assert sum(size > 400 for size in sizes) <= FEW * len(sizes)


def test_no_function_is_longer_than_a_screen() -> None:
    assert {name: size for name, size in LENGTHS.items() if size > FUNCTION_MOST} == {}


def test_most_functions_are_short() -> None:
    assert median(LENGTHS.values()) <= FUNCTION_MEDIAN
    assert sum(size > 40 for size in LENGTHS.values()) <= FEW * len(LENGTHS)
