"""Stores to compare runs in: those that the tracker is tested on."""

from __future__ import annotations

from tests.ato.track.conftest import postgresql, url

__all__ = ["postgresql", "url"]
