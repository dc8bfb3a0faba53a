"""Sync: what one store has, brought into another, over and over, in any direction and order.

_sync        one pass from a source to a target
_heads       what a run is at a moment, and which store is further with it
_registers   what anybody may change anywhere: names, notes, tags, aliases
_contents    what is kept by content
_series      what only grows: points, output fingerprints, media, rows of tables
_files       files by content
_artifacts   versions and lineage; _aliases their names
_pointers    what a name stands for, where two stores may disagree
_removed     runs that were removed, and stay away
_registry    collections, stages, and the audit trail
_settle      the last step with a run
_check       what two stores have, compared by digests
_ends        a store as an end of a sync; _ids its numbers; _report what was done; _masked its secrets
"""

from __future__ import annotations

from ato.track.sync._check import Difference, check
from ato.track.sync._contents import reached_code
from ato.track.sync._masked import masked
from ato.track.sync._report import Report
from ato.track.sync._sync import sync

__all__ = ["Difference", "Report", "check", "masked", "reached_code", "sync"]
