"""Which project a command is about: its root and its settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path

from atoc.settings import Settings, settings
from atoc.source import read_text
from atoc.span import SourceFile

FILE = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Project:
    """A root folder and what is set for it. Without settings the root is the working folder.

    ``is_set`` tells that its ``pyproject.toml`` has ``[tool.atoc]``.
    """

    root: Path
    settings: Settings
    is_set: bool = True

    @property
    def out(self) -> Path:
        """The folder of the generated files."""
        return self.root / self.settings.out

    def schemas(self, named: Sequence[str]) -> tuple[str, ...]:
        """The paths on the command line as ``read`` takes them; without any, those of the settings."""
        return tuple(self._from_root(path) for path in named) or self.settings.schemas

    def unlike(self, named: Sequence[str]) -> tuple[str, ...]:
        """The paths on the command line that a further command has to name: not those of the settings."""
        return () if self.schemas(named) == self.settings.schemas else tuple(named)

    def shown(self, path: Path) -> str:
        """A path as messages name it: from the root where it lies below."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def _from_root(self, named: str) -> str:
        return self.shown(Path(normpath(Path.cwd() / named)))


def find() -> Project:
    """The project of the working folder: the nearest upward whose ``pyproject.toml`` has ``[tool.atoc]``.

    Raises ``SettingsError`` where a ``pyproject.toml`` on the way cannot be used.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            found = settings(SourceFile(FILE, read_text(folder / FILE)))
            if found is not None:
                return Project(folder, found)
    return Project(here, Settings(), is_set=False)
