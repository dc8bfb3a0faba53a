"""SDN, a notation for data that people write: a reader with places, a writer, and a document to edit.

    reading    _parse (blocks), _table_reader and _tables, _statements (lines), _scan (values), _words,
               to _tree; _values (Python's), _faults
    writing    _write, _files
    editing    _document, _edits, _path, _layout

``loads`` and ``dumps`` are for values; ``Document`` keeps comments and layout; ``parse`` gives the tree, for
those who say more about a text than its values. What is wrong with a text is a
``ConfigError`` with all of it, each with its line and column. The notation is described in ``docs/sdn.md``.
"""

from __future__ import annotations

from ato.sdn._document import Document
from ato.sdn._faults import Bounds, Fault, Lines
from ato.sdn._files import dump, load, loads
from ato.sdn._layout import formatted
from ato.sdn._parse import Parsed, parse
from ato.sdn._tree import Dict, Entry, List, Node, Scalar
from ato.sdn._write import dumps

__all__ = [
    "Bounds",
    "Dict",
    "Document",
    "Entry",
    "Fault",
    "Lines",
    "List",
    "Node",
    "Parsed",
    "Scalar",
    "dump",
    "dumps",
    "formatted",
    "load",
    "loads",
    "parse",
]
