"""Ato's dynamic interface: configs that are written to while a program runs, as dicts with attributes.

``ato.adict``, ``ato.xyz`` and ``ato.utils`` are the paths by which programs import it. Nothing but the
standard library is loaded before a file is read. The modules behind the face are private:

    trees      _dict _tree _adict _convert _chain _missing _frozen _watch _structure
    files      _read_file _write_file _python_file _base_files _base_words _hierarchy _errors
    text       _xyz _xyz_words _strings
"""

from __future__ import annotations

from ato.dynamic._adict import ADict
from ato.dynamic._dict import Dict, mutate_attribute
from ato.dynamic._hierarchy import ALLOWED_EXTS
from ato.dynamic._missing import MissingAttribute, MissingKey

__all__ = ["ALLOWED_EXTS", "ADict", "Dict", "MissingAttribute", "MissingKey", "mutate_attribute"]
