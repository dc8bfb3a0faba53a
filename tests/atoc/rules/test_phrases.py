from __future__ import annotations

import pytest

from atoc.rules.phrases import listed, with_words


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "'a'"),
        (["a", "b"], "'a' and 'b'"),
        (["a", "b", "c", "d"], "'a', 'b', 'c' and 'd'"),
        (["a", "b", "c", "d", "e"], "'a', 'b', 'c' and 2 more"),
    ],
)
def test_names_are_listed_in_words(names: list[str], text: str) -> None:
    assert listed(names) == text


def test_a_witness_is_said_as_a_command_line() -> None:
    assert with_words(()) == "when nothing is asked for"
    assert with_words(("fast", "lr=0.1")) == "with 'fast lr=0.1'"
