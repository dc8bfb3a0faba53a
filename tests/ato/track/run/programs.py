"""Programs that tests run as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[4]
HEAD = "import sys, os, time\nimport ato\nfrom pathlib import Path\n"
CROWD = """
import ato.track.store, ato.track.run._start, ato.track.run._config, ato.track.run._run
def body(number):
    {body}
    os._exit(0)
gate = os.pipe()
for number in range({count}):
    if os.fork() == 0:
        os.close(gate[1])
        os.read(gate[0], 1)
        body(number)
os.close(gate[1])
for _ in range({count}):
    status = os.wait()[1]
    if status:
        print("ended with", status)
"""


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


def crowd(body: str, count: int) -> str:
    """A program of which many processes do the same at the same moment, with all modules loaded before."""
    return CROWD.format(body=body.strip().replace("\n", "\n    "), count=count)
