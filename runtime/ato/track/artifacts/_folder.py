"""Walking a folder that is to be kept. Links lead only to what is in the folder itself."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from logging import getLogger
from pathlib import Path
from typing import NamedTuple

from ato.track._errors import TrackError
from ato.track.artifacts._paths import fault_of

MOST = 1_000_000
"""How many files and folders a folder may have, those that links lead to counted each time."""
STORE = ".ato"
TOLD = 10
"""How many faults of a folder are told at once."""


class Found(NamedTuple):
    """A file below a folder: its path in it, where it is, and its mode."""

    path: str
    file: Path
    mode: int


def files_below(folder: Path) -> list[Found]:
    """The files of a folder by their path in it. Raises ``TrackError`` with all that is refused."""
    try:
        root = folder.resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise TrackError(str(folder), f"cannot be read: {why or error}") from error
    walk = _Walk(folder, root)
    found = list(walk.files(root, "", (root,)))
    if walk.faults:
        more = [f"and {len(walk.faults) - TOLD} more"] if len(walk.faults) > TOLD else []
        message = "holds what cannot be kept; nothing of it was added"
        raise TrackError(str(folder), message, tuple(walk.faults[:TOLD] + more))
    return found


class _Walk:
    """One way through a folder, with what is wrong in it."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self.root = root
        self.faults: list[str] = []
        self._count = 0

    def files(self, folder: Path, prefix: str, above: tuple[Path, ...]) -> Iterator[Found]:
        """The files below a folder, in order of their names; ``above`` are the folders that it is in."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self._fault(prefix or ".", f"cannot be read: {error.strerror}")
            return
        for entry in entries:
            self._counted()
            path = f"{prefix}/{entry.name}" if prefix else entry.name
            fault = fault_of(path)
            if fault:
                self._fault(path, fault)
            elif entry.name == STORE:
                getLogger("ato.track").warning("%s is left out: it is where runs are kept", entry.path)
            else:
                yield from self._entry(entry, path, above)

    def _entry(self, entry: os.DirEntry[str], path: str, above: tuple[Path, ...]) -> Iterator[Found]:
        target: Path | None = Path(entry.path)
        if entry.is_symlink():
            target = self._followed(Path(entry.path), path, above)
        if target is None:
            return
        try:
            mode = target.stat().st_mode
        except OSError as error:  # removed a moment ago
            self._fault(path, f"cannot be read: {error.strerror}")
            return
        if stat.S_ISDIR(mode):
            yield from self.files(target, path, (*above, target))
        elif stat.S_ISREG(mode):
            yield Found(path, target, mode)
        else:
            self._fault(path, "is neither a file nor a folder (a pipe, a socket or a device)")

    def _followed(self, link: Path, path: str, above: tuple[Path, ...]) -> Path | None:
        """Where a link leads, if that is inside of the folder."""
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError):
            self._fault(path, "is a link that leads nowhere")
            return None
        if target != self.root and self.root not in target.parents:
            message = "is a link that leads out of the folder; add what it leads to by its own path"
            self._fault(path, message)
            return None
        if target in above:
            self._fault(path, "is a link to a folder that it is in, which has no end")
            return None
        return target

    def _counted(self) -> None:
        self._count += 1
        if self._count > MOST:
            help = ("add folders of it, or an archive; links to the same folder count each time",)
            raise TrackError(str(self.folder), f"holds more than {MOST} files and folders", help)

    def _fault(self, path: str, fault: str) -> None:
        self.faults.append(f"{path if path.isprintable() else ascii(path)[1:-1]}: {fault}")
