"""Targets of exports: files and folders that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from ato.track._errors import TrackError


@contextmanager
def fresh_file(path: Path, *, force: bool) -> Generator[Path, None, None]:
    """A file beside the target, put in its place at the end. Raises ``TrackError`` for one that is there."""
    with _fresh(path, force=force) as part:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        if path.is_dir():
            raise TrackError(str(path), "is a folder, and the export is a file", ("name a file",))
        part.replace(path)


@contextmanager
def fresh_folder(path: Path, *, force: bool) -> Generator[Path, None, None]:
    """A folder beside the target, put in its place at the end. Raises ``TrackError`` for one that is there.

    With ``force`` what was there is removed once the new one is whole.
    """
    with _fresh(path, force=force) as part:
        part.mkdir()
        yield part
        if not os.path.lexists(path):
            part.replace(path)
            return
        if not path.is_dir() or path.is_symlink():
            raise TrackError(str(path), "is no folder, and the export is one", ("name a folder",))
        old = path.with_name(f".{path.name}.{token_hex(4)}.old")
        path.replace(old)
        part.replace(path)
        shutil.rmtree(old)


@contextmanager
def _fresh(path: Path, *, force: bool) -> Generator[Path, None, None]:
    if os.path.lexists(path) and not force:
        raise TrackError(str(path), "is there already", ("--force (force=True) replaces it",))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name[:100]}.{token_hex(4)}.part")
    try:
        yield part
    finally:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def file_name(text: str, taken: set[str] | None = None) -> str:
    """A text as the name of a file on every system; another one than those that are taken."""
    kept = "".join(letter if letter.isalnum() or letter in "-_.+ " else "_" for letter in text).strip(". ")
    name = kept.encode("utf-8", "replace")[:80].decode("utf-8", "ignore") or "_"
    found, count = name, 1
    while taken is not None and found.casefold() in taken:
        count += 1
        found = f"{name}~{count}"
    if taken is not None:
        taken.add(found.casefold())
    return found
