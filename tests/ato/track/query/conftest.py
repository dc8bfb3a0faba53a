"""A filled store in either database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ato.track import open_store
from tests.ato.track.query.filled import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ato.track import Store


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    fill(url)
    with open_store(url) as opened:
        yield opened


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same in a file, for tests that change nothing."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("filled")
        patch.chdir(folder)
        fill(str(folder / "runs.db"))
        with open_store(folder / "runs.db") as opened:
            yield opened
