"""Files by content: ``blobs/<aa>/<digest>``, the digest being the SHA-256 of what is in the file.

Bytes come in under a temporary name, hashed as they are written, and get their own name when they are on the
disk: whoever is interrupted leaves nothing half visible. What is here is never changed, and is read-only, so
that it can be linked out instead of copied. Only the standard library is loaded, and no database is opened.

    _blobs   put, get, link out, check
    _copy    bytes from one file to another, hashed on the way
    _seal    the times of blobs: how young they are, and who has written to them
    _users   which stores keep files in a folder
    _pins    what journals refer to that others cannot see
    _sweep   removing what nobody refers to, safe beside those who put
"""

from __future__ import annotations

from ato.track.blobs._blobs import Blob, Blobs, is_digest
from ato.track.blobs._pins import Pins, pins, unread
from ato.track.blobs._sweep import Swept, horizon, sweep
from ato.track.blobs._users import User, mark_lost, user_of, users

__all__ = [
    "Blob",
    "Blobs",
    "Pins",
    "Swept",
    "User",
    "horizon",
    "is_digest",
    "mark_lost",
    "pins",
    "sweep",
    "unread",
    "user_of",
    "users",
]
