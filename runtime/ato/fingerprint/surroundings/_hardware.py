"""What a program runs on: processor, memory, graphics cards and their driver.

Nothing is started on a card to ask: names come from the driver's own tool, once a process.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

DRIVER = Path("/proc/driver/nvidia/version")
PATIENCE = 10.0
"""Seconds that the tool of the driver may take."""


@lru_cache(maxsize=1)
def hardware() -> dict[str, object]:
    """The processor and how many of it, memory in bytes, and the graphics cards with their driver."""
    found: dict[str, object] = {
        "processor": _processor(),
        "processors": os.cpu_count() or 0,
        "memory": _memory(),
    }
    if DRIVER.exists():
        found |= _cards()
    return found


def accelerated() -> dict[str, object]:
    """Versions of what torch reaches the cards by; empty where the program has not loaded torch."""
    torch: Any = sys.modules.get("torch")
    version: Any = getattr(torch, "version", None)
    if torch is None or version is None:
        return {}
    cudnn: Any = getattr(torch.backends, "cudnn", None)
    return {
        "cuda": version.cuda,
        "hip": getattr(version, "hip", None),
        "cudnn": cudnn.version() if cudnn is not None and cudnn.is_available() else None,
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
    question = ["nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits"]
    try:
        ran = subprocess.run(question, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.SubprocessError):
        return {}
    rows = [
        [part.strip() for part in line.split(",")] for line in ran.stdout.splitlines() if line.count(",") == 2
    ]
    if ran.returncode or not rows:
        return {}
    return {"cards": [f"{name}, {memory} MiB" for name, memory, _ in rows], "driver": rows[0][2]}
