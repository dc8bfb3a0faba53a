"""What Ato offers for lists and text."""

from __future__ import annotations

import pytest

from ato import utils


def test_a_sequence_is_anything_but_text_that_can_be_walked_through() -> None:
    assert [utils.is_seq(each) for each in ([], (), {}, {1}, "ab", 3, None)] == [True] * 4 + [False] * 3


def test_what_stands_under_a_key_is_taken_from_each() -> None:
    assert list(utils.get_all([{"a": 1}, {"a": 2}], "a")) == [1, 2]


def test_characters_are_replaced_and_left_out() -> None:
    assert utils.replace_all("a-b_c", "-_", "+.") == "a+b.c"
    assert utils.replace_all("a-b_c", "-_", {"-": "+"}) == "a+bc"
    assert utils.replace_all("a-b_c", "-_") == "abc"
    assert utils.replace_all("abc", ["a"], [""]) == "bc"
    with pytest.raises(ValueError, match="same length"):
        utils.replace_all("abc", "ab", "x")
    assert utils.remove_all("a..b", [".", "b"]) == "a"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("none", None),
        ("True", True),
        ("FALSE", False),
        ("[Empty Sequence]", []),
        ("[Empty Mapping]", {}),
        ("12", 12),
        ("-12", -12),
        ("1.5", 1.5),
        ("1e-05", 1e-05),
        (".5", 0.5),
        ("nan?", "nan?"),
        ("e", "e"),
        ("-", "-"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("1.2.3", "1.2.3"),
        ('[Text] "open', '[Text] "open'),
        ("9" * 5000, "9" * 5000),
        (3, 3),
    ],
)
def test_a_word_stands_for_a_value(word: object, value: object) -> None:
    assert repr(utils.convert_string_to_value(word)) == repr(value)
