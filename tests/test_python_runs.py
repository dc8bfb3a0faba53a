"""What is claimed of a Python script holds when it runs on ``ato.scope``, for every selection."""

from __future__ import annotations

import linecache
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ato.adict import ADict
from ato.scope import Scope
from atoc import program
from atoc.compile import Compiled
from atoc.compile import compile as compiled
from atoc.findings import Passed
from atoc.prove import schema_of
from atoc.prove.activation.cone import influenced
from atoc.prove.activation.ladder import survey_of
from atoc.resolve import resolve
from atoc.source.python.views import read_views
from atoc.span import SourceFile
from atoc.syntax import documents_of
from tests.python_programs import PythonSketch, programs, source

HEAD = "from ato.adict import ADict\nfrom ato.scope import Scope\nscope = Scope()\n"
BASE = "@scope.observe(default=True)\ndef base(config):\n"
FILE = "script_of_a_test.py"


@pytest.fixture(autouse=True)
def _no_scope_stays() -> Iterator[None]:
    yield
    Scope.initialize_registry()
    linecache.cache.pop(FILE, None)


def read(text: str) -> Compiled:
    return compiled(Passed((SourceFile(FILE, text),)))


def resolved(text: str) -> program.Scope:
    """The scope of a script, without any proof of it."""
    file = SourceFile(FILE, text)
    module = read_views([file])[file].value
    assert module is not None
    (scope,) = resolve(documents_of(module, FILE).value).value.scopes
    return scope


def ran(text: str, views: Sequence[str], words: Sequence[str]) -> dict[str, Any] | None:
    """The values by path that a run comes to; None for one that ends with an error."""
    Scope.initialize_registry()
    linecache.cache[FILE] = (len(text), None, text.splitlines(keepends=True), FILE)
    try:
        exec(compile(text, FILE, "exec"), {"__name__": "script"})  # noqa: S102
        scope = next(iter(Scope.registry.values()))
        scope.assign([*views, *words])
        scope.apply()
    except Exception:
        return None
    return dict(flat(scope.config))


def flat(config: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    data = config._data if isinstance(config, ADict) else config
    for key, value in data.items():
        if isinstance(value, (ADict, dict)) and value:
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, list(value) if isinstance(value, tuple) else value


def wrong(text: str, most: int = 2, word: str = "") -> list[object]:
    """Where what is read of a script, and not beyond it, is not what a run of it does."""
    scope = resolved(text)
    survey = survey_of(scope)
    beyond = {place for view in survey.views for place in view.beyond} | ({""} if scope.is_beyond else set())
    touched = [path for path in scope.fields if any(_is_near(path, place) for place in beyond)]
    clouded = influenced(survey, touched)
    names = [view.name for view in survey.views if not view.default and not view.part_of]
    schema = schema_of(scope)
    schema.required = ()  # what is beyond may give it
    differing: list[object] = []
    for size in range(min(len(names), most) + 1):
        for views in permutations(names, size):
            for words in ((), (word,)) if word else ((),):
                theirs = ran(text, views, words)
                if theirs is None:
                    continue
                ours = dict(flat(schema.compose(views, words).to_dict()))
                differing.extend(
                    (views, words, path, value, theirs.get(path))
                    for path, value in ours.items()
                    if not any(_is_near(path, each) for each in clouded)
                    and theirs.get(path, "absent") != value
                )
    return differing


def _is_near(path: str, place: str) -> bool:
    return not place or path == place or path.startswith(f"{place}.") or place.startswith(f"{path}.")


def opaque(text: str) -> bool:
    return any(finding.code == "ATC009" for finding in read(text).findings)


def views(*bodies: str, base: Sequence[str], options: Sequence[str] = ()) -> str:
    """A script of a default view and of named ones, with their options."""
    parts = [HEAD, BASE, *(f"    {line}\n" for line in base)]
    for number, body in enumerate(bodies):
        given = options[number] if number < len(options) else ""
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        parts.append(f"@scope.observe({given})\ndef v{number}(config):\n{lines}")
    return "".join(parts)


AB = ("config.a = 1", "config.b = 2")

UNDERSTOOD = {
    "chained": views("config.a = config.b = config.a + 1", base=AB),
    "update": views("config.update(b=config.a + 1, a=5)", "config.update({'a': config.b + 1}, b=3)", base=AB),
    "several": views("config.a, config.b = config.b, 7", base=AB),
    "blocks": views(
        "config.a = 3\nwith Scope.lazy():\n    config.b = config.a",
        "config.b = config.b + 10",
        "with scope.lazy():\n    config.b = config.b * 2",
        base=AB,
        options=["priority=5", "lazy=True, priority=-3", "priority=-1"],
    ),
    "spoilers": views(
        "if config.a > 0: config.a = 0\nelse: config.b = 9",
        "if config.a == 1: config.a = 2\nelif config.a == 2: config.a = 3\nelse: config.a = 1",
        "if config.a: config.a = 0\nelse: config.a = 1",
        "if config.a == 1:\n    config.a = 1\n    config.b = config.a\n    config.a = 4",
        base=AB,
    ),
    "left": views("config.a = 3\nreturn config\nconfig.a = 4", base=(*AB, "return")),
    "mapping": views("config.m = dict(x=config.m.x + 1, y=5)", base=("config.m = {'x': 1, 'y': 2}",)),
    "named": HEAD + "@scope.observe('first', default=True)\ndef f(config):\n    config.a = 1\n",
    "lists": views("config.l += [2]", "config.l = config.l + [3]", base=("config.l = [1]",)),
    "deep": views(
        "config.a.b.d = config.a.b.c + 1",
        base=("config.a.b.c = 3", "config.a.b.d = 0", "config.x = ADict(y=ADict(z=1))", "config.b.b.b = 2"),
    ),
    "no config": f"{HEAD}@scope.observe('first', None, 3, True, True)\ndef f(config):\n    config.a = 1\n",
    "applied last": f"{HEAD}{BASE}    config.a = 1\nif __name__ == 'x':\n    scope.apply()\n",
    "parameter": f"{HEAD}@scope.observe(default=True)\ndef f(scope):\n    scope.a = scope.b.c = 1\n",
    "alias": f"{HEAD}s = scope\n@s.observe(default=True)\ndef f(config):\n    config.a = 1\n",
}


@pytest.mark.parametrize("text", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_what_is_understood_is_what_a_run_does(text: str) -> None:
    assert not opaque(text)
    assert not [finding for finding in read(text).findings if finding.severity == "error"]
    assert wrong(text, word="a=7" if "config.a" in text else "") == []


NOT_UNDERSTOOD = {
    "swap": views("config.a, config.b = config.b, config.a", base=AB),
    "update swap": views("config.update(a=config.b, b=config.a)", base=AB),
    "own builtin": f"def abs(x): return 5\n{HEAD}{BASE}    config.a = abs(-3)\n",
    "imported builtin": f"from functools import partial as max\n{HEAD}{BASE}    config.a = max(1, 2)\n",
    "star": f"{HEAD}{BASE}    config.a = pow(2, 3) + max(1, 2)\nfrom math import *\n",
    "pattern": f"X = 3\nmatch 5:\n    case X: pass\n{HEAD}{BASE}    config.a = X\n",
    "shared list": views("config.l += ['b']", base=("config.l = ['a']", "config.m = config.l")),
    "shared by append": views("config.l.append('b')", base=("config.l = ['a']", "config.m = config.l")),
    "one list": views("config.l += ['b']", base=("config.l = config.m = ['a']",)),
    "shared mapping": views("config.m.x = 5", base=("config.m = ADict(x=1)", "config.n = config.m")),
    "a method": views("if config.filter == 'g': config.a = 3", base=(*AB, "config.filter = 'g'")),
    "text of a float": views(
        "config.f = 1", "config.n = str(config.f)", base=("config.f = 0.5", "config.n = ''")
    ),
    "range": views(base=("config.a = range(3)",)),
    "compile": views(
        "with Scope.lazy(with_compile=True):\n    config.b = 3",
        "config.a = 5",
        base=AB,
        options=["", "priority=2"],
    ),
    "conditional block": views("if config.a == 1:\n    with Scope.lazy():\n        config.b = 9", base=AB),
    "handed on": f"{HEAD}{BASE}    config.a = 1\ndef more(s):\n    @s.observe(default=True, priority=1)\n"
    "    def g(config): config.a = 3\nmore(scope)\n",
    "out of a dict": f"{HEAD}{BASE}    config.a = 1\nall = [scope]\n"
    "@all[0].observe(default=True, priority=1)\n"
    "def g(config): config.a = 3\n",
    "called": f"{HEAD}{BASE}    config.a = 1\ndef g(config): config.a = 3\nscope.observe(default=True)(g)\n",
    "written": f"{HEAD}scope.config.z = 4\n{BASE}    config.a = config.z\n",
    "reads what it replaces": views(
        "config.m = dict(x=config.m.y, y=5)", base=("config.m = {'x': 1, 'y': 2}",)
    ),
    "both value and keys": views("config.m = ADict(x=3)", "config.m.x = 4", base=("config.m = None",)),
    "list and tuple": views(
        "config.a = 3 if config.l == ('x',) else 4", base=("config.a = 1", "config.l = ['x']")
    ),
    "tuple in a list": views(
        "config.a = (1, 2) in config.l", base=("config.a = True", "config.l = [[1, 2]]")
    ),
    "star of a view": f"{HEAD}{BASE}    config.a = 1\n@scope.observe(default=True)\n"
    "def more(*given): given[0].a = 3\n",
    "assigned": f"{HEAD}{BASE}    config.a = 1\n@scope.observe()\ndef more(config): config.a = 3\n"
    "scope.assign('more')\n",
    "assigned value": f"{HEAD}{BASE}    config.a = 1\nscope.assign(['a=3'])\n",
    "applied": f"{HEAD}{BASE}    config.a = 1\nscope.apply()\n"
    "@scope.observe(default=True, priority=1)\ndef more(config): config.a = 3\n",
    "globals": f"A = 1\nglobals()['A'] = 5\n{HEAD}{BASE}    config.a = A\n",
    "hidden keys": f"{HEAD}D = {{'k': 2}}\n{BASE}    for k, v in D.items():\n        config[k] = v\n"
    "    config.a = config.k * 2\n",
    "hidden below": f"{HEAD}def fill(c): c.k = 2\n{BASE}    fill(config.m)\n    config.a = config.m.k\n",
    "float named int": views("config.n = '{}'.format(config.f)", base=("config.f = 0.5", "config.n = ''")),
}


@pytest.mark.parametrize("text", NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD)
def test_of_what_is_not_understood_nothing_is_claimed_that_a_run_belies(text: str) -> None:
    assert opaque(text)
    assert wrong(text, word="a=7" if "config.a = 1" in text else "") == []
    assert not [finding for finding in read(text).findings if finding.severity == "error"]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs(), st.integers(-2, 2))
def test_random_scripts_come_to_what_is_read_of_them(
    given_views: tuple[PythonSketch, ...], number: int
) -> None:
    text = source(given_views)
    assert wrong(text, word=f"i0={number}") == [], text


def test_parts_of_one_value_are_told_apart_where_only_its_place_is_known() -> None:
    text = views(
        "config.x *= config.n\nconfig.x = config.x * config.n ** 0.5",
        base=("config.x, config.n, config.bs = 0.5, 1, 1",),
        options=("priority=3",),
    )
    text += "@scope.observe(lazy=True, default=True)\ndef last(config):\n"
    text += "    if config.n > 1: config.bs = 256 // config.n\n    config.total = config.bs * config.n\n"
    assert not opaque(text)
    assert wrong(text, word="n=2") == []


def test_a_lazy_view_that_asks_for_none_may_find_it() -> None:
    lazy = (
        "@scope.observe(lazy=True, default=True)\ndef last(config):\n    if config.a is None: config.a = 3\n"
    )
    text = f"{HEAD}{BASE}    config.a = 5\n{lazy}"
    assert not {"ATC204", "ATC406"} & {finding.code for finding in read(text).findings}
    assert ran(text, (), ("a=None",)) == {"a": 3}
    assert wrong(text, word="a=7") == []


@pytest.mark.parametrize("text", [r"'\N{NO SUCH SIGN}'", r"'\x4'", r"f'\x4 {config.a}'", r"'\ud800'", "b'x'"])
def test_texts_that_are_none_are_not_understood(text: str) -> None:
    script = f"{HEAD}{BASE}    {text}\n    config.a = 1\n    config.b = {text}\n"
    assert opaque(script)
    assert [field.path for field in resolved(script).fields.values()] == ["a", "b"]


def test_a_key_of_the_manual_that_views_read_alone_comes_from_the_command_line() -> None:
    text = f"{HEAD}{BASE}    config.a = 1\n@scope.observe(lazy=True)\n"
    text += "def late(config): config.a = config.size\n"
    text += "@scope.manual\ndef told(manual): manual.size = 'How large it is.'\n"
    assert not [finding for finding in read(text).findings if finding.severity == "error"]
    assert resolved(text).fields["size"].member.runtime.input
    assert ran(text, ("late",), ("size=5",)) == {"a": 5, "size": 5}
