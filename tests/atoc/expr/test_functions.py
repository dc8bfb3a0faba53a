"""The table of functions."""

from __future__ import annotations

import pytest

import ato.config as ato
from atoc.expr import FUNCTIONS
from atoc.expr.functions import Refused

LISTED = "abs all any bool ceil exp float floor int len log max min range round sorted sqrt str sum"


def test_the_functions_are_those_of_the_language_in_order() -> None:
    assert " ".join(FUNCTIONS) == LISTED


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_usage_begins_with_the_name(name: str) -> None:
    assert FUNCTIONS[name].usage.startswith(f"{name}(")


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"bool"}))
def test_bytes_are_taken_by_none_but_bool(name: str) -> None:
    assert isinstance(FUNCTIONS[name].type((ato.BYTES,)), Refused)
