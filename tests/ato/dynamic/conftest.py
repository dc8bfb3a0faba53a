"""What the tests of scopes share: a registry of their own, and a program to call."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ato.dynamic import Scope
from tests.ato.dynamic.scope_programs import Program


@pytest.fixture(autouse=True)
def registry() -> Iterator[None]:
    """Scopes of one test are none of the next."""
    Scope.initialize_registry()
    yield
    Scope.initialize_registry()


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """Runs entry functions with a command line."""
    return Program(monkeypatch, capsys)
