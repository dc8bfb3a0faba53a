"""Ato's path to ``ADict``; see :mod:`ato.dynamic`."""

from __future__ import annotations

from ato.dynamic import ADict, Dict, mutate_attribute

__all__ = ["ADict", "Dict", "mutate_attribute"]
