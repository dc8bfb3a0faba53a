"""A dynamic scope against the same program written as a document: values, and who wrote them over whom."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, combinations
from typing import Any

from hypothesis import HealthCheck, given, settings

from ato.config import ConfigError
from ato.dynamic import ADict, Scope
from atoc.compile import compile
from atoc.findings import Passed
from atoc.prove.replay import schema_of
from atoc.span import SourceFile
from tests.programs import COMPUTED, TYPES, Sketch, Text, ViewSketch, flat, sketches, to_yaml

WORDS = ((), ("i0=3", "b0=%s"), ("e0=c", "s.o=2", "s.n=1"))
NAMES = re.compile(
    rf"(?<![\w.'])({'|'.join(map(re.escape, sorted(TYPES, key=len, reverse=True)))})(?![\w.'])"
)


def source_of(view: ViewSketch) -> str:
    """A view as a function of the config."""
    when = "True" if view.when is None else NAMES.sub(r"config.\1", view.when)
    writes = [f"        config.{path} = {_value(value)}" for path, value in view.writes.items()]
    return "\n".join([f"def {view.name}(config):", f"    if {when}:", *writes, "        pass"])


def _value(value: object) -> str:
    return NAMES.sub(r"config.\1", value.text) if isinstance(value, Text) else repr(value)


def scope_of(sketch: Sketch) -> Scope:
    """The sketch as a dynamic scope, with its defaults in the config."""
    Scope.initialize_registry()
    config = ADict()
    for path, value in sketch.defaults.items():
        *above, last = path.split(".")
        (config if not above else config.setdefault(above[0], ADict()))[last] = value
    scope = Scope(config)
    for view in sketch.views:
        names: dict[str, Any] = {}
        exec(source_of(view), names)
        scope.observe(
            default=view.default, lazy=view.lazy, priority=view.priority, chain_with=list(view.chain)
        )(names[view.name])
    return scope


def without_groups(sketch: Sketch) -> Sketch:
    """The sketch as far as both can say it: no groups, and no defaults that are computed."""
    views = tuple(replace(view, group=None) for view in sketch.views)
    defaults = {name: 0 if name in COMPUTED else value for name, value in sketch.defaults.items()}
    return Sketch(defaults, views)


def told(explanation: Any) -> list[tuple[object, ...]]:
    return [
        (attempt.phase, attempt.by, attempt.value, attempt.lost_to, attempt.priority)
        for attempt in explanation.writes
    ]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(sketches(views=4, with_conditions=True, with_expressions=True))
def test_a_dynamic_scope_is_the_document_that_says_the_same(drawn: Sketch) -> None:
    sketch = without_groups(drawn)
    document = compile(Passed((SourceFile("schemas/toy.yaml", to_yaml(sketch)),)))
    schema = schema_of(document.program.scopes[0])
    names = [view.name for view in sketch.views]
    for named in chain.from_iterable(combinations(names, size) for size in (0, 1, 2)):
        for words in WORDS:
            composed = schema.compose(named, [word.replace("%s", "true") for word in words])
            scope = scope_of(sketch)
            scope.assign([*named, *(word.replace("%s", "True") for word in words)])
            scope.apply()
            assert flat(scope.config.to_dict()) == flat(composed.to_dict())
            for path in TYPES:
                assert told(scope.explain(path)) == told(composed.explain(path))
    Scope.initialize_registry()


def test_what_documents_refuse_dynamic_scopes_refuse_too() -> None:
    sketch = Sketch({"i0": 1}, (ViewSketch("a", writes={"i0": 2}),))
    scope = scope_of(sketch)
    schema = schema_of(compile(Passed((SourceFile("schemas/toy.yaml", to_yaml(sketch)),))).program.scopes[0])
    for word in ("i9=1", "i0=text"):
        scope.reset_user_inputs()
        scope.assign(word)
        refused: list[bool] = []
        for call in (scope.apply, lambda word=word: schema.compose((), (word, "p0=true"))):
            try:
                call()
            except ConfigError:
                refused.append(True)
        assert refused == [True, True]
    Scope.initialize_registry()
