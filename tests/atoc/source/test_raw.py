"""Trees become raw values, and faults in values find their places again."""

from __future__ import annotations

import pytest

from ato.config import Quoted
from atoc.source import parse, place, raw
from atoc.span import SourceFile

ROOT = parse(SourceFile("a.yaml", "a: [1, '2', {b: x}]\nc: {d: e}\n")).value


def test_only_bare_text_is_open_to_its_type() -> None:
    root = parse(SourceFile("a.yaml", "a: 1\nb: '1'\nc: |\n  1\nd: [1, \"1\"]\n")).value
    assert root is not None
    value = raw(root)
    assert value == {"a": "1", "b": "1", "c": "1\n", "d": ["1", "1"]}
    assert isinstance(value, dict)
    assert [type(value[key]) for key in "abc"] == [str, Quoted, Quoted]


@pytest.mark.parametrize(
    ("steps", "start"),
    [
        ((), (1, 1)),
        (("a",), (1, 4)),
        (("a", 1), (1, 8)),
        (("a", 2, "b"), (1, 17)),
        (("c", "d"), (2, 8)),
        (("c", "missing"), (2, 4)),
        (("c", 0), (2, 4)),
        (("a", 9), (1, 4)),
        (("c", "d", "deeper"), (2, 8)),
    ],
)
def test_a_path_leads_to_the_place_of_its_value(steps: tuple[str | int, ...], start: tuple[int, int]) -> None:
    assert ROOT is not None
    span = place(ROOT, steps)
    assert (span.line, span.column) == start
