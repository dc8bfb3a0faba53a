"""Ato's path to the transformer of syntax trees; see :mod:`ato.fingerprint`."""

from __future__ import annotations

from ato.fingerprint import Canon

__all__ = ["Canon"]
