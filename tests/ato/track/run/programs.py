"""Programs that tests run as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[4]
HEAD = "import sys, os, time\nimport ato\nfrom pathlib import Path\n"


def started(program: str, *words: object, **options: Any) -> subprocess.Popen[str]:
    """A program that has begun. Its words are in ``sys.argv``; what it prints is captured."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "runtime"), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("ATO_STORE", None)
    return subprocess.Popen(
        [sys.executable, "-c", HEAD + program, *map(str, words)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def ran(program: str, *words: object, **options: Any) -> tuple[str, str, int]:
    """What a program printed on both streams, and its status."""
    process = started(program, *words, **options)
    out, err = process.communicate(timeout=60)
    return out, err, process.returncode
