"""The journal: what a run's calls append to, so that nothing they returned from is lost with the process.

A journal is of one process: files ``<run uid>.<process>.<nonce>.<number>.j``, one after the other, each a
header, then records with a checksum each. A call is one ``write`` to a file opened for appending, which
outlives the process; nothing here knows a database, and nothing but the standard library is loaded.

    writing   _journal (append, held back while the disk refuses, go on in a new file)
    records   _format (their bytes), _read (back from bytes, across damage)
    owners    _owner (whose journal it is, and whether they live)
"""

from __future__ import annotations

from ato.track.journal._format import EXACT, MAX_NAME, Definition, Point
from ato.track.journal._journal import Journal
from ato.track.journal._owner import Owner, claimed, is_alive, is_left, this_process
from ato.track.journal._read import Batch, Reader, is_nothing, run_uid

__all__ = [
    "EXACT",
    "MAX_NAME",
    "Batch",
    "Definition",
    "Journal",
    "Owner",
    "Point",
    "Reader",
    "claimed",
    "is_alive",
    "is_left",
    "is_nothing",
    "run_uid",
    "this_process",
]
