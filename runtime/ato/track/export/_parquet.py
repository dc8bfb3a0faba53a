"""Parquet: the points as columns, with what is known of the runs in the schema's metadata."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from ato.track._errors import TrackError
from ato.track.export._exported import Exported, facts, strict
from ato.track.export._place import fresh_file


def to_parquet(runs: Sequence[Exported], path: Path, *, force: bool) -> None:
    """Write the points of runs into one file, a group of rows a metric.

    Raises ``TrackError`` without pyarrow.
    """
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise TrackError(
            "parquet", "needs pyarrow, which is not installed", ("pip install pyarrow",)
        ) from None
    text = arrow.dictionary(arrow.int32(), arrow.string())
    types = {
        "run": text, "project": text, "name": text, "key": text, "step": arrow.int64(), "ord": arrow.int32(),
        "time": arrow.float64(), "value": arrow.float64(), "is_superseded": arrow.bool_(),
    }  # fmt: skip
    about = [{**facts(each.run), "config": each.config(), "summary": each.summary()} for each in runs]
    told = json.dumps(strict(about))
    schema = arrow.schema(list(types.items()), metadata={"ato.runs": told})
    with fresh_file(path, force=force) as part, parquet.ParquetWriter(part, schema) as writer:
        for each in runs:
            for key in each.all_keys():
                points = each.store.history(each.run, key)
                names = (each.run.uid, each.run.project, each.run.name, key)
                columns: dict[str, list[Any]] = {
                    name: [value] * len(points)
                    for name, value in zip(("run", "project", "name", "key"), names)
                }
                for name in ("step", "ord", "time", "value", "is_superseded"):
                    columns[name] = [getattr(point, name) for point in points]
                writer.write_table(arrow.table(columns, schema=schema))
