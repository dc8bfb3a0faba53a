"""Command lines are told apart in order, each value with its option."""

from __future__ import annotations

import pytest

from ato.why.facts._command import words_apart


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("t.py x y", "t.py x y", ("", "")),
        ("t.py x y", "t.py y x", ("x y", "y x")),
        ("t.py --lr 1 --wd 2", "t.py --lr 2 --wd 1", ("--lr 1 --wd 2", "--lr 2 --wd 1")),
        ("t.py --lr 1", "t.py --lr 2 --fast", ("--lr 1", "--lr 2 --fast")),
        ("t.py --slow --x", "t.py --slow --y", ("--x", "--y")),
        ("t.py --lr=1 a", "t.py --lr=1 b", ("a", "b")),
        ("t.py a b -x", "t.py b c -x", ("a", "c")),
        ("", "t.py", ("", "t.py")),
    ],
)
def test_what_differs_is_told_in_its_place(a: str, b: str, told: tuple[str, str]) -> None:
    assert tuple(" ".join(words) for words in words_apart(a.split(), b.split())) == told


def test_long_lines_are_told_apart_by_their_ends() -> None:
    same = [f"file{number}" for number in range(5000)]
    assert words_apart([*same, "a", *same], [*same, "b", "c", *same]) == (("a",), ("b", "c"))
    assert words_apart(same, same) == ((), ())
    assert words_apart(same, same[:-1]) == ((same[-1],), ())
