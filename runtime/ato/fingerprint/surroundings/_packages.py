"""What is installed, by name and version, from the metadata that installers leave behind."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.metadata import distributions
from pathlib import Path


def packages() -> dict[str, str]:
    """The version of every distribution that this process could import, by its name in one spelling.

    Of two that share a name, the one that stands first on ``sys.path``. Read once for each state of the
    folders on the path.
    """
    return dict(_packages(tuple((entry, _changed(entry)) for entry in sys.path)))


@lru_cache(maxsize=4)
def _packages(path: tuple[tuple[str, int], ...]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for distribution in distributions(path=[entry for entry, _ in path]):
        name = distribution.metadata["Name"]
        if name:
            found.setdefault(name.lower().replace("_", "-").replace(".", "-"), distribution.version or "")
    return tuple(sorted(found.items()))


def _changed(entry: str) -> int:
    try:
        return Path(entry or ".").stat().st_mtime_ns
    except OSError:
        return 0
