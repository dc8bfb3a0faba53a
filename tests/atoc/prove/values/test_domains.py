from __future__ import annotations

import pytest

from atoc.expr import Expression
from atoc.program import Scope
from atoc.prove.values.domains import Domain, domain_of, exclude_each_other, values_of
from tests.atoc.prove.build import scope_of


def field_scope(declaration: str, when: str = "other") -> Scope:
    return scope_of(f"""
    fields:
      x: {declaration}
      other: {{type: bool, default: false}}
      y: {{type: int, default: 0}}
    views:
      one: {{when: "{when}", set: {{y: 1}}}}
    """)


def domain(declaration: str, when: str = "other") -> Domain:
    scope = field_scope(declaration, when)
    condition = scope.views["one"].when
    assert condition is not None
    return domain_of(scope.fields["x"], [condition])


@pytest.mark.parametrize(
    ("declaration", "words"),
    [
        ("{type: bool, default: true}", ["x=false", "x=true"]),
        ("{enum: [b, a], default: a}", ["x=b", "x=a"]),
        ("{type: \"'a' | None\", default: null}", ["x=a", "x=null"]),
        ("{type: 1 | 2, default: 1}", ["x=1", "x=2"]),
        ("{type: int, ge: 1, le: 3, default: 1}", ["x=1", "x=2", "x=3"]),
        ("{type: int, ge: 1, le: 9, multiple_of: 4, default: 4}", ["x=4", "x=8"]),
    ],
)
def test_types_of_few_values_are_tried_whole(declaration: str, words: list[str]) -> None:
    found = domain(declaration)
    assert [word for _, word in found.values] == words
    assert found.is_whole


def test_of_other_types_the_constants_and_their_neighbours_are_tried() -> None:
    found = domain("{type: int, default: 1}", "x > 100")
    assert [word for _, word in found.values] == ["x=100", "x=101", "x=99"]
    assert not found.is_whole


def test_samples_keep_the_constraints() -> None:
    assert [word for _, word in domain("{type: int, default: 1, le: 100}", "x > 100").values] == [
        "x=100",
        "x=99",
    ]


def test_a_final_field_is_given_nothing() -> None:
    assert domain("{type: bool, default: true, final: true}") == Domain((), is_whole=True)


def test_a_secret_field_is_never_spelt() -> None:
    assert domain("{type: bool, default: true, secret: true}") == Domain((), is_whole=False)


def test_values_of_a_field_keep_its_constraints() -> None:
    assert values_of(field_scope("{type: int, ge: 0, le: 4, multiple_of: 2, default: 0}").fields["x"]) == (
        0,
        2,
        4,
    )
    assert values_of(field_scope("{type: float, default: 0}").fields["x"]) is None


def excluded(declaration: str, first: str, second: str) -> bool:
    fields = field_scope(declaration).fields
    conditions: list[Expression] = []
    for when in (first, second):
        condition = field_scope(declaration, when).views["one"].when
        assert condition is not None
        conditions.append(condition)
    return exclude_each_other(conditions[0], conditions[1], fields)


def test_conditions_over_few_values_exclude_each_other_or_not() -> None:
    assert excluded("{enum: [a, b, c], default: a}", "x == 'a'", "x == 'b' or x == 'c'")
    assert not excluded("{enum: [a, b, c], default: a}", "x == 'a'", "x != 'b'")


def test_a_condition_that_cannot_be_worked_out_does_not_hold() -> None:
    assert excluded("{type: int, ge: 0, le: 1, default: 0}", "1 // x > 0", "x == 0")


def test_conditions_over_many_values_are_not_said_to_exclude_each_other() -> None:
    assert not excluded("{type: int, default: 0}", "x > 1", "x < 1")
