"""A dynamic scope against the same program written as a document: values, and who wrote them over whom."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, combinations
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ato.config import ConfigError, Schema
from ato.config._scopes import Scopes
from ato.dynamic import ADict, MultiScope, Scope
from atoc.compile import compile
from atoc.findings import Passed
from atoc.prove.replaying.replay import schema_of
from atoc.span import SourceFile
from tests.programs import COMPUTED, GIVABLE, TYPES, Sketch, Text, ViewSketch, flat, sketches, to_yaml

VALUES = {
    "int": ("0", "3", "-1"),
    "bool": ("true", "false"),
    "enum": ("a", "c"),
    "optional": ("2", "null"),
}
"""What a word may give, as documents write it."""
PYTHON = {"true": "True", "false": "False", "null": "None"}
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


def scope_of(sketch: Sketch, name: str = "toy") -> Scope:
    """The sketch as a dynamic scope, with its defaults in the config."""
    config = ADict()
    for path, value in sketch.defaults.items():
        *above, last = path.split(".")
        (config if not above else config.setdefault(above[0], ADict()))[last] = value
    scope = Scope(config, name)
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


def told(explanation: Any) -> tuple[object, ...]:
    """What an explanation says but for places and types, which documents and functions have of their own."""
    writes = [
        (each.phase, each.by, each.value, each.lost_to, each.priority, in_python(each.text))
        for each in explanation.writes
    ]
    silent = [
        sorted((each.phase, each.by, each.priority) for each in views)
        for views in (explanation.skipped, explanation.inactive)
    ]
    return explanation.key, explanation.value, writes, silent


def in_python(word: str) -> str:
    """A word of a command line as dynamic scopes read it."""
    key, sign, value = word.partition("=")
    return f"{key}{sign}{PYTHON.get(value, value)}"


@st.composite
def words(draw: st.DrawFn, prefix: str = "") -> tuple[str, ...]:
    """A command line of values, in any order, some of them given twice."""
    names = draw(st.lists(st.sampled_from(GIVABLE), max_size=3))
    return tuple(f"{prefix}{name}={draw(st.sampled_from(VALUES[TYPES[name]]))}" for name in names)


def schemas_of(**sketches: Sketch) -> list[Schema[Any]]:
    """The sketches as documents of scopes of these names, compiled together."""
    texts = {
        name: to_yaml(sketch).replace("scope: toy", f"scope: {name}") for name, sketch in sketches.items()
    }
    files = tuple(SourceFile(f"schemas/{name}.yaml", text) for name, text in texts.items())
    by_name = {scope.name: schema_of(scope) for scope in compile(Passed(files)).program.scopes}
    return [by_name[name] for name in sketches]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(sketches(views=4, with_conditions=True, with_expressions=True), st.lists(words(), max_size=2))
def test_a_dynamic_scope_is_the_document_that_says_the_same(
    drawn: Sketch, lines: list[tuple[str, ...]]
) -> None:
    sketch = without_groups(drawn)
    (schema,) = schemas_of(toy=sketch)
    names = [view.name for view in sketch.views]
    for named in chain.from_iterable(combinations(names, size) for size in (0, 1, 2)):
        for line in ((), *lines):
            composed = schema.compose(named, line)
            Scope.initialize_registry()
            scope = scope_of(sketch)
            scope.assign([*named, *map(in_python, line)])
            scope.apply()
            assert flat(scope.config.to_dict()) == flat(composed.to_dict())
            for path in TYPES:
                assert told(scope.explain(path)) == told(composed.explain(path))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sketches(views=3, with_conditions=True, with_expressions=True),
    sketches(views=3, with_conditions=True, with_expressions=True),
    words("toy."),
    words("other."),
    st.sets(st.sampled_from(("v0", "toy.v1", "other.v1", "other.v0"))),
)
def test_several_dynamic_scopes_are_the_documents_that_say_the_same(
    drawn: Sketch, other: Sketch, for_toy: tuple[str, ...], for_other: tuple[str, ...], named: set[str]
) -> None:
    both = {"toy": without_groups(drawn), "other": without_groups(other)}
    given = (*for_other, *for_toy)
    composed = Scopes(*schemas_of(**both)).compose(named, given)
    Scope.initialize_registry()
    scope = MultiScope(*(scope_of(sketch, name) for name, sketch in both.items()))
    with patch("sys.argv", ["train.py", *named, *map(in_python, given)]):
        configs = scope(lambda toy, other: {"toy": toy, "other": other})()
    for name, config in configs.items():
        assert flat(config.to_dict()) == flat(composed[name].to_dict())
        for path in TYPES:
            _, *ours = told(scope.explain(f"{name}.{path}"))
            _, *theirs = told(composed[name].explain(path))
            assert ours == theirs


def test_what_documents_refuse_dynamic_scopes_refuse_too() -> None:
    sketch = Sketch({"i0": 1}, (ViewSketch("a", writes={"i0": 2}),))
    scope = scope_of(sketch)
    (schema,) = schemas_of(toy=sketch)
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
