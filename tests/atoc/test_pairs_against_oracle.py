"""Scopes that read each other, against brute force on random programs of two scopes."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from itertools import islice
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.compile import Compiled, build, compile
from atoc.findings import Passed
from atoc.prove.facts import OrderDependent, Unset
from atoc.span import SourceFile
from tests import oracle
from tests.pairs import NAMES, Pair, pairs
from tests.programs import GIVABLE, TYPES, flat, literals

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def compiled(pair: Pair) -> Compiled:
    files = (SourceFile(f"schemas/{name}.yaml", text) for name, text in pair.documents.items())
    result = compile(Passed(tuple(files)))
    assert set(result.facts) == set(NAMES), [finding.message for finding in result.findings]
    return result


@quick
@given(pairs(), st.data())
def test_composed_values_are_those_of_the_plain_interpreter(pair: Pair, data: st.DataObject) -> None:
    outside = data.draw(outside_values())
    words = [f"{name}={json.dumps(value).strip(chr(34))}" for name, value in outside.items()]
    with modules(build(compiled(pair))) as (one, two):
        scopes = ato.Scopes(one._SCHEMA, two._SCHEMA)
        for named in islice(oracle.selections(pair.together), 12):
            expected = oracle.compose(pair.together, named, outside)
            composed = scopes.compose(named, words)
            found = {name: flat(config.to_dict()) for name, config in composed.items()}
            assert {f"{name}.{path}": v for name in NAMES for path, v in found[name].items()} == expected
            alone = one._SCHEMA.compose(named, words) if one._SCHEMA.across else composed["one"]
            assert alone == composed["one"]


@quick
@given(pairs())
def test_every_reported_tie_is_real_across_scopes_too(pair: Pair) -> None:
    assume(comes_to_something(pair))
    for name, known in compiled(pair).facts.items():
        for fact in known.facts:
            if isinstance(fact, OrderDependent):
                named = tuple(word for word in fact.witness if "=" not in word)
                outside = given_by(fact.witness)
                runs = [
                    oracle.run(pair.together, order, outside) for order in oracle.orders(pair.together, named)
                ]
                assert any(run != runs[0] for run in runs), (name, fact.witness)


@quick
@given(pairs(views=3), st.data())
def test_where_no_tie_is_left_open_the_order_decides_nothing(pair: Pair, data: st.DataObject) -> None:
    verdicts = [v for known in compiled(pair).facts.values() for v in known.verdicts if v.code == "ATC202"]
    if all(verdict.outcome == "proved" for verdict in verdicts):
        assert oracle.order_dependent_pairs(pair.together, data.draw(outside_values())) == set()


@quick
@given(pairs(are_defaults_given=False), st.data())
def test_verdicts_on_unset_fields_hold_for_what_other_scopes_decide(pair: Pair, data: st.DataObject) -> None:
    assume(comes_to_something(pair))
    known = compiled(pair).facts["one"]
    for fact in known.facts:
        if isinstance(fact, Unset):
            named = tuple(word for word in fact.witness if "=" not in word)
            assert f"one.{fact.field.path}" not in oracle.compose(
                pair.together, named, given_by(fact.witness)
            )
    proved = {v.subject for v in known.verdicts if v.code == "ATC201" and v.outcome == "proved"}
    outside = {k: v for k, v in data.draw(outside_values()).items() if k.startswith("two.")}
    for named in oracle.selections(pair.together):
        values = oracle.compose(pair.together, named, outside)
        assert all(f"one.{path}" in values for path in proved)


def comes_to_something(pair: Pair) -> bool:
    """Whether a run without words is no clash, which would be all that is to be told of a witness."""
    return any(True for _ in oracle.selections(pair.together, 0))


def outside_values() -> st.SearchStrategy[dict[str, Any]]:
    names = [f"{scope}.{name}" for scope in NAMES for name in GIVABLE]
    chosen = st.lists(st.sampled_from(names), unique=True, max_size=3)
    return chosen.flatmap(
        lambda some: st.fixed_dictionaries({name: literals(name.partition(".")[2]) for name in some})
    )


def given_by(witness: tuple[str, ...]) -> dict[str, object]:
    words = (word.split("=", 1) for word in witness if "=" in word)
    return {
        name: text if TYPES[name.partition(".")[2]] == "enum" else json.loads(text) for name, text in words
    }


@contextmanager
def modules(tree: Any) -> Generator[tuple[Any, Any], None, None]:
    """The generated modules of both scopes, importable while they are in use."""
    package, *made = ModuleType("pair"), *(ModuleType(f"pair.{name}") for name in NAMES)
    sys.modules.update({module.__name__: module for module in (package, *made)})
    try:
        for name, module in zip(NAMES, made):
            exec(tree[f"{name}.py"], module.__dict__)  # noqa: S102
        yield made[0], made[1]
    finally:
        for module in (package, *made):
            del sys.modules[module.__name__]
