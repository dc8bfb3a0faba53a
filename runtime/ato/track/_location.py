"""Where a store is: the database, and the folder of the journals and blobs beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote

from ato.track._errors import TrackError

DEFAULT = ".ato/runs.db"
VARIABLE = "ATO_STORE"
BLOBS = "ATO_BLOBS"
SUFFIXES = (".db", ".sqlite", ".sqlite3")


@dataclass(frozen=True, slots=True)
class Location:
    """``path`` is the file of an SQLite database, None for PostgreSQL; ``url`` is what opens it.

    ``folder`` holds what is no row: ``journals`` and ``blobs``.
    """

    url: str
    path: Path | None
    folder: Path

    @property
    def journals(self) -> Path:
        """The folder of the journals."""
        return self.folder / "journal"

    @property
    def blobs(self) -> Path:
        """The folder of the files that are kept by content; ``ATO_BLOBS`` names one that a team shares."""
        shared = os.environ.get(BLOBS) if self.path is None else None
        return Path(shared) if shared else self.folder / "blobs"

    def __str__(self) -> str:
        return str(self.path) if self.path is not None else without_password(self.url)


def located(store: str | os.PathLike[str] | None = None) -> Location:
    """The store of that path or URL; without one, of ``ATO_STORE``, else ``.ato/runs.db``.

    A path is a file (``.db``, ``.sqlite``, ``.sqlite3``) or a folder, in which it is ``runs.db``. Raises
    ``TrackError`` for a URL of another kind of database.
    """
    given = os.fspath(store) if store is not None else os.environ.get(VARIABLE) or DEFAULT
    scheme, mark, rest = given.partition("://")
    if not mark:
        return _of_file(Path(given))
    kind = scheme.partition("+")[0]
    if kind == "sqlite":
        path = unquote(rest.partition("?")[0].removeprefix("/"))
        if path in ("", ":memory:"):
            raise TrackError(given, "is a database in memory, which ends with the process", ("name a file",))
        return _of_file(Path(path))
    if kind in ("postgresql", "postgres"):
        url = f"postgresql+psycopg://{rest}"
        name = sha256(without_password(url).encode()).hexdigest()[:12]
        return Location(url, None, (Path(".ato") / f"postgresql-{name}").absolute())
    raise TrackError(given, "is a database of a kind that is not known", ("a path, or postgresql://...",))


def without_password(url: str) -> str:
    """A URL as it may be shown."""
    scheme, mark, rest = url.partition("://")
    user, at, host = rest.rpartition("@")
    bare = f"{scheme}{mark}{user.partition(':')[0]}{at}{host}" if at else url
    place, asked, query = bare.partition("?")
    shown = [word for word in query.split("&") if not word.lower().startswith(("password=", "sslpassword="))]
    return f"{place}?{'&'.join(shown)}" if asked and shown else place


def _of_file(given: Path) -> Location:
    path = (given if given.suffix in SUFFIXES else given / "runs.db").absolute()
    folder = path.parent if path.name == "runs.db" else path.with_suffix(".ato")
    return Location(f"sqlite:///{quote(str(path))}", path, folder)
