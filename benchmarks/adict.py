"""What ``ADict`` costs beside the original Ato, whose name ours shares: each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.measure import shown, table

ROOT = Path(__file__).parents[1]
ORIGINAL = ROOT / ".venv" / "peers" / "ato"
ROUNDS = 5
MEASURED = """
import json, timeit
from ato.adict import ADict
names = {"x": ADict(lr=1, a=ADict(b=ADict(c=1)))}
names["big"] = ADict({f"group{i}": {f"key{j}": j for j in range(10)} for i in range(1000)})
rows = [
    ("read an attribute", "x.lr", 100_000),
    ("read three levels", "x.a.b.c", 50_000),
    ("read by []", "x['lr']", 100_000),
    ("miss an attribute", "hasattr(x, 'nope')", 50_000),
    ("write an attribute", "x.lr = 2", 100_000),
    ("structural hash of 10,000 keys", "big.get_structural_hash()", 5),
    ("clone 10,000 keys", "big.clone()", 2),
]
timer = __import__("time").process_time
print(json.dumps({
    name: min(timeit.repeat(code, globals=names, number=count, repeat=3, timer=timer)) / count
    for name, code, count in rows
}))
"""


def adict(folder: Path) -> str:
    """Reads, writes and hashes, ours and the original's in turn."""
    if not ORIGINAL.is_dir():
        return (
            "### dynamic configs\n\nthe original is not installed below .venv/peers; run `make tests` once\n"
        )
    rounds = [(_measured(ROOT / "runtime", folder), _measured(ORIGINAL, folder)) for _ in range(ROUNDS)]
    rows: list[tuple[str, ...]] = []
    for name in rounds[0][0]:
        ours, theirs = (median(each[side][name] for each in rounds) for side in (0, 1))
        rows.append((name, shown(ours), shown(theirs), f"{theirs / ours:.3g}×"))
    return table("dynamic configs", rows, ("", "ADict", "Ato 2.2.1", "faster"))


def _measured(package: Path, folder: Path) -> dict[str, float]:
    environment = {**os.environ, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", MEASURED]
    ran = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(ran.stdout)
    return measured
