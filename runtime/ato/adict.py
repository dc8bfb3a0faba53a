"""Ato's path to ``ADict``; see :mod:`ato.dynamic`."""

from __future__ import annotations

from ato.dynamic import ALLOWED_EXTS, ADict, Dict, MissingAttribute, MissingKey, mutate_attribute

__all__ = ["ALLOWED_EXTS", "ADict", "Dict", "MissingAttribute", "MissingKey", "mutate_attribute"]
