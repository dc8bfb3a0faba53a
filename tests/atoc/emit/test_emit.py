"""Generated modules against the interpreter of expressions, and the tree as a whole."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from itertools import chain, combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

import ato.config as ato
from atoc.compile import build, compile
from atoc.emit.header import is_intact
from atoc.emit.write import write
from atoc.findings import Passed
from atoc.prove.replaying.replay import schema_of
from atoc.span import SourceFile
from tests.atoc.emit.building import compiled, imported, tree
from tests.programs import Sketch, sketches, to_yaml


def outcome(compose: Any, names: tuple[str, ...], words: tuple[str, ...]) -> object:
    """The config as plain data, or what is wrong with the selection."""
    try:
        return compose(names, words).to_dict()
    except ato.ConfigError as error:
        return [(problem.subject, problem.message) for problem in error.problems]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(sketches(views=4, with_conditions=True, with_expressions=True))
def test_a_generated_module_composes_what_the_interpreter_does(sketch: Sketch) -> None:
    result = compile(Passed((SourceFile("schemas/toy.yaml", to_yaml(sketch)),)))
    assume(result.is_sound)
    module = ModuleType("toy")
    exec(build(result)["toy.py"], module.__dict__)  # noqa: S102
    interpreted = schema_of(result.program.scopes[0])
    interpreted.required = module.__dict__["_SCHEMA"].required
    views = tuple(result.program.scopes[0].views)
    for names in chain.from_iterable(combinations(views, size) for size in (0, 1, 2)):
        for words in ((), ("i0=3", "b0=true"), ("e0=c",)):
            generated = outcome(module.__dict__["_SCHEMA"].compose, names, words)
            assert generated == outcome(interpreted.compose, names, words)


def test_a_program_of_several_scopes_makes_a_module_each() -> None:
    files = tree(
        "types: {Shared: {fields: {x: {type: int, default: 1}}}}\n",
        "scope: one\nfields: {part: Shared}\n",
        "scope: two\nfields: {part: Shared}\n",
    )
    assert list(files) == ["__init__.py", "manifest.json", "one.py", "schema.json", "two.py"]
    assert "# Made by atoc from schemas/a.yaml and schemas/b.yaml." in files["one.py"]
    assert all(is_intact(text) for text in files.values())
    assert list(json.loads(files["manifest.json"])["scopes"]) == ["one", "two"]


def _of_both(R: Any, one: Any) -> tuple[int, ...]:  # noqa: N803 - the name of a scope
    return R.x, R.y, one.x, one.y


def test_the_package_of_several_scopes_makes_programs_over_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = "fields: {x: {type: int, default: 1}, y: {type: int, default: 2}}\n"
    files = tree(f"scope: one\n{fields}", f"scope: R\n{fields}", "scope: broken\n")
    assert "def main(function: Callable[..., R_2]) -> Callable[[], R_2]:" in files["__init__.py"]
    name = f"made_for_a_test_{tmp_path.name}"
    write(tmp_path / name, {**files, "broken.py": "raise ImportError"})
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(sys, "argv", ["program", "R.x=3", "one.y=4"])
    try:
        program = import_module(name).main(_of_both)
        assert program() == (3, 2, 1, 4)
    finally:
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]


def test_a_scope_that_is_called_main_keeps_its_name() -> None:
    files = tree("scope: main\nfields: {x: {type: int, default: 1}}\n", "scope: other\n")
    assert "def main" not in files["__init__.py"]


def test_nothing_at_all_makes_an_empty_package() -> None:
    result = compiled("types: {E: {enum: [a]}}\n")
    assert list(build(result)) == ["__init__.py", "manifest.json", "schema.json"]


def test_the_package_of_one_scope_imports_nothing() -> None:
    assert "import" not in tree("scope: a\n")["__init__.py"]


def test_every_file_ends_with_one_line_break() -> None:
    for text in tree("scope: a\nfields: {x: {type: int, default: 1}}\n").values():
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_views_and_fields_may_share_names_with_what_a_module_needs(tmp_path: Path) -> None:
    text = (
        "scope: a\nfields:\n  when_v: {type: int, default: '${c + 1}'}\n  c: {type: int, default: 1}\n"
        "  x_of_v: {type: int, default: 2}\nviews: {v: {when: c == 1, set: {c: '${c + 1}'}},"
        " compose: {priority: 1, set: {c: 5}}, View: {priority: 2, set: {c: 6}}}\n"
    )
    with imported(tmp_path / "out", tree(text), "a") as module:
        assert module.compose("v").to_dict() == {"when_v": 3, "c": 2, "x_of_v": 2}
        assert module.compose("compose").c == 5
        assert module.compose("View").c == 6
