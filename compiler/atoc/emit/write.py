"""The one place of the compiler that writes: the generated tree, whole or not at all, and single files.

Every file that changes is first written beside its place under a temporary name, down to the disk; only when
all are there does one after the other take its place, in one step each. The old content is kept until the
last has: what goes wrong on the way is undone, and nothing is left behind. One build at a time writes to a
folder (where the system has locks); what a killed one left is cleared by the next.

Files that are as they should be are not touched. Files of ours that nothing is made of any more are removed;
a file that does not carry our header is never overwritten and never removed.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EACCES
from pathlib import Path

from atoc.emit.compare import Comparison, difference
from atoc.emit.header import is_intact, is_ours

PATIENCE = 30.0
"""Seconds to wait for another build that writes to the same folder."""

_TEMPORARY = ".atoc-"
_WRITABLE = 0o222


class WriteError(Exception):
    """Generated files could not be read or written; nothing has changed. The message begins with the path."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the files of a folder, by their names there; the rest was as it should be.

    ``left`` are files of ours that nothing is made of any more and that were yet kept: somebody edited them.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def write(out: Path, tree: Mapping[str, str]) -> Written:
    """Bring a folder in line with the tree, which maps names of files to their text.

    Raises ``WriteError``, and then the folder is as it was.
    """
    with _told(out):
        folder = Path(os.path.realpath(out))
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with _locked(folder, out):
                _clear(folder)
                return _write(folder, tree, out)
        except BaseException:
            for each in missing:
                with suppress(OSError):
                    each.rmdir()
            raise


def write_documents(
    folder: Path, documents: Mapping[str, str], may_replace: Callable[[str], bool]
) -> tuple[str, ...]:
    """Put documents into a folder of schemas, all or none; the names of those that have changed.

    ``documents`` maps names, with ``/`` for folders, to text. ``may_replace`` tells of a file that stands
    there, by its text, whether another may take its place. Raises ``WriteError``, and then the folder is as
    it was.
    """
    with _told(folder):
        top = Path(os.path.realpath(folder))
        changed = {name: text for name, text in documents.items() if _differs(top / name, text)}
        kept = [name for name in changed if (top / name).exists() and not may_replace(_decoded(top / name))]
        if kept:
            raise WriteError(
                f"{folder / kept[0]}: is there and not as an import has written it; move it, write elsewhere "
                "with -o, or replace it with --force"
            )
        missing = [each for name in changed for each in (top / name).parents if not each.exists()]
        try:
            for name in changed:
                (top / name).parent.mkdir(parents=True, exist_ok=True)
            _exchange(top, changed, ())
        except BaseException:
            for each in sorted(set(missing), reverse=True):
                with suppress(OSError):
                    each.rmdir()
            raise
        return tuple(changed)


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_bytes() != text.encode("utf-8")


def _decoded(path: Path) -> str:
    """The text of a file; signs that are not UTF-8 are no part of what we write."""
    return path.read_bytes().decode("utf-8", "replace")


def write_file(path: Path, text: str) -> None:
    """Put a text in the place of one file, in one step. What is no file, as ``/dev/stdout``, is written to.

    Raises ``WriteError``, and then the file is as it was.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """The same for bytes. A link stays, and what it leads to is written; permissions stay as they are.

    Raises ``WriteError``, and then the file is as it was.
    """
    with _told(path):
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        _refuse_protected(target)
        beside = target.with_name(f"{_TEMPORARY}{os.getpid()}-new-{target.name}")
        try:
            _prepare(beside, content, target)
            beside.replace(target)
        finally:
            with suppress(OSError):
                beside.unlink()


def compare(out: Path, tree: Mapping[str, str], shown: str) -> Comparison:
    """How the files in a folder differ from the tree. ``shown`` is the folder's path in the project.

    Raises ``WriteError`` where the folder cannot be read.
    """
    return difference(existing(out), tree, shown)


def existing(out: Path) -> Mapping[str, str | None]:
    """The files of the output folder by name, in order; None for one that is not ours.

    Raises ``WriteError`` where the folder cannot be read.
    """
    with _told(out):
        if not out.is_dir():
            return {}
        with os.scandir(out) as entries:
            names = sorted(each.name for each in entries if each.is_file() and not each.name.startswith("."))
        return {name: _ours(out / name) for name in names}


def documents_of(out: Path) -> tuple[str, ...]:
    """The documents of which the files in a folder were made, by its manifest; none where it has none.

    Raises ``WriteError`` where the folder cannot be read.
    """
    text = existing(out).get("manifest.json")
    try:
        data = json.loads(text or "{}")
        return tuple(map(str, data.get("documents", ())))
    except (ValueError, AttributeError, TypeError):
        return ()


def _ours(path: Path) -> str | None:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if is_ours(text) else None


def _write(folder: Path, tree: Mapping[str, str], out: Path) -> Written:
    present = existing(folder)
    changed = tuple(name for name, text in tree.items() if present.get(name) != text)
    for name in changed:
        if name in present and present[name] is None and (folder / name).stat().st_size:
            raise WriteError(
                f"{out / name}: is not made by atoc and would be overwritten; move it, or write elsewhere"
            )
    unused = tuple(name for name, text in present.items() if text is not None and name not in tree)
    removed = tuple(name for name in unused if is_intact(present[name] or ""))
    if changed or removed:
        _exchange(folder, {name: tree[name] for name in changed}, removed)
    return Written(changed, removed, tuple(name for name in unused if name not in removed))


def _exchange(folder: Path, files: Mapping[str, str], removed: Sequence[str]) -> None:
    """Write and remove all of these files, or none."""
    beside = {name: _beside(folder / name, "new") for name in files}
    kept = {name: _beside(folder / name, "old") for name in (*files, *removed)}
    done: list[str] = []
    try:
        for name, text in files.items():
            _prepare(beside[name], text.encode("utf-8"), folder / name)
        for name, path in kept.items():
            _keep(folder / name, path)
        for name, path in beside.items():
            path.replace(folder / name)
            done.append(name)
        for name in removed:
            (folder / name).unlink()
            done.append(name)
        _sync(folder)
    except BaseException:
        for name in done:
            _put_back(folder / name, kept[name])
        raise
    finally:
        for path in (*beside.values(), *kept.values()):
            with suppress(OSError):
                path.unlink()


def _beside(path: Path, which: str) -> Path:
    """The name that a file has while it waits to take a place, or has lost one."""
    return path.with_name(f"{_TEMPORARY}{os.getpid()}-{which}-{path.name}")


def _refuse_protected(path: Path) -> None:
    """Stop at a file that nobody is to write: taking its place would not ask for that permission."""
    if path.exists() and not (path.stat().st_mode & _WRITABLE and os.access(path, os.W_OK)):
        raise PermissionError(EACCES, os.strerror(EACCES), str(path))


def _prepare(path: Path, content: bytes, final: Path) -> None:
    """Write a file under a temporary name, down to the disk, with the permissions that it is to have."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if final.exists():
        path.chmod(final.stat().st_mode & 0o7777)


def _keep(path: Path, copy: Path) -> None:
    """Give a file that is there a second name, or a copy where the file system knows no second names."""
    if not os.path.lexists(path):
        return
    try:
        os.link(path, copy, follow_symlinks=False)
    except OSError:
        shutil.copy2(path, copy, follow_symlinks=False)


def _put_back(path: Path, kept: Path) -> None:
    if os.path.lexists(kept):
        kept.replace(path)
    else:
        path.unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """Remove what a build that was killed has left."""
    for path in folder.glob(f"{_TEMPORARY}*-*"):
        with suppress(OSError):
            path.unlink()


def _sync(folder: Path) -> None:
    """Bring the new names down to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _locked(folder: Path, out: Path) -> Generator[None]:
    """Hold the folder against other builds, where the system has locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + PATIENCE
        while not _is_locked(fcntl.flock, descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB):
            if time.monotonic() > until:
                raise WriteError(f"{out}: another build is writing here and does not come to an end")
            time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


def _is_locked(lock: Callable[[int, int], None], descriptor: int, how: int) -> bool:
    try:
        lock(descriptor, how)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


@contextmanager
def _told(out: Path) -> Generator[None]:
    """Tell errors of the system as ``WriteError``."""
    try:
        yield
    except FileExistsError as error:
        raise WriteError(f"{error.filename or out}: is a file, and a folder is needed") from error
    except OSError as error:
        raise WriteError(f"{error.filename or out}: {error.strerror or error}") from error
