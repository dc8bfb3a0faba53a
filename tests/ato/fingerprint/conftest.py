"""Modules and projects that the tests of fingerprints make."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ato.fingerprint.modules import Build, Load, building, loading


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Load]:
    """Makes a module of a text; it stays loaded as long as the test."""
    yield loading(tmp_path)
    for name in [name for name in sys.modules if name.startswith("made_")]:
        del sys.modules[name]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Makes a project of texts; nothing of it stays loaded."""
    yield building(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "proj"]:
        del sys.modules[name]
