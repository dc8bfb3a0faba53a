"""JSON lines: a line for each run, and one for each point."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from ato.track.export._exported import Exported, facts, in_json, strict
from ato.track.export._place import fresh_file


def to_jsonl(runs: Sequence[Exported], path: Path, *, force: bool) -> None:
    """Write runs into one file: ``kind`` says of each line whether it is a run or a point.

    The words ``nan``, ``inf`` and ``-inf`` stand for what JSON cannot say.
    """
    with fresh_file(path, force=force) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        for each in runs:
            told = {"kind": "run", **facts(each.run), "config": each.config(), "summary": each.summary()}
            file.write(json.dumps(strict(told)) + "\n")
            for key, point in each.points():
                row = {"kind": "point", "run": each.run.uid, "key": key, **point._asdict()}
                file.write(json.dumps(row | {"value": in_json(point.value)}) + "\n")
