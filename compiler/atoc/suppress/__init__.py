"""Findings that are known and wanted: those that comments silence, and those of a baseline.

Both take findings out of what is told and neither takes out errors of reading, without which nothing would
have been proved. ``suppress`` follows the comments, ``baseline`` knows the file of known findings, and the
words for comments that are no good are in ``findings``.
"""

from atoc.suppress.baseline import Baseline, BaselineError, Compared, baseline, compare, written
from atoc.suppress.comments import Told, suppress
from atoc.suppress.findings import RULES

__all__ = [
    "RULES",
    "Baseline",
    "BaselineError",
    "Compared",
    "Told",
    "baseline",
    "compare",
    "suppress",
    "written",
]
