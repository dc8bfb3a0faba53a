from __future__ import annotations

import pytest

from atoc.syntax.keys import kind_of
from tests.atoc.resolve.written import document, finding, node


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "a mapping"),
        ([], "a list"),
        ("", "nothing"),
        ("null", "nothing"),
        ("on", "'on'"),
        ("x" * 70, f"'{'x' * 59}…'"),
    ],
)
def test_what_stands_somewhere_is_said_in_words(value: str | list[str] | dict[str, str], words: str) -> None:
    assert kind_of(node(value)) == words  # type: ignore[arg-type]


def test_the_nearest_key_is_named() -> None:
    found = finding("scope: a\nviews: {v: {chain_wiht: w}}\n")
    assert found.help[0] == "did you mean 'chain_with'?"


def test_where_no_key_is_near_all_are_named() -> None:
    help = finding("scope: a\ngroups: {g: {members: [x]}}\n").help
    assert help == ("a group takes default, required, doc",)


def test_writes_beside_set_are_told_where_they_belong() -> None:
    assert (
        "the fields that a view writes stand under `set`" in finding("scope: a\nviews: {v: {lr: 1}}\n").help
    )


def test_a_key_that_swallowed_its_value_is_told_so() -> None:
    found = document("scope: t\nfields: {lr: {type:int}}\n").findings
    assert [(each.code, each.help) for each in found] == [
        ("ATC002", ("put a blank after the colon: `type: int`",))
    ]
