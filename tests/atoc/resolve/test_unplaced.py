from __future__ import annotations

from tests.atoc.resolve.written import told

TYPES = """\
types:
  Loose:
    fields:
      a: {type: int, default: 1}
      b: {type: int, default: "${EXPRESSION}"}
"""
SCOPE = "scope: t\nfields: {steps: {type: int, default: 3}, loose: {type: Loose | None, default: null}}\n"


def test_expressions_of_a_struct_without_a_place_are_checked() -> None:
    assert told(TYPES.replace("EXPRESSION", "a + c"), SCOPE) == ["ATC104 'c' is no field of the scope"]
    assert told(TYPES.replace("EXPRESSION", "a / 2"), SCOPE) == [
        "ATC102 b: the expression is of type float, and int is expected"
    ]
    assert told(TYPES.replace("EXPRESSION", "a + 2"), SCOPE) == []


def test_an_expression_that_names_a_field_of_some_scope_is_left_to_its_place() -> None:
    assert told(TYPES.replace("EXPRESSION", "a + steps"), SCOPE) == []
    assert told(TYPES.replace("EXPRESSION", "a + steps")) == ["ATC104 'steps' is no field of the scope"]


def test_an_expression_that_has_a_place_is_told_once() -> None:
    placed = SCOPE.replace("steps:", "it: Loose, other: Loose, steps:")
    assert told(TYPES.replace("EXPRESSION", "a + c"), placed) == ["ATC104 'c' is no field of the scope"]
