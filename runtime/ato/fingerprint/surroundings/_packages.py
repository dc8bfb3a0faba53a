"""What is installed, by name and version, from the metadata that installers leave behind."""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, cast


def packages() -> dict[str, str]:
    """The version of every distribution that this process could import, by its name in one spelling.

    Of two that share a name, the one that stands first on ``sys.path``. Read once for each state of the
    folders on the path.
    """
    entries = [entry for entry in sys.path if isinstance(cast("object", entry), (str, os.PathLike))]
    return dict(_packages(tuple((os.fsdecode(entry), _changed(entry)) for entry in entries)))


@lru_cache(maxsize=4)
def _packages(path: tuple[tuple[str, int], ...]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for distribution in distributions(path=[entry for entry, _ in path]):
        name, version = _told(distribution)
        if name:
            found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), version)
    return tuple(sorted(found.items()))


def _told(distribution: Distribution) -> tuple[str, str]:
    """Name and version; where the metadata is damaged or missing, as the name of its folder has them."""
    try:
        metadata: Any = distribution.metadata
        name, version = metadata.get("Name"), metadata.get("Version")
    except Exception:  # no UTF-8, no file, no right to read it
        name, version = None, None
    if name and version:
        return str(name), str(version)
    folder = str(getattr(distribution, "_path", "")).replace("\\", "/").rpartition("/")[2]
    stem, _, rest = folder.rpartition(".")[0].partition("-")
    return str(name or stem), str(version or rest.partition("-py")[0])


def _changed(entry: str) -> int:
    try:
        return Path(entry or ".").stat().st_mtime_ns
    except OSError:
        return 0
