"""Functions without source have fingerprints of their bytecode, which say so."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from ato.fingerprint import code_hash, code_of, diff


def made(text: str, name: str = "f", **names: object) -> Any:
    found: dict[str, Any] = {**names}
    exec(text, found)  # noqa: S102
    return found[name]


def test_it_says_that_it_is_bytecode_and_of_which_python() -> None:
    found = code_of(made("def f(x): return x + 1"))
    version = f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}"
    assert (found.mode, found.python, found.file) == ("bytecode", version, None)
    assert found.text.startswith(f"bytecode of {version}\n")
    assert not found.is_comparable(code_of(test_it_says_that_it_is_bytecode_and_of_which_python))


def test_names_and_comments_do_not_count_there_either() -> None:
    one = "def f(x, n=2):\n  'Doc.'\n  y = x * n  # why\n  return [i for i in y if i != n]"
    two = "def g(a, b=2):\n\n  c = a * b\n  return [j for j in c if j != b]"
    assert code_hash(made(one)) == code_hash(made(two, "g"))


@pytest.mark.parametrize(
    "other",
    [
        "def f(x): return x + 2",
        "def f(x): return x - 1",
        "def f(x): return y + 1",
        "def f(x, y): return x + 1",
        "def f(x): return x + 1.0",
        "def f(x): return (lambda y: x + 1)(x)",
        "def f(x):\n  try: return x + 1\n  finally: print()",
    ],
)
def test_logic_does(other: str) -> None:
    assert code_hash(made("def f(x): return x + 1")) != code_hash(made(other))


def test_what_it_calls_is_followed() -> None:
    text = "def g(x): return x * {0}\nRATE = {1}\ndef f(x): return g(x) + RATE"
    assert [call.qualname for call in code_of(made(text.format(2, 3))).calls] == ["g"]
    digests = {code_of(made(text.format(*numbers))).digest for numbers in ((2, 3), (2, 4), (3, 3))}
    assert len(digests) == 3


def test_captured_values_and_defaults_of_it_count() -> None:
    text = "def made(n):\n  def f(x, y=n): return x * n + y\n  return f"
    one = made(text, "made")
    assert code_hash(one(1)) == code_hash(made(text, "made")(1)) != code_hash(one(2))


def test_the_order_of_a_set_of_constants_is_none() -> None:
    one, two = "def f(x): return x in {'a', 'b', 'c'}", "def f(x): return x in {'c', 'b', 'a'}"
    assert code_hash(made(one)) == code_hash(made(two))


def test_classes_made_of_text_count_by_their_methods() -> None:
    text = "class f:\n  def step(self): return self.loss()\n  def loss(self): return {0}"
    one, two = code_of(made(text.format(1), __name__="x")), code_of(made(text.format(2), __name__="x"))
    assert one.digest != two.digest
    assert one.mode == "bytecode"


def test_two_of_one_python_are_compared_by_instruction() -> None:
    found = diff(code_of(made("def f(x): return x + 1")), code_of(made("def f(x): return x + 2")))
    changed = [line for line in found.text.splitlines() if line[0] in "-+" and line[:3] not in ("---", "+++")]
    assert len(changed) == 2
    assert changed[0].endswith(" 1")
    assert changed[1].endswith(" 2")
