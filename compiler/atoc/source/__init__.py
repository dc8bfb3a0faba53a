"""From files to one tree of text with places, whatever the format.

    files      read.py is the one door; decode.py bounds.py unprintable.py; modules.py for Python's
    a tree     parse.py, by format, to node.py; places.py
    formats    yaml.py yaml_events.py yaml_errors.py, json.py json_errors.py,
               toml.py toml_tree.py toml_scalars.py toml_errors.py,
               sdn.py (the tree of ``ato.sdn``, with spans)
    Python     python_views.py python_names.py python_given.py python_imports.py python_escapes.py
               python_docs.py python_body.py python_branches.py python_known.py python_touched.py
               python_values.py python_texts.py python_tree.py python_shapes.py python_losses.py
               to python_parts.py and python_kinds.py; loaded for a ``.py`` file
    values     raw.py gives what the types of ``ato.config`` read
    the text   comments.py suppressions.py written.py dotted.py (paths of fields)

The room knows text only: what a document may say is the business of ``syntax``. A new format is one more
reader and one line in ``parse``. ``findings.py`` words what this room sees.
"""

from atoc.source.bounds import DEFAULT, Bounds
from atoc.source.decode import decode
from atoc.source.findings import DUPLICATE_KEY, RULES, UNREADABLE
from atoc.source.modules import ModuleMissing, ModuleOpaque, ModuleSource, ModuleText
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence, Style
from atoc.source.parse import is_python, parse
from atoc.source.raw import place, raw
from atoc.source.read import SourceError, read, read_all, read_bytes, read_module, read_text
from atoc.source.suppressions import Suppression, suppressions
from atoc.source.yaml import parse_with_merges

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
