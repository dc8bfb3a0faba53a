from __future__ import annotations

from typing import Any

import pytest

import ato.config as ato
from atoc.prove.symbolic.cells import CONSTRAINTS, Value, fits, kind_of
from atoc.prove.symbolic.codes import Codes
from atoc.prove.symbolic.terms import TRUE, Constant, Variable
from tests.atoc.prove.build import scope_of


def test_every_constraint_of_the_runtime_is_one_that_formulas_know() -> None:
    make: Any = ato.Field
    free = [name for name in ato.Field.__slots__ if getattr(make("", ato.INT), name) is None]
    constraining = [name for name in free if make("", ato.INT, **{name: 1}).is_constrained]
    assert sorted(constraining) == sorted(CONSTRAINTS)


@pytest.mark.parametrize(
    "declared",
    [
        "type: int, multiple_of: 3",
        "type: float, multiple_of: 0.1",
        "type: float, lt: 1",
        "type: str, pattern: 'a+'",
        "type: str, min_length: 2",
        "type: 'list[int]', max_length: 2",
        "type: 'int | str | None', ge: 1",
        "type: bytes, min_length: 1",
    ],
)
def test_no_constraint_is_taken_for_kept_whatever_the_value_is(declared: str) -> None:
    scope = scope_of(f"fields: {{x: {{{declared}}}}}")
    field = scope.fields["x"]
    kind = kind_of(field.type)
    sort = {"real": "real", "bool": "bool"}.get(kind, "int")
    found = fits(Codes(scope), field, Value(kind, Variable("x", sort)))  # type: ignore[arg-type]
    assert found is not TRUE
    assert not isinstance(found, Constant)
