"""What the commands on a store share: naming it, opening it, and sizes and times as people read them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ato.track.store import Store

STEP = 1000.0


def add_store(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a store."""
    parser.add_argument("--store", metavar="PLACE", help="a path or URL; else ATO_STORE, else .ato/runs.db")


def opened(place: str | None) -> Store:
    """The store of that place. Raises ``TrackError`` where there is none: looking for one makes none."""
    from ato.track import TrackError
    from ato.track._location import located

    location = located(place)
    if location.path is not None and not location.path.exists():
        raise TrackError(str(location), "there is no store here", ("name one: --store PLACE, or ATO_STORE",))
    try:
        from ato.track.store import open_store
    except ModuleNotFoundError as error:
        help = ("pip install 'atoc[track]'",)
        raise TrackError("ato", f"reading a store needs {error.name}, which is not installed", help) from None
    return open_store(place)


def size(number: int | None) -> str:
    """A number of bytes for people."""
    if number is None:
        return "?"
    value, units = float(number), ["B", "kB", "MB", "GB", "TB"]
    while value >= STEP and len(units) > 1:
        value /= STEP
        units.pop(0)
    return f"{number} B" if units[0] == "B" else f"{value:.1f} {units[0]}"


def counted(number: int, thing: str) -> str:
    """A number of things, as ``1 file`` and ``2 files``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def moment(time: float) -> str:
    """A time for people, of this machine's clock."""
    return datetime.fromtimestamp(time).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns; the last column is as wide as it is."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)


def say(text: str) -> None:
    """Print a text."""
    from ato.config._program import say as told

    told(sys.stdout, text)
