"""CSV: one line a point."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from ato.track.export._exported import Exported
from ato.track.export._place import fresh_file

COLUMNS = ("run", "project", "name", "key", "step", "ord", "time", "value", "is_superseded")


def to_csv(runs: Sequence[Exported], path: Path, *, force: bool) -> None:
    """Write the points of runs into one file. Numbers read back as the same; nan and inf are words."""
    with fresh_file(path, force=force) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for each in runs:
            named = (each.run.uid, each.run.project, each.run.name)
            for key, point in each.points():
                value = (repr(point.time), repr(point.value), str(point.is_superseded).lower())
                writer.writerow((*named, key, point.step, point.ord, *value))
