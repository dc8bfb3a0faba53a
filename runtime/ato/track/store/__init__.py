"""The store: tables in SQLite or PostgreSQL, what moves journals into them, and what reads them.

The one room that knows SQLAlchemy. A call of a training loop never comes here: a thread of the run does, with
what the journal holds.

    tables    _tables, _tables_kept, _schema (their versions)
    database  _engine, _lock, _upsert, _parts (what fits one statement), _errors (what may pass,
              and what is refused at any time)
    writing   _ingest (a journal, each part once), _facts, _outputs, _versions, _points,
              _superseded, _reads (of configs, over all segments of a run), _refused, _take_over,
              _searched (what values are found by)
    beside    _audit (who changed what), _append_only (triggers that hold it), _changes (of runs
              after the fact), _removals (what stays of a run that was removed), _lost (files of a
              database that is there no more)
    reading   _store (the face), _read, _rows (what it gives), _media (media and tables)
"""

from __future__ import annotations

from ato.track.store._media import StoredKey, StoredMedium
from ato.track.store._rows import (
    AppliedView,
    ConfigKey,
    ConfigWrite,
    StoredConfig,
    StoredPoint,
    StoredRun,
    Summary,
)
from ato.track.store._store import Store, open_store, prepared

__all__ = [
    "AppliedView",
    "ConfigKey",
    "ConfigWrite",
    "Store",
    "StoredConfig",
    "StoredKey",
    "StoredMedium",
    "StoredPoint",
    "StoredRun",
    "Summary",
    "open_store",
    "prepared",
]
