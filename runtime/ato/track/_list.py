"""Listing runs without holding a store open."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ato.track.store import StoredRun


def runs(project: str | None = None, *, store: str | os.PathLike[str] | None = None) -> list[StoredRun]:
    """The runs of a store, the latest first; of one project if it is named."""
    from ato.track.store import open_store

    with open_store(store) as opened:
        return opened.runs(project)
