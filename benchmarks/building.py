"""How long ``atoc build`` takes on large programs, and how that grows with the input."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from time import perf_counter

from atoc.cache import FOLDER
from benchmarks.measure import shown, table
from benchmarks.program import roots

SIZES = ((125, 625), (250, 1_250), (500, 2_500), (1_000, 5_000))
WRITERS = 20
AGAIN = (400, 2_000)
SCOPES = 8
ROUNDS = 5


def building(folder: Path) -> str:
    """Whole runs of the command in processes of their own, from text to written files."""
    rows: list[tuple[str, ...]] = []
    previous: float | None = None
    for views, fields in SIZES:
        project = folder / f"build{views}"
        (project / "schemas").mkdir(parents=True)
        (project / "pyproject.toml").write_text("[tool.atoc]\n", encoding="utf-8")
        text = large_schema(views, fields)
        (project / "schemas" / "large.yaml").write_text(text, encoding="utf-8")
        seconds = _build(project)
        ratio = "" if previous is None else f"{seconds / previous:.2f}×"
        rows.append(
            (f"{views:,} views × {fields:,} fields", f"{len(text) / 1e6:.1f} MB", shown(seconds), ratio)
        )
        previous = seconds
    grown = table(
        f"atoc build, {WRITERS} writers a field", rows, ("", "source", "wall clock", "/ half of it")
    )
    return f"{grown}\n{again(folder)}"


def again(folder: Path) -> str:
    """Runs of the command on what it has built before: nothing changed, and one document of several."""
    project = folder / "again"
    (project / "schemas").mkdir(parents=True)
    (project / "pyproject.toml").write_text("[tool.atoc]\n", encoding="utf-8")
    documents = [project / "schemas" / f"part{number}.yaml" for number in range(SCOPES)]
    for document in documents:
        text = large_schema(AGAIN[0] // SCOPES, AGAIN[1] // SCOPES)
        document.write_text(text.replace("scope: large", f"scope: {document.stem}"), encoding="utf-8")
        text = document.read_text(encoding="utf-8").replace("Part", f"{document.stem.title()}Part")
        document.write_text(text, encoding="utf-8")
    cold = _build(project)
    made = _kept(project)
    warm = min(_build(project) for _ in range(ROUNDS))
    documents[0].write_text(documents[0].read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    changed = _build(project)
    anew = {kind: f"{count - made[kind]} of {made[kind]}" for kind, count in _kept(project).items()}
    afresh = _build(project, "--no-cache")
    rows = [
        (name, shown(seconds), f"{seconds / cold:.2f}×")
        for name, seconds in (
            ("the first time", cold),
            ("nothing changed", warm),
            (f"one of {SCOPES} documents changed", changed),
            ("--no-cache", afresh),
        )
    ]
    title = f"atoc build again, {AGAIN[0]:,} views × {AGAIN[1]:,} fields in {SCOPES} scopes"
    shown_anew = f"of the changed one: {anew['facts']} scopes proved, {anew['text']} written anew"
    return f"{table(title, rows, ('', 'wall clock', '/ the first time'))}\n{shown_anew}"


def _kept(project: Path) -> dict[str, int]:
    """How many entries of each kind are kept: one for each scope that was not known before."""
    return {kind: len(list((project / FOLDER / kind).iterdir())) for kind in ("facts", "text")}


def large_schema(views: int, fields: int) -> str:
    """A clean program: every field is written by ``WRITERS`` views of different priorities."""
    random = Random(7)
    lines = ["scope: large", "types:"]
    structs = -(-fields // 50)
    for struct in range(structs):
        lines += [f"  Part{struct}:", "    fields:"]
        lines += [
            f"      f{index}: {{type: int, default: 0, ge: 0, doc: Field {index}}}" for index in range(50)
        ]
    lines.append("fields:")
    lines += [f"  part{struct}: Part{struct}" for struct in range(structs)]
    writes: dict[int, list[str]] = {view: [] for view in range(views)}
    for field in range(fields):
        for view in random.sample(range(views), WRITERS):
            writes[view].append(f"      part{field // 50}.f{field % 50}: {view + 1}")
    lines.append("views:")
    for view, equations in writes.items():
        lines += [f"  view{view}:", f"    priority: {view}"]
        if view % 10 == 9:
            lines.append(f"    chain_with: view{view - 1}")
        lines += ["    set:", *equations] if equations else ["    set: {}"]
    return "\n".join(lines) + "\n"


def _build(project: Path, *options: str) -> float:
    environment = {**os.environ, "PYTHONPATH": roots()}
    start = perf_counter()
    subprocess.run(
        [sys.executable, "-m", "atoc", "build", "schemas", *options],
        cwd=project, env=environment, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return perf_counter() - start
