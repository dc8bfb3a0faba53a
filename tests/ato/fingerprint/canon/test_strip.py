"""``Canon`` takes from trees what is no logic, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ato.fingerprint.canon import _canon
from ato.trace import Canon

ROOM = Path(_canon.__file__).parent


def stripped(text: str) -> str:
    return ast.unparse(Canon().visit(ast.parse(text)))


def functions_in(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_comments_docstrings_annotations_and_decorators_are_taken() -> None:
    text = (
        '@scope.trace("x")\ndef f(a: int, *b: str) -> int:\n  "Doc."\n  c: int = a  # why\n  ...\n  return c'
    )
    assert stripped(text) == "def f(a, *b):\n    c = a\n    return c"


def test_a_body_that_comes_to_nothing_is_a_pass() -> None:
    assert stripped('def f():\n  "Doc."\n  "more"') == "def f():\n    pass"
    assert stripped("async def f():\n  if a:\n    ...\n  else:\n    pass").endswith("else:\n        pass")


def test_what_may_be_logic_stays() -> None:
    inner = "def f():\n\n    @cached\n    def g():\n        return 1\n    return g"
    assert stripped(inner) == inner
    held = "@dataclass\nclass A:\n    x: int = 1\n\n    @property\n    def y(self):\n        return 2"
    assert stripped(held) == held


def test_a_name_that_is_only_declared_stays_the_functions_own() -> None:
    assert stripped("def f():\n  x: int\n  return x") == "def f():\n    x: None\n    return x"


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.name)
def test_the_fingerprint_of_what_it_gives_is_that_of_what_it_was_given(path: Path) -> None:
    for before, after in zip(functions_in(path), functions_in(path)):
        text = _canon.canonical(before, before.name).text
        again = Canon().visit(after)
        assert _canon.canonical(again, before.name).text == text
        assert ast.dump(Canon().visit(ast.parse(ast.unparse(again)))) == ast.dump(
            ast.parse(ast.unparse(again))
        )
