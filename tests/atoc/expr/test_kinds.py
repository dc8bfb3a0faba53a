"""Where the fields of variants may be read."""

from __future__ import annotations

import pytest

import ato.config as ato
from atoc.expr import Facts, check, facts_if, parse_bare
from atoc.expr.kinds import Existence, condition_of, is_among, kinds_left
from tests.atoc.expr.texts import scalar

TYPES = {
    "o.kind": ato.Literal("adam", "sgd", "rprop"),
    "o.lr": ato.FLOAT,
    "o.beta": ato.FLOAT,
    "o.momentum": ato.FLOAT,
    "big": ato.BOOL,
}
EXISTS: dict[str, Existence] = {
    "o.beta": (("o.kind", ("adam",)),),
    "o.momentum": (("o.kind", ("sgd", "rprop")),),
}


def existence(path: str) -> Existence:
    return EXISTS.get(path, ())


def told(text: str, *, holds: bool = True) -> tuple[object, ...]:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    return kinds_left("o.kind", facts_if(parsed.tree, outcome=holds), TYPES.get)


def messages(text: str, given: Facts | None = None) -> list[str]:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    passed = check(parsed, TYPES.get, TYPES, given=given or Facts(), existence=existence)
    return [finding.message for finding in passed.findings]


@pytest.mark.parametrize(
    ("text", "where_it_holds", "where_not"),
    [
        ("o.kind == 'sgd'", ("sgd",), ("adam", "rprop")),
        ("'sgd' != o.kind", ("adam", "rprop"), ("sgd",)),
        ("o.kind in ('sgd', 'adam')", ("adam", "sgd"), ("rprop",)),
        ("not o.kind not in ['sgd']", ("sgd",), ("adam", "rprop")),
        ("o.kind != 'sgd' and o.kind != 'adam'", ("rprop",), ("sgd", "adam")),
        ("o.kind == 'sgd' or o.kind == 'adam'", ("sgd", "adam"), ("rprop",)),
    ],
)
def test_a_condition_tells_the_kinds_where_it_holds_and_where_not(
    text: str, where_it_holds: tuple[str, ...], where_not: tuple[str, ...]
) -> None:
    assert set(told(text)) == set(where_it_holds)
    assert set(told(text, holds=False)) == set(where_not)


@pytest.mark.parametrize("text", ["big", "o.kind == 'sgd' or big", "o.lr > 1", "o.lr == 1.0", "big == True"])
def test_other_conditions_tell_nothing_of_a_kind(text: str) -> None:
    assert told(text) == ("adam", "sgd", "rprop")


@pytest.mark.parametrize(
    "text",
    [
        "o.lr > 0",
        "o.kind == 'adam' and o.beta > 0",
        "o.kind != 'adam' and o.momentum > 0",
        "o.kind == 'adam' or o.momentum > 0",
        "(o.beta if o.kind == 'adam' else o.momentum) > 0",
        "big and o.kind in ('sgd', 'rprop') and o.momentum > 0",
    ],
)
def test_a_field_may_be_read_where_its_variant_is_the_current_one(text: str) -> None:
    assert messages(text) == []


def test_a_field_may_not_be_read_where_another_variant_may_be_the_current_one() -> None:
    (message,) = messages("o.beta > 0")
    assert message == "'o.beta' is not in every variant: there is none where o.kind in ('sgd', 'rprop')"
    (message,) = messages("o.kind != 'sgd' and o.momentum > 0")
    assert message == "'o.momentum' is not in every variant: there is none where o.kind == 'adam'"
    assert len(messages("o.momentum > 0 and o.kind == 'sgd'")) == 1
    assert len(messages("(o.beta if o.kind == 'sgd' else o.momentum) > 0")) == 2


def test_what_is_known_from_elsewhere_counts() -> None:
    given = Facts(choices={"o.kind": ("sgd",)})
    assert messages("o.momentum > 0", given) == []
    assert len(messages("o.beta > 0", given)) == 1


def test_true_is_not_one() -> None:
    assert is_among(1, (True, 1))
    assert not is_among(1, (True, "1"))


def test_a_test_is_spelt_as_an_expression() -> None:
    assert condition_of("o.kind", ["a"]) == "o.kind == 'a'"
    assert condition_of("o.kind", ("a", 1)) == "o.kind in ('a', 1)"
