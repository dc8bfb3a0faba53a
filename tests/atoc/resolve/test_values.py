from __future__ import annotations

from pathlib import Path

import pytest

from atoc.program import Known
from atoc.resolve.values import spelt
from tests.atoc.resolve.written import excerpt, finding, scope, told


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("str", "NO", "NO"),
        ("str", "0123", "0123"),
        ("float", "1e-3", 0.001),
        ("int", "1_000", 1000),
        ("path", "a/b", Path("a/b")),
        ("list[int]", "[1, 2]", (1, 2)),
        ("dict[str, float]", "{a: 1}", {"a": 1.0}),
        ("any", "[1, on, null]", (1, "on", None)),
        ("str", "'$${x} $$'", "${x} $$"),
        ("list[str]", "['$${x}', $y]", ("${x}", "$y")),
    ],
)
def test_values_are_read_by_the_type_of_their_field(type: str, text: str, value: object) -> None:
    default = scope(f"scope: t\nfields: {{x: {{type: '{type}', default: {text}}}}}\n").fields["x"].default
    assert default == Known(value)


def test_every_faulty_part_has_a_place_of_its_own() -> None:
    text = "scope: t\nfields:\n  x: {type: 'list[int]', default: [1, a, 2, b]}\n"
    assert told(text) == ["ATC102 x[1]: 'a' is not an int", "ATC102 x[3]: 'b' is not an int"]


def test_a_value_that_breaks_a_constraint_is_out_of_range() -> None:
    text = "scope: t\nfields: {x: {type: int, ge: 1}}\nviews: {v: {set: {x: 0}}}\n"
    found = finding(text)
    assert (found.code, found.message, excerpt(text, found.span)) == (
        "ATC103",
        "x: 0 must be at least 1",
        "0",
    )
    assert (found.scope, found.key, found.views) == ("t", "x", ("v",))
    assert [related.message for related in found.related] == ["'x' is declared here"]


def test_the_nearest_choice_is_named() -> None:
    found = finding("scope: t\nfields: {x: {enum: [cosine, linear], default: consine}}\n")
    assert found.help == ("did you mean 'cosine'?",)


def test_a_secret_is_not_repeated() -> None:
    text = "scope: t\nfields: {x: {type: int, secret: true, default: hunter2}}\n"
    assert "hunter2" not in str(finding(text))


def test_an_expression_inside_a_value_is_refused() -> None:
    text = "scope: t\nfields: {a: {type: int, default: 1}, x: {type: 'list[int]', default: ['a${a}']}}\n"
    found = finding(text)
    assert (found.code, excerpt(text, found.span)) == ("ATC401", "${")


def test_parts_are_called_as_python_would() -> None:
    assert spelt("layers", (2, "width")) == "layers[2].width"
