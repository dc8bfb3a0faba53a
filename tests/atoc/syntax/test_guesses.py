from __future__ import annotations

from atoc.syntax import Guesses
from atoc.syntax.guesses import MAX_COMPARED


def test_a_near_name_is_a_line_of_help() -> None:
    assert Guesses().near("prioritiy", ["priority", "when"]) == ("did you mean 'priority'?",)
    assert Guesses().near("zzz", ["priority"]) == ()


def test_help_is_looked_for_within_a_bound() -> None:
    guesses, names = Guesses(), [f"name{number}" for number in range(MAX_COMPARED // 10)]
    answers = [guesses.near(f"nam{number}", names) != () for number in range(12)]
    assert answers == [True] * 9 + [False] * 3
    assert guesses.near("nam1", names) != ()
