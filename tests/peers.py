"""The libraries that ours stand beside, run in processes of their own: some share a name with ours.

``make`` installs each into ``.venv/peers/NAME/``. A peer that is missing skips a test; where ``CI`` is set it
fails it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PEERS = Path(__file__).parents[1] / ".venv" / "peers"


def folder(name: str) -> Path:
    """Where a peer is installed."""
    found = PEERS / name
    if not found.is_dir():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"{name} is not installed below .venv/peers; run `make tests` once")
    return found


def run(
    name: str, *arguments: str, cwd: Path | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run Python with a peer in place of ours."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(folder(name)), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        env=environment,
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def answers(name: str, code: str, given: object, *, cwd: Path | None = None) -> Any:
    """What ``code`` leaves in ``answer``, run beside a peer; ``given`` and the answer travel as JSON."""
    program = f"import json, sys\ngiven = json.load(sys.stdin)\n{code}\nprint(json.dumps(answer))\n"
    ran = run(name, "-c", program, cwd=cwd, stdin=json.dumps(given))
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
