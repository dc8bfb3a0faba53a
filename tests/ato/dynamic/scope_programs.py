"""Scopes for tests: a registry of their own each, and command lines that are theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ato.config import ConfigError
from ato.dynamic import Scope


def problems(call: Callable[[], object]) -> list[str]:
    """What a call refuses, each problem in one line."""
    with pytest.raises(ConfigError) as raised:
        call()
    return [str(problem).replace("\n  help: ", " | ") for problem in raised.value.problems]


class Program:
    """Runs entry functions as a program with a command line."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def config(self, scope: Scope, *words: str) -> dict[str, Any]:
        """What the config of a scope is when its program is called with words."""
        self.monkeypatch.setattr("sys.argv", ["train.py", *words])
        with scope:
            return scope.config.to_dict()

    def refused(self, scope: Scope, *words: str) -> list[str]:
        """What is told of a command line that is refused, line by line, without the last."""
        with pytest.raises(SystemExit) as left:
            self.config(scope, *words)
        assert left.value.code == 2
        return self.capsys.readouterr().err.splitlines()[:-1]

    def printed(self, scope: Scope, *words: str) -> str:
        """What the program prints where it is asked for something else than to run."""
        with pytest.raises(SystemExit) as left:
            self.config(scope, *words)
        assert left.value.code == 0
        return self.capsys.readouterr().out
