"""What Python does with a view is what the program does that is read from it, for every selection."""

from __future__ import annotations

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.program import Scope
from atoc.prove import schema_of
from atoc.resolve import resolve
from atoc.source.python.views import read_views
from atoc.span import SourceFile
from atoc.syntax import documents_of
from tests.python_programs import PythonSketch, programs, run, source


def resolved(text: str) -> Scope:
    """The scope that a file makes, in which nothing is wrong but the order of chains."""
    file = SourceFile("train.py", text)
    module = read_views([file])[file].value
    assert module is not None
    passed = resolve(documents_of(module, file.path).value)
    assert not [each for each in passed.findings if each.severity == "error"], (text, passed.findings)
    (scope,) = passed.value.scopes
    return scope


def composed(schema: ato.Schema, named: tuple[str, ...], words: tuple[str, ...]) -> dict[str, object]:
    config = schema.compose(named, words)
    plain = config.to_dict()
    box = plain.pop("box")
    assert isinstance(box, dict)
    return {**plain, **{f"box.{key}": value for key, value in box.items()}}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs(), st.integers(-2, 2))
def test_every_selection_composes_to_what_the_bodies_do(views: tuple[PythonSketch, ...], number: int) -> None:
    scope = resolved(source(views))
    if any(view.beyond for view in scope.views.values()):
        return  # another one costs as much as all selections of this one
    schema = schema_of(scope)
    names = [view.name for view in views]
    for size in range(len(names)):
        for named in combinations(names[1:], size):
            for outside in ({}, {"i0": number}):
                words = tuple(f"{key}={value}" for key, value in outside.items())
                assert composed(schema, named, words) == run(views, named, outside), (source(views), named)
