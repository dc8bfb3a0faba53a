"""Listing runs without holding a store open."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ato.track.query import Runs
    from ato.track.store import Store


def runs(project: str | None = None, *, store: Store | str | os.PathLike[str] | None = None) -> Runs:
    """The runs of a store, the latest first; of one project if it is named.

    A sequence that ``where``, ``order_by`` and ``limit`` narrow; ``store`` is a path, a URL or an open store.
    """
    from ato.track.query._runs import Runs, checked
    from ato.track.query._select import Plan

    if project is not None:
        checked(project, "a project", 'runs("cifar", store="runs.db")')
    return Runs(store, Plan(project=project))
