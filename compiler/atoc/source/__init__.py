"""From files to one tree of text with places, whatever the format.

    files      read.py is the one door; decode.py bounds.py unprintable.py; modules.py for Python's
    a tree     parse.py, by format, to node.py; places.py
    formats    one reader each: YAML, TOML, JSON, SDN
    python     views written in Python; loaded for a ``.py`` file
    values     raw.py gives what the types of ``ato.config`` read
    the text   comments.py suppressions.py written.py dotted.py (paths of fields)

The room knows text only: what a document may say is the business of ``syntax``. A new format is one more
reader and one line in ``parse``. ``findings.py`` words what this room sees.
"""

from atoc.source.bounds import DEFAULT, Bounds
from atoc.source.decode import decode
from atoc.source.findings import DUPLICATE_KEY, RULES, UNREADABLE
from atoc.source.formats.yaml import parse_with_merges
from atoc.source.modules import ModuleMissing, ModuleOpaque, ModuleSource, ModuleText
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence, Style
from atoc.source.parse import is_python, parse
from atoc.source.raw import place, raw
from atoc.source.read import SourceError, read, read_all, read_bytes, read_module, read_text
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
    "is_python",
    "parse",
    "parse_with_merges",
    "place",
    "raw",
    "read",
    "read_all",
    "read_bytes",
    "read_module",
    "read_text",
    "suppressions",
]
