"""The benchmarks compare like with like, on programs in which nothing is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from atoc.compile import compile
from atoc.findings import Passed
from atoc.span import SourceFile
from benchmarks import peers
from benchmarks.building import large_schema
from benchmarks.program import Shape, schema

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("fields", [20, 200])
def test_mappings_put_together_by_hand_come_to_the_same(fields: int) -> None:
    shape = Shape(fields)
    assert peers.by_merging(shape)() == peers.by_hand(shape)() == peers.by_sharing(shape)()


@pytest.mark.parametrize("contender", [peers.by_hand, peers.by_merging, peers.by_sharing])
def test_a_second_call_comes_to_the_same(contender: Callable[[Shape], Callable[[], object]]) -> None:
    compose = contender(Shape(20))
    assert compose() == compose()


@pytest.mark.parametrize("text", [schema(Shape(20)), large_schema(30, 60)], ids=["composing", "building"])
def test_nothing_is_found_in_a_program_that_is_measured(text: str) -> None:
    compiled = compile(Passed((SourceFile("schemas/bench.yaml", text),)))
    assert [finding.message for finding in compiled.findings] == []
