from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CLEAN = """\
scope: train
fields:
  lr: {type: float, default: 0.1, doc: Learning rate.}
  epochs: {type: int, default: 3, ge: 1}
views:
  fast: {set: {lr: 0.3}}
"""
WARNED = """\
scope: train
fields:
  lr: {type: float, default: 0.1}
views:
  base: {default: true, set: {lr: 0.2}}
  first: {priority: -1, set: {lr: 0.3}}
"""
NOTED = """\
scope: train
fields:
  lr: {type: float, default: 0.1}
views:
  same: {set: {lr: 0.1}}
"""
WRONG = """\
scope: train
fields:
  lr: {type: float, default: fast}
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one clean document."""
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "train.yaml").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.atoc]\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def atoc(project: Path) -> Run:
    """Run the command in the project, as a process of its own."""

    def run(*words: str, cwd: Path = project, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "atoc", *words],
            cwd=cwd,
            env=environ(**environment),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


def environ(**changed: str) -> dict[str, str]:
    """The environment of a run: without what decides how output is made, and with our packages."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "TERM", "ATOC_DEBUG", "PYTHONUNBUFFERED"}
    }
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("compiler", "runtime"))
    return {**kept, "PYTHONPATH": paths, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", **changed}
