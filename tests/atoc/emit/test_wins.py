"""The smallest selection for each write, against trying every selection there is."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import HealthCheck, assume, given, settings

import ato.config as ato
from ato.config.composing._compose import Request, replay
from atoc.compile import compile
from atoc.emit.wins import DEFAULT, wins_of
from atoc.findings import Passed
from atoc.program import Scope
from atoc.prove.replaying.replay import schema_of
from atoc.span import SourceFile
from tests.atoc.emit.building import compiled
from tests.programs import Sketch, sketches, to_yaml

quick = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def scope_of(sketch: Sketch) -> Scope:
    """The scope of a program in which the order of names decides nothing and no write is forbidden."""
    result = compile(Passed((SourceFile("schemas/toy.yaml", to_yaml(sketch)),)))
    codes = {finding.code for finding in result.findings}
    assume(not codes & {"ATC202", "ATC102", "ATC103", "ATC501"})
    return result.program.scopes[0]


def winners(schema: ato.Schema, names: tuple[str, ...]) -> dict[str, list[str]] | None:
    """Who gives each field its value: the last to write, then those who wrote the same before."""
    schema.required = ()
    try:
        _, record = replay(Request(schema, names, ()))
    except ato.ConfigError:
        return None
    found: dict[str, list[str]] = {}
    for path in schema.leaves:
        steps = [step for step in record.steps if step.path == path]
        last = steps[-1:]
        for step in reversed(steps):
            if step.value is not last[0].value and step.value != last[0].value:
                break
            found.setdefault(path, []).append(step.by)
    return found


def selections(scope: Scope) -> list[tuple[str, ...]]:
    """Every set of views, the smallest first, each in every order where there are few."""
    sizes = range(len(scope.views) + 1)
    return [
        order
        for size in sizes
        for names in combinations(scope.views, size)
        for order in (permutations(names) if size < 3 else (names,))
    ]


@quick
@given(sketches(views=4))
def test_without_conditions_the_smallest_selection_is_exact(sketch: Sketch) -> None:
    scope = scope_of(sketch)
    wins = wins_of(scope)
    schema = schema_of(scope)
    seen = [(names, winners(schema, names)) for names in selections(scope)]
    writes = [(path, DEFAULT) for path, field in scope.fields.items() if field.default is not None]
    writes += [(write.path, view.name) for view in scope.views.values() for write in view.writes]
    for path, view in writes:
        last = [names for names, found in seen if found is not None and found.get(path, [None])[0] == view]
        assert wins.knows(path, view)
        told = wins.of(path, view)
        if told is None:
            assert last == []
        else:
            found = winners(schema, told)
            assert found is not None
            assert view in found[path]
            assert not last or len(told) <= len(last[0])


@quick
@given(sketches(views=4, with_conditions=True, with_expressions=True))
def test_with_conditions_what_is_said_is_shown_by_a_run(sketch: Sketch) -> None:
    scope = scope_of(sketch)
    wins = wins_of(scope)
    schema = schema_of(scope)
    for view in scope.views.values():
        for write in view.writes:
            told = wins.of(write.path, view.name)
            if told is None or any("=" in word for word in told):
                continue
            found = winners(schema, told)
            assert found is None or view.name in found[write.path]


CHAINED = """\
scope: a
fields: {x: {type: int, default: 0}, big: {type: bool, default: false}}
groups: {g: {default: g1}}
views:
  g1: {group: g, priority: 3, set: {x: 1}}
  g2: {group: g, set: {}}
  low: {set: {x: 2}}
  brings: {chain_with: low, priority: 1, set: {x: 3}}
  asks: {default: true, lazy: true, when: big, set: {x: 4}}
"""


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (DEFAULT, ("g2",)),
        ("g1", ()),
        ("low", ("g2", "low")),
        ("brings", ("brings", "g2")),
        ("asks", ("big=true",)),
    ],
)
def test_groups_are_displaced_and_conditions_met(view: str, words: tuple[str, ...]) -> None:
    scope = compiled(CHAINED).program.scopes[0]
    assert wins_of(scope).of("x", view) == words


def test_what_is_always_hidden_has_no_selection() -> None:
    text = (
        "scope: a\nfields: {x: int}\n"
        "views: {a: {set: {x: 1}}, b: {default: true, priority: 1, set: {x: 2}}}\n"
    )
    wins = wins_of(compiled(text).program.scopes[0])
    assert wins.knows("x", "a")
    assert wins.of("x", "a") is None
    assert wins.of("x", "b") == ()


def test_what_cannot_be_met_by_trying_is_undecided() -> None:
    text = (
        "scope: a\nfields: {x: int, y: {type: int, default: 1}}\n"
        "views: {a: {lazy: true, when: y * y == 1521, set: {x: 1}}}\n"
    )
    assert not wins_of(compiled(text).program.scopes[0]).knows("x", "a")
