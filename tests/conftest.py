"""What every test shares: hypothesis keeps nothing on disk, and draws the same examples on every CI run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, database=None, derandomize="CI" in os.environ)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--long`` looks at ten times as many random programs."""
    parser.addoption("--long", action="store_true", help="look at ten times as many random programs")
