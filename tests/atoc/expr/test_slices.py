"""Slices: their types, their Python, and what is refused."""

from __future__ import annotations

import pytest

import ato.config as ato
from atoc.expr import EvaluationError, check, emit, evaluate, parse_bare
from tests.atoc.expr.texts import TYPES, scalar


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("name[1:3]", ato.STR),
        ("data[:1]", ato.STR),
        ("tags[::-1]", ato.List(ato.STR)),
        ("pair[1:]", ato.Tuple(ato.FLOAT)),
        ("pair[::-1]", ato.Tuple(ato.FLOAT, ato.INT)),
        ("pair[n:]", ato.List(ato.Union(ato.INT, ato.FLOAT))),
        ("(1, 'a', n)[:-1]", ato.Tuple(ato.Literal(1), ato.Literal("a"))),
        ("open[1:]", ato.ANY),
    ],
)
def test_the_type_of_a_slice(text: str, type: ato.Type) -> None:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    expression = check(parsed, TYPES.get, TYPES).value
    assert expression is not None

    assert str(expression.type) == str(type)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name[0.5:]", "0.5 is a float, and '[:]' takes an int"),
        ("name[:maybe]", "'maybe' may be None, and '[:]' takes an int"),
        ("rates[:2]", "'rates' is a dict[str, float], and '[:]' takes a list, a tuple or text"),
        ("n[1:]", "'n' is an int, and '[:]' takes a list, a tuple or text"),
        ("tags[::0]", "0 is the step of a slice, and no slice goes on by 0"),
    ],
)
def test_what_cannot_be_sliced_is_said(text: str, message: str) -> None:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    (finding,) = check(parsed, TYPES.get, TYPES).findings

    assert (finding.code, finding.message) == ("ATC402", message)


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("tags[1:3]", "c.tags[1:3]"),
        ("tags[-1:]", "c.tags[-1:]"),
        ("tags[::2]", "c.tags[::2]"),
        ("tags[:n]", "c.tags[: c.n]"),
        ("tags[n:]", "c.tags[c.n :]"),
        ("tags[n:m]", "c.tags[c.n : c.m]"),
        ("tags[n + 1:3:2]", "c.tags[c.n + 1 : 3 : 2]"),
        ("tags[::-n]", "c.tags[:: -c.n]"),
        ("tags[1::n]", "c.tags[1 :: c.n]"),
        ("tags[:]", "c.tags[:]"),
        ("(tags + tags)[::]", "(c.tags + c.tags)[:]"),
    ],
)
def test_the_python_of_a_slice_is_that_of_a_formatter(text: str, python: str) -> None:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    assert emit(parsed.tree) == python


def test_a_step_of_nothing_has_no_value() -> None:
    parsed = parse_bare(scalar("tags[::n]")).value
    assert parsed is not None

    with pytest.raises(EvaluationError, match="slice step cannot be zero"):
        evaluate(parsed.tree, {"tags": ("a",), "n": 0}.__getitem__)
