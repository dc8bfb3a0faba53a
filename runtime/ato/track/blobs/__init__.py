"""Files by content: ``blobs/<aa>/<digest>``, the digest being the SHA-256 of what is in the file.

Bytes come in under a temporary name, hashed as they are written, and get their own name when they are on the
disk: whoever is interrupted leaves nothing half visible. What is here is never changed, and is read-only, so
that it can be linked out instead of copied. Only the standard library is loaded, and no database is known.

    _blobs   put, get, link out, check
    _copy    bytes from one file to another, hashed on the way
    _sweep   removing what nobody refers to, safe beside those who put
"""

from __future__ import annotations

from ato.track.blobs._blobs import Blob, Blobs, is_digest
from ato.track.blobs._sweep import Swept, horizon, sweep

__all__ = ["Blob", "Blobs", "Swept", "horizon", "is_digest", "sweep"]
