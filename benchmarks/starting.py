"""What importing a generated module and composing adds to the start of a bare interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.measure import shown, table
from benchmarks.program import VIEWS, Shape, generated, roots

ROUNDS = 25


def starting(folder: Path) -> str:
    """Wall-clock time of whole processes, in turn, so that all meet the same machine."""
    shape = Shape(200)
    generated(shape, folder)
    package = f"bench{shape.fields}"
    call = f"compose({', '.join(map(repr, VIEWS))}, overrides={shape.overrides()!r})"
    programs = {
        "python -c pass": "pass",
        "import a module of 200 fields and compose": f"from {package}.bench import compose; {call}",
        "import dataclasses": "import dataclasses",
        "import pydantic": "from pydantic import BaseModel",
        "import omegaconf": "import omegaconf",
        "import hydra": "import hydra",
    }
    path = os.pathsep.join([str(folder), roots()])
    for program in programs.values():
        _run(program, path)  # leaves the compiled modules behind, as the first run of a program does
    samples: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, program in programs.items():
            samples[name].append(_run(program, path))
    times = {name: median(times) for name, times in samples.items()}
    bare = times["python -c pass"]
    rows = [(name, shown(seconds), f"+{(seconds - bare) * 1e3:.1f} ms") for name, seconds in times.items()]
    return table("starting", rows, ("", "wall clock", "over bare"))


def _run(program: str, path: str) -> float:
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": ""}
    start = perf_counter()
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    return perf_counter() - start
