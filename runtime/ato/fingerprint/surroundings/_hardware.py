"""What a program runs on: processor, memory, graphics cards and their driver.

Nothing is started on a card to ask: names come from the driver's own tool, once a process.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from ato.fingerprint.surroundings._container import memory_limit
from ato.fingerprint.surroundings._tools import asked

DRIVER = Path("/proc/driver/nvidia/version")
PATIENCE = 10.0
"""Seconds that the tool of the driver may take."""


@lru_cache(maxsize=1)
def hardware() -> dict[str, object]:
    """The processor and how many of it, memory in bytes, and the graphics cards with their driver.

    ``processors.usable`` and ``memory.limit`` are what this process may have of them, where that is less.
    """
    processors, memory = os.cpu_count() or 0, _memory()
    found: dict[str, object] = {"processor": _processor(), "processors": processors, "memory": memory}
    usable, limit = _usable(), memory_limit()
    if usable and usable < processors:
        found["processors.usable"] = usable
    if limit is not None and limit < memory:
        found["memory.limit"] = limit
    return found | _cards()


def _usable() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return 0


def accelerated() -> dict[str, object]:
    """Versions of what torch reaches the cards by; empty where the program has not loaded torch."""
    torch: Any = sys.modules.get("torch")
    version: Any = getattr(torch, "version", None)
    cudnn: Any = getattr(getattr(torch, "backends", None), "cudnn", None)
    if version is None or cudnn is None:  # torch is being imported, or is none
        return {}
    return {
        "cuda": getattr(version, "cuda", None),
        "hip": getattr(version, "hip", None),
        "cudnn": cudnn.version() if cudnn.is_available() else None,
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.lower().startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0


def _cards() -> dict[str, object]:
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return {}
    question = "--query-gpu=name,memory.total,driver_version"
    answer = asked([tool, question, "--format=csv,noheader,nounits"], PATIENCE)
    lines = [[part.strip() for part in line.rsplit(",", 2)] for line in answer.text.splitlines()]
    rows = [line for line in lines if len(line) == 3]
    if not answer.is_good or not rows:
        return _driver()
    return {"cards": [f"{name}, {memory} MiB" for name, memory, _ in rows], "driver": rows[0][2]}


def _driver() -> dict[str, object]:
    """The version of the driver as the kernel knows it, where the tool says nothing."""
    try:
        words = DRIVER.read_text("utf-8", "replace").partition("\n")[0].split()
    except OSError:
        return {}
    versions = [word for word in words if word[:1].isdigit() and "." in word]
    return {"driver": versions[0]} if versions else {}
