"""From the configs of other tools to documents of ours, and what could not be carried over.

    an importer   one module or folder a tool: a function from source files to ``Carried``, that runs nothing
    carried.py    what an importer gives: documents as plain trees, and what was left, where and why
    document.py   a plain tree as the text that a person would write
    report.py     what was carried and left, in words

An importer reads text alone; the user's programs are never imported or run. ``cli/import_.py`` reads the
files, shows what is found in the documents that were made, and has them written.
"""

from atoc.importers.carried import Carried, Expression, Left, Refused, Remarked
from atoc.importers.document import document, is_imported, is_untouched
from atoc.importers.report import report
from atoc.importers.unheld import without_targets

__all__ = [
    "Carried",
    "Expression",
    "Left",
    "Refused",
    "Remarked",
    "document",
    "is_imported",
    "is_untouched",
    "report",
    "without_targets",
]
