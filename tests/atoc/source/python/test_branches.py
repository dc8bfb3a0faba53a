"""The branches of an ``if``, in an order in which none changes what another's condition reads."""

from __future__ import annotations

import pytest

from atoc.source.python.known import outcome
from atoc.source.python.parts import PythonModule, PythonView
from atoc.source.python.views import read_views
from atoc.span import SourceFile

HEAD = "from ato.scope import Scope\nscope = Scope()\n@scope.observe()\ndef v(config):\n"


def view(*lines: str) -> PythonView:
    file = SourceFile("main.py", HEAD + "".join(f"    {line}\n" for line in lines))
    module = read_views([file])[file].value
    assert isinstance(module, PythonModule)
    return module.scopes[0].views[0]


def parts(found: PythonView) -> list[tuple[str, list[str]]]:
    return [(part.when.text if part.when else "", [w.key.text for w in part.writes]) for part in found.parts]


def test_a_branch_that_changes_a_condition_comes_last() -> None:
    found = view("if config.lr > 1:", "    config.lr = 1", "else:", "    config.wd = 0")
    assert not found.unread
    assert parts(found) == [("(not (lr > 1))", ["wd"]), ("(lr > 1)", ["lr"])]


def test_both_branches_of_one_field_are_one_equation() -> None:
    found = view("if config.on: config.on = False", "else: config.on = True")
    assert parts(found) == [("", ["on"])]
    assert not found.unread


@pytest.mark.parametrize(
    "lines",
    [
        ("if config.a: config.a = config.b; config.c = config.a; config.a = 0",),
        ("if config.a: config.a = 0; config.c = 1", "else: config.a = 1"),
        ("if config.a == 1: config.a = config.b", "elif config.a == 2: config.a = 1"),
    ],
)
def test_what_no_order_can_say_is_not_understood(lines: tuple[str, ...]) -> None:
    (unread,) = view(*lines).unread
    assert unread.what == "an `if` whose branches change what its own conditions read"


@pytest.mark.parametrize(
    ("text", "known", "holds"),
    [
        ("(a == 1)", {"a": 1}, True),
        ("(a == 1)", {}, None),
        ("(not bool(a)) and b", {"a": 3}, False),
        ("b or (a in ['x', 'y'])", {"a": "x"}, True),
        ("(a > b)", {"a": 1}, None),
        ("(m.a > 1)", {"m.a": 2}, True),
        ("(a > 'x')", {"a": 2}, None),
        ("(a < 1", {"a": 0}, None),
    ],
)
def test_a_condition_is_worked_out_as_far_as_it_is_known(
    text: str, known: dict[str, object], holds: bool | None
) -> None:
    assert outcome(text, known) is holds
