"""Logging one value and reading it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ato
from ato.track import open_store

if TYPE_CHECKING:
    from pathlib import Path


def kept(folder: Path, value: Any, name: str = "x") -> Any:
    """What a store gives back for a value that was logged."""
    with ato.run(store=folder / "runs.db") as run:
        run.log({name: value}, step=3)
    with open_store(folder / "runs.db") as store:
        (found,) = store.media(run.uid, name)
        assert (found.step, found.ord, found.is_superseded) == (3, 0, False)
        return found.value
