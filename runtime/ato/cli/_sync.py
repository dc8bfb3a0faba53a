"""``ato sync``: bring runs from one store into another."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

ABOUT = """Send the runs that another store lacks to it, and what has come to those that it has.
Stores are paths or postgresql://... URLs. Nothing is sent twice; what was interrupted goes on."""

LISTED = 5


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "sync", help="bring runs into another store", description=ABOUT, allow_abbrev=False
    )
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--to", metavar="STORE", help="send what that store lacks")
    way.add_argument("--from", dest="origin", metavar="STORE", help="fetch what this store lacks")
    parser.add_argument("--store", metavar="STORE", help="this store (else ATO_STORE, else .ato/runs.db)")
    parser.add_argument("--project", help="the runs of one project alone")
    parser.add_argument(
        "--run",
        dest="of_run",
        metavar="RUN",
        help="one run alone: its number, uid, name, or project/name, where it comes from",
    )
    parser.add_argument("--blobs", metavar="FOLDER", help="the folder of the other store's files by content")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would be sent")
    parser.add_argument(
        "--check", action="store_true", help="send nothing: tell what differs; then exit with 1"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="tell the sum alone")
    parser.set_defaults(run=_sync)


def _sync(asked: argparse.Namespace) -> int:
    from ato.track import TrackError
    from ato.track.sync import masked

    other = asked.to or asked.origin
    try:
        return _checked(asked) if asked.check else _sent(asked)
    except TrackError as error:
        text = f"error: {error}"
    except Exception as error:  # whatever a driver raises, its words may hold the password
        text = f"error: {type(error).__name__}: {error}"
    print(masked(text, other, asked.store), file=sys.stderr)
    return 1


def _sent(asked: argparse.Namespace) -> int:
    from ato.track.sync import masked, sync

    other = asked.to or asked.origin
    ends = (asked.store, other) if asked.to else (other, _here(asked))
    report = sync(
        ends[0],
        ends[1],
        project=asked.project,
        run=asked.of_run,
        source_blobs=asked.blobs if asked.origin else None,
        target_blobs=asked.blobs if asked.to else None,
        dry_run=asked.dry_run,
        say=None if asked.quiet else lambda line: print(masked(line, other)),
    )
    said = report.said()
    print(f"would send: {said}" if asked.dry_run and not report.is_empty else said)
    for sentence in _shortened(report.held):
        print(f"not sent: {masked(sentence, other)}")
    for sentence in report.conflicts:
        print(f"conflict: {masked(sentence, other)}", file=sys.stderr)
    for sentence in report.missing:
        print(f"missing: {sentence}", file=sys.stderr)
    return 1 if report.conflicts or report.missing else 0


def _shortened(sentences: list[str]) -> list[str]:
    """The first few sentences on runs that stay away, and how to have them back."""
    rest = len(sentences) - LISTED
    more = [f"{rest} more were removed there"] if rest > 0 else []
    return [*sentences[:LISTED], *more, *(["--run RUN brings one back"] if sentences else [])]


def _checked(asked: argparse.Namespace) -> int:
    from ato.track.sync import check, masked

    other = asked.to or asked.origin
    ends = (asked.store, other) if asked.to else (other, _here(asked))
    found = check(*ends, project=asked.project, run=asked.of_run)
    for difference in found:
        print(masked(str(difference), other))
    if not found:
        print("both stores have the same")
    return 1 if found else 0


def _here(asked: argparse.Namespace) -> str:
    from ato.track._location import located

    return located(asked.store).url
