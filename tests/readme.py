"""The README's console blocks, run in order in a copy of the project.

Any other block whose first line is a comment with a path is written to that path before the session goes on.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests import console

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = console.ROOT / "README.md"

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"# ([\w./-]+\.\w+)\n")
_PARTS = ("schemas", "generated", "examples", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the language after its fence, and the lines within."""

    language: str
    text: str

    @property
    def path(self) -> str | None:
        """The file that the block is, if it says so on its first line."""
        title = _TITLE.match(self.text)
        return title[1] if title and self.language != "console" else None

    @property
    def steps(self) -> tuple[console.Step, ...]:
        """The commands of a console block."""
        return console.parse(self.text) if self.language == "console" else ()


def blocks(text: str) -> list[Block]:
    """The fenced blocks, from top to bottom."""
    return [Block(language, body) for language, body in _BLOCK.findall(text)]


def replayed(text: str) -> Iterator[tuple[console.Step, console.Step]]:
    """Every command as the text has it, with the command as it goes now."""
    with tempfile.TemporaryDirectory() as temporary:
        project = _project(Path(temporary) / "project")
        for block in blocks(text):
            if block.path is not None:
                (project / block.path).parent.mkdir(parents=True, exist_ok=True)
                (project / block.path).write_text(block.text, encoding="utf-8")
            yield from zip(block.steps, console.replay(block.steps, project), strict=True)


def _project(folder: Path) -> Path:
    folder.mkdir()
    for part in _PARTS:
        source = console.ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    return folder


def refreshed(text: str) -> str:
    """The text with what its commands print now, wherever that is not what it says."""
    for step, now in replayed(text):
        if not console.agrees(step.output, now.output):
            text = text.replace(str(step), str(now), 1)
    return text
