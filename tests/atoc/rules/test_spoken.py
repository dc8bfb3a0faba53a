"""Findings in the words of those who wrote Python."""

from __future__ import annotations

import pytest

from atoc.compile import compile as compiled
from atoc.findings import Finding, Passed
from atoc.rules.python_words import in_python
from atoc.span import SourceFile

HEAD = "from ato.scope import Scope\nscope = Scope()\n"
TIE = (
    "@scope.observe(default=True)\ndef base(config):\n"
    "    config.a = 1\n    config.b = config.a\n    config.a = 2\n"
    "@scope.observe()\ndef one(config):\n    config.a = 5\n    config.b = config.a\n    config.a = 6\n"
    "@scope.observe()\ndef two(config):\n    config.a = 7\n"
)


def found(text: str) -> tuple[Finding, ...]:
    return compiled(Passed((SourceFile("main.py", HEAD + text),))).findings


def test_parts_are_spoken_of_as_the_view_that_somebody_wrote() -> None:
    findings = found(TIE)
    assert findings
    texts = [text for each in findings for text in (each.message, *each.help, *each.views)]
    texts += [related.message for each in findings for related in each.related]
    assert not [text for text in texts if "·" in text]


def test_what_python_gives_an_order_is_a_warning() -> None:
    assert {each.severity for each in found(TIE) if each.code == "ATC202"} == {"warning"}


def test_a_wrong_chain_of_a_view_in_parts_is_told_once() -> None:
    text = "@scope.observe(chain_with='bas')\ndef v(config):\n    config.a = 1\n    config.b = config.a\n"
    text += "    config.a = 2\n    with Scope.lazy():\n        config.c = 1\n"
    assert [each.views for each in found(text) if each.code == "ATC301"] == [("v",)]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("let 'v' come later (`priority: 3`)", ["let 'v' come later (`priority=3`)"]),
        ("a default view (`default: true`)", ["a default view (`default=True`)"]),
        ("if it must come from outside, mark it with `input: true`", []),
        ("add `when: a == 1` to the view", ["set it under `if a == 1:`"]),
        ("if a part of 'v' is right, mark 'x' with `final: true`", []),
        ("a constraint on the fields that it reads may be all that is missing", []),
        ("remove this write", ["remove this write"]),
    ],
)
def test_help_speaks_python(said: str, told: list[str]) -> None:
    assert list(in_python([said])) == told


def test_a_run_that_shows_something_is_one_of_the_script() -> None:
    text = "@scope.observe(default=True, lazy=True)\ndef v(config):\n"
    text += "    if config.amp and config.note is None:\n        config.a = config.b // config.c\n"
    start = "@scope.observe(default=True)\ndef base(config):\n    config.amp, config.note = False, 'x'\n"
    (shown,) = (
        each for each in found(start + "    config.b = config.c = 1\n" + text) if each.code == "ATC404"
    )
    assert shown.witness == ("amp=True", "c=0", "note=None")
    assert "with 'amp=True c=0 note=None'" in shown.message


def test_what_is_said_of_an_else_stands_at_the_else() -> None:
    text = "@scope.observe(default=True)\ndef base(config):\n    config.a = 'x'\n"
    text += "    if config.a == 'x':\n        config.b = 1\n    else:\n        config.b = 2\n"
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "else" in each)
    (never,) = (each for each in found(text) if "never holds" in each.message)
    first = next(each for each in found(text) if "always holds" in each.message)
    assert never.span.line - first.span.line == 2
    assert (never.span.column, line) == (5, 6)
