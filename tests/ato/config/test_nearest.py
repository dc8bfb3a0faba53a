"""The name that was probably meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ato.config import nearest, suggestion
from ato.config._nearest import _distance

KNOWN = ["lr", "epochs", "batch_size", "model.hidden", "model.backbone", "high_lr", "data_dir"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("epoch", ["epochs"]),
        ("ephocs", ["epochs"]),
        ("LR", ["lr"]),
        ("rl", ["lr"]),
        ("hidden", ["model.hidden"]),
        ("net.hidden", ["model.hidden"]),
        ("model.hiden", ["model.hidden"]),
        ("batch", ["batch_size"]),
        ("batchsize", ["batch_size"]),
        ("zzzzzz", []),
        ("", []),
        ("q", []),
    ],
)
def test_a_slip_of_the_hand_is_found(name: str, near: list[str]) -> None:
    assert nearest(name, KNOWN) == near


def test_the_likeliest_comes_first_and_ties_are_broken_by_the_name() -> None:
    assert nearest("colour", ["colours", "color", "dolour", "parlour"]) == ["color", "colours", "dolour"]
    assert nearest("ab", ["ac", "aa", "ad"], 2) == ["aa", "ac"]


def plain_distance(left: str, right: str) -> int:
    """Edits with adjacent swaps, by the whole table."""
    table = [[i + j for j in range(len(right) + 1)] for i in range(len(left) + 1)]
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (left[i - 1] != right[j - 1]),
            )
            if i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(st.text("ab_", max_size=9), st.text("ab_", max_size=9), st.integers(0, 5))
def test_the_band_gives_the_same_distance_as_the_whole_table(left: str, right: str, bound: int) -> None:
    assert _distance(left, right, bound) == min(plain_distance(left, right), bound + 1)


def test_a_suggestion_is_a_line_of_help_or_nothing() -> None:
    assert suggestion("epoch", KNOWN) == ("did you mean 'epochs'?",)
    assert suggestion("ab", ["ac", "aa"]) == ("did you mean 'aa' or 'ac'?",)
    assert suggestion("zzzzzz", KNOWN) == ()
