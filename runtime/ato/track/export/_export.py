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
from ato.track._location import without_password
from ato.track.blobs import Blobs
from ato.track.export._exported import Exported
from ato.track.store import Store, StoredRun
from ato.track.sync._sync import opened

ALL = 2**31 - 1
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
        read = opened(stack, store)
        folder = Blobs(Path(blobs) if blobs else read.location.blobs)
        found = _found(read, runs)
        if not found:
            raise TrackError(str(read.location), "has no runs to export")
        write: Callable[..., None] = getattr(import_module(f"ato.track.export._{format}"), f"to_{format}")
        target: Any = os.fspath(path) if format == "mlflow" else Path(path)
        try:
            write([Exported(read, folder, run) for run in found], target, force=force)
        except OSError as error:
            place = without_password(str(error.filename or path))
            raise TrackError(place, f"cannot be written or read: {error.strerror or error}") from error
    return len(found)


def _found(store: Store, runs: Iterable[str | int]) -> list[StoredRun]:
    """The runs that are asked for, each once, however it is named; else all, the oldest first."""
    asked = list(dict.fromkeys(runs))
    if asked:
        return list({run.uid: run for run in map(store.run, asked)}.values())
    return store.runs(limit=ALL)[::-1]
