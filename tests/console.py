"""Console sessions in text: ``$ command`` lines, each followed by what it prints.

    $ atoc check -v
    No findings in 3 documents: ...

A session is run by one shell from top to bottom, so that ``cd`` and ``$?`` mean what they say. What a command
prints on its two streams stands together. A line ``...`` in an expectation stands for any lines, and
whatever took a time took half a second.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS = 240

_MARK = "\x1e"
_TIME = re.compile(r"\bin \d+\.\d\d s\b")
_COMMANDS = (("atoc", "atoc"), ("ato", "ato.cli"))
_BEFORE = "exec 2>&1; " + "; ".join(
    f'{name}() {{ {shlex.quote(sys.executable)} -m {module} "$@"; }}' for name, module in _COMMANDS
)
_AFTER_EACH = "status=$?; printf '\\036'; (exit $status)"


@dataclass(frozen=True, slots=True)
class Step:
    """One command, and what it prints."""

    command: str
    output: str = ""

    def __str__(self) -> str:
        return f"$ {self.command}\n{self.output}"


def parse(text: str) -> tuple[Step, ...]:
    """The steps of a session. Text before the first command belongs to none and is refused."""
    steps: list[Step] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            steps.append(Step(line[2:].strip()))
        elif steps:
            steps[-1] = Step(steps[-1].command, steps[-1].output + line)
        else:
            raise ValueError(f"a session begins with a command, not with {line.rstrip()!r}")
    return tuple(steps)


def render(steps: Iterable[Step]) -> str:
    """The session as text."""
    return "".join(map(str, steps))


def replay(steps: Sequence[Step], folder: Path) -> tuple[Step, ...]:
    """The same commands with what they print here and now, run in ``folder``."""
    script = "\n".join([_BEFORE, *(f"{step.command}\n{_AFTER_EACH}" for step in steps)])
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    printed = _TIME.sub("in 0.50 s", ran.stdout).split(_MARK)
    return tuple(Step(step.command, output) for step, output in zip(steps, printed, strict=False))


def environment() -> dict[str, str]:
    """A plain environment in which ``atoc`` and ``python`` are the ones under test."""
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    packages = os.pathsep.join(str(ROOT / folder) for folder in ("compiler", "runtime"))
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        "PYTHONPATH": packages,
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
    }


def agrees(expected: str, printed: str) -> bool:
    """Whether what was printed is what was expected, ``...`` lines standing for any lines."""
    parts = (
        r"(?:.*\n)*" if line.strip() == "..." else re.escape(line.rstrip()) + r"[ \t]*\n"
        for line in expected.splitlines()
    )
    text = printed if printed.endswith("\n") or not printed else printed + "\n"
    return re.fullmatch("".join(parts), text) is not None
