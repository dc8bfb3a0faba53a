"""SQLite is used in the way that its disk bears."""

from __future__ import annotations

from pathlib import Path

import pytest

from ato.track import TrackError, open_store
from ato.track._location import located
from ato.track.store import _engine
from ato.track.store._engine import kind_of

MOUNTS = [
    "/dev/sda1 / ext4 rw 0 0",
    "server:/home /mnt/home nfs4 rw 0 0",
    "x /mnt/with\\040space fuse.sshfs rw 0 0",
    "tmpfs /mnt/home/local tmpfs rw 0 0",
    "torn",
]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib", "ext4"),
        ("/mnt/home/me/project", "nfs4"),
        ("/mnt/home/local/x", "tmpfs"),
        ("/mnt/with space/x", "fuse.sshfs"),
        ("/mnt/homework", "ext4"),
    ],
)
def test_the_file_system_is_that_of_the_deepest_mount(folder: str, kind: str) -> None:
    assert kind_of(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(("shared", "mode"), [(False, "wal"), (True, "delete")])
def test_a_disk_that_machines_share_does_without_wal_and_says_so(
    shared: bool, mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(_engine, "is_on_network", lambda _: shared)
    with open_store(tmp_path / "runs.db") as store, store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == mode
    assert len([line for line in caplog.messages if "machines share" in line]) == shared


@pytest.mark.parametrize(
    ("given", "path", "folder"),
    [
        ("x/runs.db", "x/runs.db", "x"),
        ("x/mine.db", "x/mine.db", "x/mine.ato"),
        ("x", "x/runs.db", "x"),
        ("sqlite:///x/a%20b.db", "x/a b.db", "x/a b.ato"),
        ("sqlite:////x/y.sqlite3", "/x/y.sqlite3", "/x/y.ato"),
        ("100%25?a=#é😀;b", "100%25?a=#é😀;b/runs.db", "100%25?a=#é😀;b"),
    ],
)
def test_a_store_lies_where_its_path_says(
    given: str, path: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = located(given)
    assert (found.path, found.folder) == (tmp_path / path, tmp_path / folder)
    assert located(found.url) == found


def test_a_password_is_never_shown() -> None:
    shown = str(located("postgresql://me:hunter2@host/db"))
    assert shown == "postgresql+psycopg://me@host/db"


@pytest.mark.parametrize("given", ["mysql://host/db", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused(given: str) -> None:
    with pytest.raises(TrackError):
        located(given)


def test_the_variable_names_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATO_STORE", str(tmp_path / "team.db"))
    assert located().path == tmp_path / "team.db"
    monkeypatch.delenv("ATO_STORE")
    monkeypatch.chdir(tmp_path)
    assert located().path == tmp_path / ".ato" / "runs.db"
