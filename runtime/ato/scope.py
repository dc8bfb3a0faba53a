"""Ato's path to scopes; see :mod:`ato.dynamic`."""

from __future__ import annotations

from ato.dynamic import MultiScope, Scope, parse_args_pythonic

__all__ = ["MultiScope", "Scope", "parse_args_pythonic"]
