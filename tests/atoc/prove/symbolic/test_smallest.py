"""The command line that is read off the solver's examples."""

from __future__ import annotations

import pytest

from atoc.prove import Unset
from tests.atoc.prove.build import facts_of


def witness(fields: str, condition: str, more: str = "") -> tuple[str, ...]:
    """The smallest run in which a lazy view with this condition does not set ``x``."""
    text = f"fields: {{x: int, {fields}}}\nviews:\n"
    text += f'  a: {{default: true, lazy: true, when: "{condition}", set: {{x: 1}}}}\n{more}'
    found = [fact for fact in facts_of(text).facts if isinstance(fact, Unset) and fact.field.path == "x"]
    assert [fact.method for fact in found] == ["smt"]
    return found[0].witness


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("n < 100", ("n=100",)),
        ("n > -100", ("n=-100",)),
        ("n * n != 49", ("n=7",)),
        ("n // 3 != -2", ("n=-4",)),
        ("n % 1000 != 999", ("n=-1",)),
        ("n == 0 or n > 5 or n < -5", ("n=1",)),
    ],
)
def test_a_number_is_the_nearest_to_zero_and_rather_positive(condition: str, words: tuple[str, ...]) -> None:
    assert witness("n: {type: int, default: 0}", condition) == words


def test_a_number_keeps_the_constraints_of_its_field() -> None:
    assert witness("n: {type: int, default: 9, ge: 3, multiple_of: 9}", "n < 20") == ("n=27",)


def test_a_float_is_whole_if_it_can_be() -> None:
    assert witness("lr: {type: float, default: 0.1, gt: 0}", "lr < 2.5") == ("lr=3",)
    assert witness("lr: {type: float, default: 0.5, gt: 0, lt: 1}", "lr >= 0.5") == ("lr=0.25",)


def test_a_text_is_rather_one_that_the_program_names() -> None:
    assert witness("s: {type: str, default: a}", "s != 'b'") == ("s=b",)
    assert witness("s: {type: str, default: a}", "s == 'a'") == ("s=other",)


def test_none_is_given_where_nothing_else_shows_it() -> None:
    fields = 'n: {type: "int | None", default: 3}'
    assert witness(fields, "n != None") == ("n=null",)


def test_fewer_words_come_before_earlier_ones() -> None:
    fields = "n: {type: int, default: 0}, m: {type: int, default: 0}"
    assert witness(fields, "m < 5 or n < 5", "  z: {set: {n: 7, m: 7}}\n") == ("z",)


def test_of_as_many_words_the_first_by_alphabet_is_taken() -> None:
    fields = "n: {type: int, default: 0}, m: {type: int, default: 0}"
    assert witness(fields, "m + n < 5") == ("m=5",)
    assert witness(fields, "m + n < 5", "  b: {set: {n: 9}}\n") == ("b",)


def test_many_views_that_do_not_matter_are_not_named() -> None:
    others = "".join(f"  v{i}: {{set: {{m: {i}}}}}\n" for i in range(40))
    fields = "n: {type: int, default: 0}, m: {type: int, default: 0}"
    assert witness(fields, "n < 3 or m < 50", others) == ("m=50", "n=3")


def test_a_secret_is_never_spelt() -> None:
    text = """
    fields: {x: int, s: {type: int, default: 0, secret: true}}
    views: {a: {default: true, lazy: true, when: s < 5, set: {x: 1}}}
    """
    facts = facts_of(text)
    assert [fact for fact in facts.facts if isinstance(fact, Unset)] == []
    assert [v.outcome for v in facts.verdicts if v.code == "ATC201"] == ["unproved"]
