"""What Python does with a view is what the program does that is read from it, for every selection."""

from __future__ import annotations

from itertools import combinations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.compile import Compiled, compile
from atoc.findings import Passed
from atoc.prove import schema_of
from atoc.span import SourceFile
from tests.python_programs import PythonSketch, programs, run, source


def compiled(text: str) -> Compiled:
    return compile(Passed((SourceFile("train.py", text),)))


def composed(schema: ato.Schema, named: tuple[str, ...], words: tuple[str, ...]) -> dict[str, object]:
    config = schema.compose(named, words)
    plain = config.to_dict()
    box = plain.pop("box")
    assert isinstance(box, dict)
    return {**plain, **{f"box.{key}": value for key, value in box.items()}}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs(), st.integers(-2, 2))
def test_every_selection_composes_to_what_the_bodies_do(views: tuple[PythonSketch, ...], number: int) -> None:
    result = compiled(source(views))
    (scope,) = result.program.scopes
    assume(not any(view.beyond for view in scope.views.values()))
    errors = [each for each in result.findings if each.severity == "error" and each.code[:4] != "ATC3"]
    assert not errors, (source(views), errors)
    schema = schema_of(scope)
    names = [view.name for view in views]
    for size in range(len(names)):
        for named in combinations(names[1:], size):
            for outside in ({}, {"i0": number}):
                words = tuple(f"{key}={value}" for key, value in outside.items())
                assert composed(schema, named, words) == run(views, named, outside), (source(views), named)
