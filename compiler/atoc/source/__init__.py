"""From files to one tree of text with places, whatever the format.

:func:`read` is the one door to the file system; :func:`parse` makes the tree of one document; :func:`raw`
gives what the types of ``ato.config`` read. The room knows text only: what a document may say is
the business of ``syntax``. A new format is one more reader and one line in ``parse``.
"""

from atoc.source.bounds import DEFAULT, Bounds
from atoc.source.decode import decode
from atoc.source.findings import DUPLICATE_KEY, RULES, UNREADABLE
from atoc.source.modules import ModuleMissing, ModuleOpaque, ModuleSource, ModuleText
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence, Style
from atoc.source.parse import parse
from atoc.source.raw import place, raw
from atoc.source.read import SourceError, read, read_bytes, read_module, read_text
from atoc.source.suppressions import Suppression, suppressions

__all__ = [
    "DEFAULT",
    "DUPLICATE_KEY",
    "RULES",
    "UNREADABLE",
    "Bounds",
    "Entry",
    "Mapping",
    "ModuleMissing",
    "ModuleOpaque",
    "ModuleSource",
    "ModuleText",
    "Node",
    "Scalar",
    "Sequence",
    "SourceError",
    "Style",
    "Suppression",
    "decode",
    "parse",
    "place",
    "raw",
    "read",
    "read_bytes",
    "read_module",
    "read_text",
    "suppressions",
]
