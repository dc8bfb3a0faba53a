"""One call for all formats."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

from ato.config import suggestion
from ato.track._errors import TrackError
from ato.track.blobs import Blobs
from ato.track.export._exported import Exported
from ato.track.store import Store, open_store

FORMATS: Mapping[str, str] = {
    "csv": "one line a point, of all runs",
    "jsonl": "a line for each run and each point",
    "parquet": "the points as columns (needs pyarrow)",
    "tensorboard": "event files, a folder a run",
    "mlflow": "through MLflow's client: a folder, or any of its URIs",
    "folder": "everything of one run, to be imported again",
}


def export(
    runs: Iterable[str | int],
    format: str,
    path: str | os.PathLike[str],
    *,
    store: str | os.PathLike[str] | Store | None = None,
    blobs: str | os.PathLike[str] | None = None,
    force: bool = False,
) -> int:
    """Write runs, by number, uid or name, in one of ``FORMATS``; returns how many. None are all of the store.

    What is at the target is only replaced with ``force``, and at once: it is never half written. ``blobs`` is
    the folder of files by content, where that is not beside the store. Raises ``TrackError`` for what cannot
    be read or written.
    """
    if format not in FORMATS:
        help = suggestion(format, list(FORMATS)) or (f"the formats are {', '.join(FORMATS)}",)
        raise TrackError(format, "is no format of an export", help)
    with ExitStack() as stack:
        opened = store if isinstance(store, Store) else stack.enter_context(open_store(store))
        folder = Blobs(Path(blobs) if blobs else opened.location.blobs)
        asked = list(dict.fromkeys(runs))
        found = [opened.run(each) for each in asked] if asked else opened.runs()[::-1]
        if not found:
            raise TrackError(str(opened.location), "has no runs to export")
        write: Callable[..., None] = getattr(import_module(f"ato.track.export._{format}"), f"to_{format}")
        target: Any = os.fspath(path) if format == "mlflow" else Path(path)
        write([Exported(opened, folder, run) for run in found], target, force=force)
    return len(found)
