"""The folder of blobs: putting bytes in, finding them, handing them out."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EBADF, EINVAL, ENOTSUP
from hashlib import sha256
from logging import getLogger
from pathlib import Path
from secrets import token_hex
from time import time
from typing import BinaryIO, NamedTuple

from ato.track._errors import TrackError
from ato.track._location import Location
from ato.track.blobs._copy import PIECE, Readable, Source, digest_of, is_same, pour
from ato.track.blobs._pins import pin
from ato.track.blobs._seal import is_sealed, renewed, seal
from ato.track.blobs._users import User, made, mark, user_of

DIGITS = 64
PART = ".part"
LEASE = ".lease"
READ_ONLY = 0o444
IS_POSIX = os.name == "posix"
FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Blob(NamedTuple):
    """Bytes that the store holds: their SHA-256 in hexadecimal, and how many they are."""

    digest: str
    size: int


def is_digest(text: str) -> bool:
    """Whether a text can name a blob: 64 hexadecimal digits in lower case."""
    return len(text) == DIGITS and not set(text) - set("0123456789abcdef")


class Blobs:
    """The blobs of a folder, which is made when the first one comes in.

    ``user`` is the store that they are kept for, where there is one; it is marked there (``_users``).
    """

    def __init__(self, folder: str | os.PathLike[str], user: User | None = None) -> None:
        self.folder = Path(folder)
        self.user = user
        self._is_made = False
        self._changed: set[Path] | None = None

    @classmethod
    def of(cls, location: Location, folder: str | os.PathLike[str] | None = None) -> Blobs:
        """The blobs of a store, in its own folder or another one."""
        place = location.blobs if folder is None else Path(folder)
        return cls(place, user_of(location, place))

    def __repr__(self) -> str:
        return f"Blobs({str(self.folder)!r})"

    def put(self, source: str | os.PathLike[str] | bytes | bytearray | memoryview | Readable) -> Blob:
        """Keep the bytes of a file, of a stream or themselves; returns what names them.

        When it returns they are on the disk itself. The digest is that of what was stored, whatever becomes
        of the source meanwhile. Raises ``TrackError`` for a source that cannot be read or is no file of
        bytes, and ``OSError`` where the folder cannot be written; then nothing is left behind.
        """
        if isinstance(source, (bytes, bytearray, memoryview)):
            return self._put_bytes(bytes(source))
        if isinstance(source, (str, os.PathLike)):
            with _opened(source) as file:
                before = os.fstat(file.fileno())
                stream = Source(file, os.fspath(source), before.st_size)
                is_small = before.st_size < PIECE  # looked for before it is written
                blob = self._put_bytes(_all(stream)) if is_small else self._put_stream(stream)
                after = os.fstat(file.fileno())
            if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
                getLogger("ato.track").warning(
                    "%s changed while it was copied: what is kept is what was read", os.fspath(source)
                )
            return blob
        return self._put_stream(source)

    @contextmanager
    def held(self) -> Generator[None, None, None]:
        """While this lasts, no sweep takes what is put: for whoever puts much before telling of it."""
        self._made()
        lease = self.folder / f"{os.getpid()}-{token_hex(8)}{LEASE}"
        lease.touch()
        try:
            yield
        finally:
            with suppress(OSError):
                lease.unlink()

    @contextmanager
    def together(self) -> Generator[None, None, None]:
        """Put many: their names are brought to the disk at the end of it, and not one by one."""
        self._changed = set()
        try:
            yield
            for folder in sorted(self._changed):
                _placed(folder)
        finally:
            self._changed = None

    def path(self, digest: str) -> Path:
        """Where a blob lies, or would lie. Raises ``TrackError`` for what is no digest."""
        if not is_digest(digest):
            raise TrackError(repr(digest), "is no digest: 64 hexadecimal digits name what is kept")
        return self.folder / digest[:2] / digest

    def get(self, digest: str) -> Path:
        """The file of a blob, to be read only.

        Raises ``TrackError`` where it is missing, or was written to and is not what it was. A write is
        noticed by the file's time, and the content is hashed only then; ``check`` always hashes it.
        """
        path = self.path(digest)
        if not path.is_file():
            help = (f"look for the folder that has it; here is {self.folder}",)
            raise TrackError(digest, "its content is not in this store", help)
        if not is_sealed(path):
            with path.open("rb") as file:
                if digest_of(file)[0] != digest:
                    raise TrackError(digest, f"its content is damaged: {path} was written to", _HEAL)
            with suppress(OSError):
                seal(path, path.stat().st_mtime)
        return path

    def __contains__(self, digest: str) -> bool:
        return self.path(digest).is_file()

    def __iter__(self) -> Iterator[str]:
        """The digests of all that is here, in order."""
        for folder in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if len(folder.name) == 2 and folder.is_dir():
                yield from sorted(path.name for path in folder.iterdir() if is_digest(path.name))

    def size(self, digest: str) -> int:
        """How many bytes a blob has. Raises ``TrackError`` where it is missing."""
        return self.get(digest).stat().st_size

    def check(self, digest: str) -> str:
        """Hash a blob anew: ``here``, ``missing`` or ``damaged``."""
        try:
            with self.path(digest).open("rb") as file:
                found, _ = digest_of(file)
        except FileNotFoundError:
            return "missing"
        except OSError:  # the disk gives it no more
            return "damaged"
        return "here" if found == digest else "damaged"

    def link(
        self, digest: str, to: str | os.PathLike[str], *, executable: bool = False, copy: bool = False
    ) -> None:
        """Hand a blob out as the file ``to``, which is replaced at once or not at all.

        It is a hard link, read-only, where the disk allows that; else, and where it is to be executable, and
        with ``copy``, a copy of its own. A copy is hashed on the way. Raises ``TrackError`` where the blob is
        missing, or damaged, and ``OSError`` where ``to`` cannot be written.
        """
        source, target = self.get(digest), Path(to)
        part = target.with_name(f".{token_hex(8)}{PART}")
        try:
            if copy or executable or not _linked(source, part):
                self._copied(digest, source, part, executable=executable, is_writable=copy)
            part.replace(target)
        finally:
            with suppress(OSError):  # two names of one file: replacing leaves both
                part.unlink()

    def renew(self, digest: str) -> bool:
        """Make a blob young, for whoever is about to refer to it; whether it is here."""
        path = self.path(digest)
        try:
            renewed(path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except PermissionError:  # of another user, who alone may do that: a copy takes its place
            return self.put(path).digest == digest
        self._made()
        return True

    def pin(self, journal: str, digests: Iterable[str]) -> None:
        """Keep blobs that a journal is going to name, where whoever collects may not see it (``_pins``)."""
        if self.user is not None and self.user.is_apart:
            self._made()
            pin(self.folder, journal, digests)

    # Inside.

    def _made(self) -> None:
        """Make the folder, and mark the store that uses it; before the first blob comes in."""
        if not self._is_made:
            self.folder.mkdir(parents=True, exist_ok=True)
            if self.user is not None:
                mark(self.folder, self.user)
            self._is_made = True

    def _put_bytes(self, content: bytes) -> Blob:
        self._made()
        blob = Blob(sha256(content).hexdigest(), len(content))
        if not self._renewed(blob, io.BytesIO(content)):
            self._put_stream(io.BytesIO(content))
        return blob

    def _put_stream(self, stream: Readable) -> Blob:
        self._made()
        part = self.folder / f"{os.getpid()}-{token_hex(8)}{PART}"
        descriptor = os.open(part, FLAGS, 0o600)
        try:
            try:
                blob = Blob(*pour(stream, descriptor))
                with part.open("rb") as written:
                    if self._renewed(blob, written):
                        return blob
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            with suppress(PermissionError):  # a disk that knows no modes
                part.chmod(READ_ONLY)
            seal(part, time())
            self._named(part, blob)
            return blob
        finally:
            with suppress(FileNotFoundError):
                part.unlink()

    def _named(self, part: Path, blob: Blob) -> None:
        """Give a whole file its name, where a power cut leaves it."""
        target = self.path(blob.digest)
        is_new = not target.parent.is_dir()
        made(target.parent, self.folder)
        part.replace(target)
        changed = {target.parent, self.folder} if is_new else {target.parent}
        later = self._changed
        if later is not None:
            later.update(changed)
            return
        for folder in sorted(changed):
            _placed(folder)

    def _renewed(self, blob: Blob, stream: Readable) -> bool:
        """Whether the very bytes are here already; they are young again then, so that no sweep takes them."""
        path = self.path(blob.digest)
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size != blob.size or not is_same(stream, file):
                    return False
            seal(path, time())
            path.stat()  # a sweep may have moved it aside while its time was set, and not have seen that
        except OSError:
            return False
        return True

    def _copied(self, digest: str, source: Path, part: Path, *, executable: bool, is_writable: bool) -> None:
        descriptor = os.open(part, FLAGS, 0o600)
        try:
            with source.open("rb") as file:
                found, _ = pour(file, descriptor)
        finally:
            os.close(descriptor)
        if found != digest:
            raise TrackError(digest, f"its content is damaged: {source}", _HEAL)
        part.chmod((0o644 if is_writable else READ_ONLY) | (0o111 if executable else 0))


def _all(file: Readable) -> bytes:
    """Everything that a stream holds."""
    pieces: list[bytes] = []
    while piece := file.read(PIECE):
        pieces.append(piece)
    return b"".join(pieces)


def _placed(folder: Path) -> None:
    """Bring the names in a folder to the disk itself."""
    if IS_POSIX:
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except PermissionError:  # a folder that may be written and not read
            return
        try:
            os.fsync(descriptor)
        except OSError as error:  # some disks, as of other machines, do not know that of folders
            if error.errno not in (EINVAL, ENOTSUP, EBADF):
                raise
        finally:
            os.close(descriptor)


_HEAL = ("log the same content again: it takes the place of what is damaged",)


def _linked(source: Path, part: Path) -> bool:
    try:
        os.link(source, part)
    except OSError:  # another disk, or one without links
        return False
    return True


def _opened(source: str | os.PathLike[str]) -> BinaryIO:
    """A regular file, open for reading. Raises ``TrackError`` for what is none."""
    name = os.fspath(source)
    try:
        # A pipe that nobody writes to would block here for ever.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(name, flags)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise TrackError(str(name), f"cannot be read: {why}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise TrackError(str(name), "is no file of bytes, so that its content cannot be kept")
    return os.fdopen(descriptor, "rb", buffering=0)
