"""What is claimed where views are not understood."""

from __future__ import annotations

import pytest

from atoc.compile import compile as compiled
from atoc.findings import Passed
from atoc.span import SourceFile

HEAD = "from ato.scope import Scope\nscope = Scope()\n"
BASE = "@scope.observe(default=True, priority=1)\ndef base(config):\n    config.a = 1\n    config.b = 2\n"
EARLY = "@scope.observe()\ndef early(config):\n    config.a = 3\n"


def outcomes(*parts: str) -> dict[tuple[str, str], str]:
    """The verdict on each question, by its code and what it is about."""
    found = compiled(Passed((SourceFile("main.py", "".join((HEAD, *parts))),)))
    verdicts = found.facts["config"].verdicts
    return {(each.code, each.subject): each.outcome for each in verdicts}


def view(body: str, options: str = "") -> str:
    return f"@scope.observe({options})\ndef odd(config):\n    {body}\n"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("config.c = 1", "proved"),
        ("config.c = draw()", "proved"),
        ("config.a = draw()", "unproved"),
        ("helper(config)", "unproved"),
        ("config.a.append(1)", "unproved"),
    ],
)
def test_what_a_view_may_write_is_not_proved_to_be_set(body: str, outcome: str) -> None:
    assert outcomes(BASE, view(body))["ATC201", "a"] == outcome


def test_what_is_worked_out_from_it_is_not_proved_either() -> None:
    later = "@scope.observe(default=True, priority=5)\ndef later(config):\n    config.c = config.a\n"
    found = outcomes(BASE, view("config.a = draw()"), later)
    assert (found["ATC201", "c"], found["ATC201", "b"]) == ("unproved", "proved")


def test_a_dead_view_is_one_no_more_where_another_may_read_it() -> None:
    assert outcomes(BASE, EARLY)["ATC204", "early"] == "refuted"
    assert outcomes(BASE, EARLY, view("config.a = draw()"))["ATC204", "early"] == "unproved"


def test_a_run_without_the_view_still_refutes() -> None:
    named = "@scope.observe()\ndef named(config):\n    config.c = 3\n"
    found = outcomes(BASE, named, view("helper(config)"))
    assert found["ATC201", "c"] == "refuted"


def test_of_a_scope_out_of_sight_nothing_is_claimed() -> None:
    found = outcomes(BASE, EARLY, "register(scope)\n")
    assert set(found.values()) == {"unproved"}
