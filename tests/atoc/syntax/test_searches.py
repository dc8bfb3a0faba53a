from __future__ import annotations

import pytest

from atoc.source import parse as parse_source
from atoc.source.node import Mapping, Node
from atoc.span import SourceFile
from atoc.syntax import Document, Notes, parse, parse_dimension
from atoc.syntax.shapes import DOMAINS


def node(text: str) -> Node:
    tree = parse_source(SourceFile("a.yaml", text)).value
    assert tree is not None
    return tree


def document(text: str) -> tuple[Document, list[str]]:
    passed = parse(node("scope: s\nsearch:\n  q:\n" + text), "a.yaml")
    return passed.value, [f"{finding.code} {finding.message}" for finding in passed.findings]


def dimension(text: str) -> list[str]:
    notes = Notes()
    assert parse_dimension("lr", node(text), notes) is None
    return [f"{finding.code} {finding.message}" for finding in notes.found]


def test_a_search_is_read_with_its_parts() -> None:
    read, told = document(
        "    metric: val/acc\n    mode: max\n    method: random\n    views: a\n"
        "    trials: 3\n    space: {lr: {}}\n"
    )
    (search,) = read.searches
    assert told == []
    assert (search.metric, search.mode, search.trials, search.seed) == ("val/acc", "max", 3, None)
    assert isinstance(search.space, Mapping)
    assert search.is_whole


def test_what_is_missing_is_told_at_once() -> None:
    read, told = document("    seed: 1\n")
    assert told == ["ATC004 the search 'q' has no `metric`, `mode` and `space`"]
    assert not read.searches[0].is_whole


def test_a_method_has_its_name_beside_its_options() -> None:
    read, _ = document(
        "    metric: m\n    mode: min\n    method: {points: 3, name: grid}\n    space: {lr: {}}\n"
    )
    method = read.searches[0].method
    assert method is not None
    assert (method.name.text, [entry.key.text for entry in method.options]) == ("grid", ["points"])


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_kind_of_dimension_is_read(domain: str) -> None:
    notes = Notes()
    read = parse_dimension("lr", node(f"{{{domain}: [1, 2], when: a == 1}}"), notes)
    assert read is not None
    assert (read.domain, read.when is not None, notes.found) == (domain, True, [])


def test_a_dimension_says_its_values_once() -> None:
    listed = ", ".join(f"`{name}`" for name in DOMAINS)
    assert dimension("{uniform: [0, 1], normal: [0, 1]}") == [
        f"ATC004 'normal' stands beside 'uniform', and the dimension 'lr' takes one of {listed}"
    ]
    assert dimension("{when: a}") == [
        f"ATC004 the dimension 'lr' does not say its values: it takes one of {listed}"
    ]
    assert dimension("[0, 1]") == ["ATC004 the dimension 'lr' takes a mapping, and a list stands here"]


def test_limits_stand_where_they_mean_something() -> None:
    assert dimension("{uniform: [0, 1], step: 2}") == [
        "ATC004 step is a key of `int_uniform`, and the dimension 'lr' is given by `uniform`"
    ]
    assert dimension("{uniform: [0, 1], low: 2}") == [
        "ATC004 low is a key of `normal`, and the dimension 'lr' is given by `uniform`"
    ]
