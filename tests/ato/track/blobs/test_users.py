"""Stores that keep files in a folder are marked there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ato.track._location import Location, located
from ato.track.blobs import Blobs, User, user_of, users


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://ann:secret@db.example:5433/ato", "postgresql://db.example:5433/ato"),
        (
            "postgresql://bob@db.example:5433/ato?sslmode=require&password=x",
            "postgresql://db.example:5433/ato",
        ),
        ("postgres://db.example/ato", "postgresql://db.example:5432/ato"),
        ("postgresql:///?host=db.example&dbname=ato", "postgresql://db.example:5432/ato"),
    ],
)
def test_a_database_on_a_server_is_the_same_for_whoever_asks_it(tmp_path: Path, url: str, name: str) -> None:
    assert user_of(located(url), tmp_path) == User(name)


def test_a_mark_is_left_once_before_the_first_file(tmp_path: Path) -> None:
    location = Location("", tmp_path / "s" / "runs.db", tmp_path / "s")
    blobs = Blobs.of(location)
    assert not (tmp_path / "s").exists()
    for content in (b"a", b"a", b"b"):
        Blobs.of(location).put(content)
    ((mark, user),) = users(blobs.folder)
    assert (user, user.is_apart, user.path(blobs.folder)) == (User("../runs.db"), False, None)
    location.path.touch()  # type: ignore[union-attr]
    assert user.path(blobs.folder) is not None
    assert sorted(blobs.folder.rglob("*.part")) == []
    assert mark.parent.name == "users"


def test_one_who_puts_what_is_there_already_is_marked_too(tmp_path: Path) -> None:
    shared = tmp_path / "elsewhere" / "shared"
    Blobs(shared).put(b"a")
    Blobs.of(located(tmp_path / "runs.db"), shared).put(b"a")
    assert [user.store for _, user in users(shared)] == [str(tmp_path / "runs.db")]


def test_one_who_refers_to_what_is_there_already_is_marked_too(tmp_path: Path) -> None:
    shared = tmp_path / "elsewhere" / "shared"
    digest = Blobs(shared).put(b"a").digest
    assert Blobs.of(located(tmp_path / "runs.db"), shared).renew(digest)
    assert [user.store for _, user in users(shared)] == [str(tmp_path / "runs.db")]


def test_folders_inside_are_open_to_whom_the_folder_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2775)
    blobs = Blobs.of(located(tmp_path / "runs.db"), shared)
    blobs.pin("/j/1.j", [blobs.put(b"a").digest])
    assert {path.stat().st_mode & 0o7777 for path in shared.iterdir()} == {0o2775}
