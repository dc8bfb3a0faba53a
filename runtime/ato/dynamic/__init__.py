"""Ato's dynamic interface: configs that are written to while a program runs, as dicts with attributes.

``ato.adict``, ``ato.xyz`` and ``ato.utils`` are the paths by which programs import it. Nothing but the
standard library is loaded before a file is read.
"""

from __future__ import annotations

from ato.dynamic._adict import ADict
from ato.dynamic._dict import Dict, mutate_attribute
from ato.dynamic._hierarchy import ALLOWED_EXTS
from ato.dynamic._missing import MissingAttribute, MissingKey

__all__ = ["ALLOWED_EXTS", "ADict", "Dict", "MissingAttribute", "MissingKey", "mutate_attribute"]
