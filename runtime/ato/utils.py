"""Ato's path to what it offers for lists and text; see :mod:`ato.dynamic`."""

from __future__ import annotations

from ato.dynamic.files._strings import convert_string_to_value, get_all, is_seq, remove_all, replace_all

__all__ = ["convert_string_to_value", "get_all", "is_seq", "remove_all", "replace_all"]
