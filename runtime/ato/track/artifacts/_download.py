"""Putting the files of a version into a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from time import time

from ato.track._errors import TrackError
from ato.track._location import Location
from ato.track.artifacts._manifest import PROGRAM, ArtifactFile
from ato.track.artifacts._paths import Paths, fault_of
from ato.track.blobs import Blobs, is_digest
from ato.track.blobs._blobs import PART
from ato.track.blobs._sweep import LONGEST

FOLDER = "artifacts"


def placed(subject: str, files: Sequence[ArtifactFile], blobs: Blobs, folder: Path, *, copy: bool) -> Path:
    """Put files into a folder; what is missing is told before anything is written."""
    held = [file for file in files if file.digest is not None]
    _check(subject, held, blobs)
    try:
        if folder.is_dir():
            _fill(held, blobs, folder, copy=copy)
        else:
            _make(held, blobs, folder, copy=copy)
    except (OSError, ValueError) as error:
        raise TrackError(str(folder), f"cannot be written: {_why(error, folder)}") from error
    return folder


def _why(error: OSError | ValueError, folder: Path) -> str:
    """What is in the way, and where, below the folder."""
    if isinstance(error, ValueError):
        return str(error)
    place = str(error.filename2 or error.filename or "")
    inside = place.removeprefix(f"{folder}{os.sep}")
    why = error.strerror or str(error)
    return f"{inside}: {why}" if inside not in ("", place) and PART not in inside else why


def default_folder(location: Location, name: str) -> Path:
    """Where the files of a version go if nobody says where."""
    return location.folder / FOLDER / name


def forget_parts(location: Location, *, dry: bool) -> int:
    """Remove what interrupted downloads have left in the folder of the store; returns how many they were."""
    count = 0
    for part in (location.folder / FOLDER).glob(f".*{PART}"):
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < time() - LONGEST:
                count += 1
                if not dry:
                    shutil.rmtree(part, ignore_errors=True)
    return count


def _check(subject: str, files: Sequence[ArtifactFile], blobs: Blobs) -> None:
    """Refuse what a store must not hold, and what it does not hold any more."""
    wrong = [file.path for file in files if fault_of(file.path)]
    clash = Paths().clash(file.path for file in files)
    if wrong or clash:
        raise TrackError(
            subject,
            f"holds a path that cannot be written: {(wrong or [clash])[0]!r}; the store was tampered with",
        )
    faults: list[str] = []
    for file in files:
        if not is_digest(file.digest or ""):
            faults.append(f"{file.path}: {file.digest!r:.80} is no digest; the store was tampered with")
            continue
        path = blobs.path(file.digest or "")
        if not path.is_file():
            faults.append(f"{file.path}: its content is missing ({path})")
        elif path.stat().st_size != file.size:
            faults.append(f"{file.path}: its content is damaged ({path})")
    if faults:
        message = f"{len(faults)} of its {len(files)} files cannot be had"
        raise TrackError(subject, message, (*faults[:5], "ato artifacts verify tells all of it"))


def _make(files: Sequence[ArtifactFile], blobs: Blobs, folder: Path, *, copy: bool) -> None:
    """A new folder, under a temporary name until it is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    begun = folder.with_name(f".{token_hex(8)}{PART}")
    begun.mkdir()
    try:
        _fill(files, blobs, begun, copy=copy, is_new=True)
        try:
            begun.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
            _fill(files, blobs, folder, copy=copy)  # another process was faster
    finally:
        with suppress(OSError):
            if begun.exists():
                shutil.rmtree(begun)


def _fill(
    files: Sequence[ArtifactFile],
    blobs: Blobs,
    folder: Path,
    *,
    copy: bool,
    is_new: bool = False,
) -> None:
    root = folder.resolve()
    made = {root}
    for file in files:
        target = folder / file.path
        if target.parent not in made:
            _make_folders(root, target.parent)
            made.add(target.parent)
        if is_new and os.path.lexists(target):
            raise TrackError(
                file.path, "is one with another of its files on this disk, which tells no a from A"
            )
        blobs.link(file.digest or "", target, executable=file.mode == PROGRAM, copy=copy)


def _make_folders(root: Path, folder: Path) -> None:
    """Make a folder inside of another, which no link on the way to it may lead out of."""
    real = folder.resolve()  # as far as it is there
    if real != root and root not in real.parents:
        message = "is a link that leads out of the folder; nothing was written through it"
        raise TrackError(str(folder), message)
    folder.mkdir(parents=True, exist_ok=True)
