"""Tracking: what a program logs, kept in one file, with why its config is what it is.

``ato.run`` begins a run, ``open_store`` reads what runs have left, ``runs`` lists them. Everything is local
and needs no server; a team gives the URL of a PostgreSQL database instead of a path.

    run        a run in a program: logging, its life, its thread
    registry   versions with names and stages, and the audit trail
    artifacts  files that runs make and use, in versions
    store      tables, what fills them, what reads them (SQLAlchemy)
    blobs      files by content (the standard library alone)
    journal    what a call appends to (the standard library alone)

Arrows go down that list. Beside it ``_location`` says where a store lies, ``_uid`` names runs, ``_errors``
has ``TrackError``, ``_texts`` spells what databases refuse. Entering the room loads nothing; reading one of
its names does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.track._errors import TrackError
    from ato.track._list import runs
    from ato.track.artifacts import Artifact
    from ato.track.run._disabled import DisabledRun
    from ato.track.run._run import Run
    from ato.track.store import Store, open_store

__all__ = ["Artifact", "DisabledRun", "Run", "Store", "TrackError", "open_store", "runs"]


def __getattr__(name: str) -> object:
    """What the room offers, each loaded when it is first asked for."""
    from importlib import import_module

    rooms = {
        "Artifact": "ato.track.artifacts",
        "DisabledRun": "ato.track.run",
        "Run": "ato.track.run",
        "Store": "ato.track.store",
        "TrackError": "ato.track._errors",
        "open_store": "ato.track.store",
        "runs": "ato.track._list",
    }
    if name in rooms:
        return getattr(import_module(rooms[name]), name)
    raise AttributeError(f"module 'ato.track' has no attribute '{name}'")
