"""A database that is made anew beside the files of one that is lost: what that one referred to is kept."""

from __future__ import annotations

from contextlib import suppress
from time import time

from ato.track._location import Location
from ato.track.blobs import Blobs, horizon, mark_lost, users
from ato.track.blobs._pins import named_in

YOUNG = 60.0
"""Seconds for which a file may be there before a journal names it."""


def note_lost(location: Location) -> None:
    """Where a new database finds files that no journal names, leave a mark, which collecting asks about.

    Files of other stores, which have marks of their own, are none.
    """
    with suppress(OSError):
        blobs = Blobs.of(location)
        if not blobs.folder.is_dir():
            return
        others = [user for _, user in users(blobs.folder) if user != blobs.user]
        if any(user.is_apart or user.path(blobs.folder) is not None for user in others):
            return
        before, named = horizon(blobs, time(), YOUNG), set(named_in(location.journals))
        if any(digest not in named and blobs.path(digest).stat().st_mtime < before for digest in blobs):
            mark_lost(blobs.folder)
