"""Walking a folder that is to be kept. Links lead only to what is in the folder itself."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from itertools import islice
from logging import getLogger
from pathlib import Path

from ato.track._errors import TrackError
from ato.track.artifacts._paths import fault_of

MOST = 1_000_000
"""How many files a folder may have."""
STORE = ".ato"
TOLD = 10
"""How many faults of a folder are told at once."""


def files_below(folder: Path) -> list[tuple[str, Path]]:
    """The files of a folder by their path in it. Raises ``TrackError`` with all that is refused."""
    try:
        root = folder.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise TrackError(str(folder), f"cannot be read: {error}") from error
    faults: list[str] = []
    found = list(islice(_walk(root, root, "", (root,), faults), MOST + 1))
    if len(found) > MOST:
        raise TrackError(str(folder), f"holds more than {MOST} files", ("add folders of it, or an archive",))
    if faults:
        more = [f"and {len(faults) - TOLD} more"] if len(faults) > TOLD else []
        message = "holds what cannot be kept; nothing of it was added"
        raise TrackError(str(folder), message, tuple(faults[:TOLD] + more))
    return found


def _walk(
    root: Path, folder: Path, prefix: str, above: tuple[Path, ...], faults: list[str]
) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        faults.append(f"{_shown(prefix) or '.'}: cannot be read: {error.strerror}")
        return
    for entry in entries:
        path = f"{prefix}/{entry.name}" if prefix else entry.name
        fault = fault_of(path)
        if fault:
            faults.append(f"{_shown(path)}: {fault}")
            continue
        target = Path(entry.path)
        if entry.name == STORE:
            getLogger("ato.track").warning("%s is left out: it is where runs are kept", target)
            continue
        if entry.is_symlink():
            followed = _followed(root, target, path, above, faults)
            if followed is None:
                continue
            target = followed
        mode = target.stat().st_mode
        if stat.S_ISDIR(mode):
            yield from _walk(root, target, path, (*above, target), faults)
        elif stat.S_ISREG(mode):
            yield path, target
        else:
            faults.append(f"{path}: is neither a file nor a folder (a pipe, a socket or a device)")


def _followed(root: Path, link: Path, path: str, above: tuple[Path, ...], faults: list[str]) -> Path | None:
    """Where a link leads, if that is inside of the folder."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        faults.append(f"{path}: is a link that leads nowhere")
        return None
    if target != root and root not in target.parents:
        faults.append(f"{path}: is a link that leads out of the folder; add what it leads to by its own path")
        return None
    if target in above:
        faults.append(f"{path}: is a link to a folder that it is in, which has no end")
        return None
    return target


def _shown(path: str) -> str:
    return ascii(path)[1:-1] if not path.isprintable() else path
