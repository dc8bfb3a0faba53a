"""What a run knows of the machine and the working tree it runs in, taken on the thread of the run."""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from typing import Any


def environment() -> dict[str, Any]:
    """The facts of ``ato.fingerprint.environment``, or, without it, those that cost nothing."""
    room = import_module("ato.fingerprint")
    take = getattr(room, "environment", None)
    if take is not None:
        facts = take()
        return dict(facts if isinstance(facts, dict) else facts.to_dict())  # pyright: ignore[reportUnknownArgumentType]
    return {
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
        "platform": platform.platform(),
        "machine": platform.machine(),
        "processors": os.cpu_count() or 0,
    }
