"""``ato export`` and ``ato import-run``: runs as files that other tools read, and back."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

FORMATS = ("csv", "jsonl", "parquet", "tensorboard", "mlflow", "folder")


def add_to(commands: Commands) -> None:
    """Add both commands."""
    export = commands.add_parser(
        "export", help="write runs as files that other tools read", allow_abbrev=False
    )
    export.add_argument(
        "runs", nargs="*", metavar="RUN", help="by number, uid or name; without any, all of the store"
    )
    export.add_argument("--format", required=True, choices=FORMATS, help="what to write")
    export.add_argument(
        "-o", "--output", required=True, metavar="PATH", help="the file or folder; a URI for mlflow"
    )
    export.add_argument("--force", action="store_true", help="replace what is there")
    export.set_defaults(run=_export)
    back = commands.add_parser(
        "import-run", help="bring the folder of an exported run into a store", allow_abbrev=False
    )
    back.add_argument("folder", help="what `ato export RUN --format folder` has written")
    back.set_defaults(run=_import)
    for parser in (export, back):
        parser.add_argument("--store", metavar="STORE", help="the store (else ATO_STORE, else .ato/runs.db)")
        parser.add_argument("--blobs", metavar="FOLDER", help="the folder of its files by content")


def _export(asked: argparse.Namespace) -> int:
    from ato.track import TrackError
    from ato.track.export import export
    from ato.track.sync import masked

    try:
        count = export(
            asked.runs, asked.format, asked.output, store=asked.store, blobs=asked.blobs, force=asked.force
        )
    except TrackError as error:
        print(masked(f"error: {error}", asked.store, asked.output), file=sys.stderr)
        return 2
    print(masked(f"{count} {'run' if count == 1 else 'runs'} in {asked.output}", asked.output))
    return 0


def _import(asked: argparse.Namespace) -> int:
    from ato.track import TrackError
    from ato.track.export import import_run
    from ato.track.sync import masked

    try:
        report = import_run(asked.folder, asked.store, blobs=asked.blobs)
    except TrackError as error:
        print(masked(f"error: {error}", asked.store), file=sys.stderr)
        return 2
    print(report.said())
    for sentence in (*report.conflicts, *report.missing):
        print(sentence, file=sys.stderr)
    return 1 if report.conflicts or report.missing else 0
