"""Which stores keep files in a folder, so that who collects for one of them takes nothing from the others.

Every store that puts files into a folder leaves a mark there, ``users/<key>.json``, before the first one. A
mark without a store tells of one that was here and is lost. Only the standard library is loaded.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from socket import gethostname
from time import time
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from ato.track._location import Location

USERS = "users"
PORT = 5432


@dataclass(frozen=True, slots=True)
class User:
    """A store that keeps files in a folder.

    ``store`` is the path of a database, from the folder if it lies beside it, or what names one on a server;
    empty for one that is lost. ``host`` is the machine that the path is of, where that matters. ``is_apart``
    says that the folder is not the store's own, so that who collects there may not see its journals.
    """

    store: str
    host: str = ""
    is_apart: bool = field(default=True, compare=False)

    @property
    def key(self) -> str:
        """What the mark is called."""
        return sha256(f"{self.host}\0{self.store}".encode("utf-8", "surrogateescape")).hexdigest()[:16]

    def __str__(self) -> str:
        return f"{self.store} of {self.host}" if self.host else self.store

    def path(self, folder: Path) -> Path | None:
        """The database, where it is a file that this machine has."""
        if not self.store or "://" in self.store or self.host not in ("", gethostname()):
            return None
        found = Path(os.path.realpath(folder)) / self.store
        return found if found.is_file() else None


def user_of(location: Location, folder: str | os.PathLike[str]) -> User:
    """What a store is called in a folder of blobs."""
    real = os.path.realpath(folder)
    is_apart = Path(real).parent != Path(os.path.realpath(location.folder))
    if location.path is None:
        return User(_server(location.url), is_apart=is_apart)
    path = os.path.realpath(location.path)
    if is_apart:
        return User(path, gethostname())
    return User(Path(os.path.relpath(path, real)).as_posix(), is_apart=False)


def mark(folder: Path, user: User) -> None:
    """Leave the mark of a store. Raises ``OSError`` where the folder cannot be written."""
    path = folder / USERS / f"{user.key}.json"
    if not path.exists():
        _write(path, {"store": user.store, "host": user.host, "since": time()})


def mark_lost(folder: Path) -> None:
    """Note that something here is of a store that is there no more."""
    _write(folder / USERS / f"lost-{token_hex(4)}.json", {"store": "", "host": "", "since": time()})


def users(folder: Path) -> Iterator[tuple[Path, User]]:
    """The marks in a folder, and whose they are. What cannot be read is one of a lost store."""
    for path in sorted((folder / USERS).glob("*.json")):
        told: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            read: object = json.loads(path.read_text(encoding="utf-8"))
            told = cast("dict[str, Any]", read) if isinstance(read, dict) else {}
        store, host = str(told.get("store", "")), str(told.get("host", ""))
        yield path, User(store, host, is_apart=bool(host) or "://" in store)


def made(folder: Path, like: Path) -> None:
    """Make a folder that is open to whom the folder ``like`` is open to: a team may share it."""
    try:
        folder.mkdir()
    except FileExistsError:
        return
    with suppress(OSError):
        folder.chmod(like.stat().st_mode & 0o7777)


def _write(path: Path, told: dict[str, Any]) -> None:
    path.parent.parent.mkdir(parents=True, exist_ok=True)
    made(path.parent, path.parent.parent)
    begun = path.with_name(f"{token_hex(8)}.part")
    try:
        begun.write_text(json.dumps(told), encoding="utf-8")
        begun.replace(path)
    finally:
        with suppress(FileNotFoundError):
            begun.unlink()


def _server(url: str) -> str:
    """A database on a server, without who asks it and how."""
    split = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(split.query).items()}
    host = asked.get("host") or unquote(split.hostname or "") or "localhost"
    if host.startswith("/") or host == "localhost":  # of this machine
        host = f"{gethostname()}{host if host.startswith('/') else ''}"
    port = asked.get("port") or split.port or PORT
    return f"postgresql://{host}:{port}/{asked.get('dbname') or unquote(split.path.lstrip('/'))}"
