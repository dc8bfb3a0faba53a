"""``SQLLogger`` and ``SQLFinder``: Ato's names for ``ato.run`` and ``ato.runs``."""

from __future__ import annotations

from ato.db_routers.sql._finder import SQLFinder
from ato.db_routers.sql._logger import SQLLogger

__all__ = ["SQLFinder", "SQLLogger"]
