from __future__ import annotations

import pytest

from atoc.findings import Finding
from atoc.resolve.methods import METHODS, bind_method
from atoc.source.node import Entry, Scalar
from atoc.span import Span
from atoc.syntax import MethodDeclaration

PLACE = Span.start_of("a.yaml")


def declared(name: str, **options: str) -> MethodDeclaration:
    entries = (Entry(Scalar(PLACE, key), Scalar(PLACE, text)) for key, text in options.items())
    return MethodDeclaration(Scalar(PLACE, name), tuple(entries))


def told(name: str, **options: str) -> list[tuple[str, str, tuple[str, ...]]]:
    found: list[Finding] = []
    assert bind_method(declared(name, **options), found) is None
    return [(finding.code, finding.message, finding.help) for finding in found]


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_all_of_its_options(name: str) -> None:
    needed = {"max_budget": "9"} if any(option.name == "max_budget" for option in METHODS[name]) else {}
    method = bind_method(declared(name, **needed), [])
    assert method is not None
    assert set(method.options) == {option.name for option in METHODS[name]}


def test_no_declaration_is_the_method_random() -> None:
    method = bind_method(None, [])
    assert method is not None
    assert (method.name, method.options) == ("random", {})


def test_what_is_no_method_or_option_is_told_with_the_nearest() -> None:
    assert told("hyperbnd") == [
        ("ATC102", "'hyperbnd' is no method of a search", ("did you mean 'hyperband'?",))
    ]
    assert told("grid", pionts="3") == [
        ("ATC002", "'pionts' is no option of the method 'grid'", ("did you mean 'points'?",))
    ]
    assert told("random", budget="3") == [
        ("ATC002", "'budget' is no option of the method 'random'", ("it takes none",))
    ]


def test_options_are_held_to_their_types_and_bounds() -> None:
    assert told("grid", points="few") == [("ATC102", "points: 'few' is not an int", ())]
    assert told("grid", points="1") == [("ATC103", "points: 1 must be at least 2", ())]
    assert told("asha", max_budget="9", sampler="grid")[0][0] == "ATC102"


def test_a_budget_must_be_given_and_be_one() -> None:
    assert told("asha") == [
        ("ATC004", "the method 'asha' has no `max_budget`", ("write `max_budget: NUMBER` beside its name",))
    ]
    assert told("asha", min_budget="9", max_budget="3") == [
        ("ATC103", "max_budget is 3, which is less than min_budget, 9", ())
    ]
