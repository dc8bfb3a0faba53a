"""Runs as files that other tools read, and back.

_export       one call for all formats: which runs, where to
_exported     a run as it is read from a store, once for all formats
_place        targets that appear whole or not at all
_csv, _jsonl, _parquet, _tensorboard (_events: their bytes), _mlflow
_folder       the folder of a run, for people and programs; _import reads it back
"""

from __future__ import annotations

from ato.track.export._export import FORMATS, export
from ato.track.export._import import import_run

__all__ = ["FORMATS", "export", "import_run"]
