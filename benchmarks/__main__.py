"""``python -m benchmarks [NAME...]``: run all benchmarks, or those named, and print Markdown."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from benchmarks.adict import adict
from benchmarks.building import building
from benchmarks.composing import composing
from benchmarks.differing import differing
from benchmarks.fingerprinting import fingerprinting
from benchmarks.outputs import outputs
from benchmarks.program import scratch
from benchmarks.proving import proving
from benchmarks.reading import reading
from benchmarks.starting import starting
from benchmarks.tracking import tracking

BENCHMARKS = {
    "composing": composing,
    "reading": reading,
    "starting": starting,
    "building": building,
    "proving": proving,
    "adict": adict,
    "outputs": outputs,
    "tracking": tracking,
    "differing": differing,
    "fingerprinting": fingerprinting,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()} on {platform.machine()}; ratios are within this run.\n")
    for name in names or BENCHMARKS:
        with scratch() as folder:
            print(BENCHMARKS[name](Path(folder)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
