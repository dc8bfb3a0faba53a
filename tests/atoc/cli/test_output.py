from __future__ import annotations

import pytest

from atoc.cli import output
from atoc.findings.render import COLOURED, PLAIN, Palette


class Terminal:
    """Stands in for a standard output, of which only one question is asked."""

    def __init__(self, *, is_terminal: bool) -> None:
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


@pytest.mark.parametrize(
    ("is_terminal", "environment", "expected"),
    [
        (True, {}, COLOURED),
        (False, {}, PLAIN),
        (True, {"NO_COLOR": "1"}, PLAIN),
        (True, {"NO_COLOR": ""}, COLOURED),
        (False, {"FORCE_COLOR": "1"}, COLOURED),
        (False, {"FORCE_COLOR": ""}, PLAIN),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, PLAIN),
        (True, {"TERM": "dumb"}, PLAIN),
        (True, {"TERM": "dumb", "FORCE_COLOR": "1"}, COLOURED),
        (True, {"TERM": "xterm-256color"}, COLOURED),
    ],
)
def test_colour_is_for_terminals_unless_the_environment_says_otherwise(
    is_terminal: bool, environment: dict[str, str], expected: Palette, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", Terminal(is_terminal=is_terminal))
    assert output.palette() == expected
