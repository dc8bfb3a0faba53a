"""Tables are made once, brought up to date in order, and left alone where they are of a newer ato."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, inspect, select, text

from ato.track import TrackError, open_store
from ato.track.store import _schema as schema
from ato.track.store._schema import STEPS, Step, migrate, version_of
from ato.track.store._tables import metadata, schema_versions

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_store_has_all_tables_and_says_its_version(url: str) -> None:
    with open_store(url) as store, store.reading() as connection:
        assert set(inspect(connection).get_table_names()) == set(metadata.tables)
        assert version_of(connection) == STEPS[-1].version


def test_opening_twice_changes_nothing(url: str) -> None:
    for _ in range(2):
        with open_store(url) as store, store.reading() as connection:
            versions = list(connection.scalars(select(schema_versions.c.version)))
    assert versions == [step.version for step in STEPS]


def add_a_table(connection: Connection) -> None:
    Table("added", MetaData(), Column("id", Integer, primary_key=True)).create(connection)


def add_a_column(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE added ADD COLUMN name TEXT"))


def test_an_older_store_goes_through_the_steps_after_its_own(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(url) as store, store.writing() as connection:
        connection.execute(text("INSERT INTO projects (name, description, created) VALUES ('kept', '', 0)"))
    later = (*STEPS, Step(2, "a table", add_a_table), Step(3, "a column", add_a_column))
    monkeypatch.setattr(schema, "STEPS", later)
    from ato.track.store import _store

    monkeypatch.setattr(_store, "STEPS", later)
    monkeypatch.setattr(_store, "migrate", lambda connection, where: migrate(connection, where, later))
    monkeypatch.setattr(_store, "check", lambda version, where: schema.check(version, where, later))
    with open_store(url) as store, store.reading() as connection:
        assert [column["name"] for column in inspect(connection).get_columns("added")] == ["id", "name"]
        assert version_of(connection) == 3
        assert connection.scalar(text("SELECT name FROM projects")) == "kept"


def fail(connection: Connection) -> None:
    add_a_table(connection)
    raise RuntimeError("in the middle")


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    with open_store(tmp_path / "runs.db") as store:
        with pytest.raises(RuntimeError), store.writing() as connection:
            migrate(connection, "here", (*STEPS, Step(2, "fails", fail)))
        with store.reading() as connection:
            assert version_of(connection) == 1
            assert "added" not in inspect(connection).get_table_names()


def test_a_newer_store_is_refused_untouched(url: str) -> None:
    with open_store(url) as store, store.writing() as connection:
        connection.execute(text("UPDATE schema_versions SET version = 99"))
    with pytest.raises(TrackError) as error:
        open_store(url)
    assert "was made by a newer ato (tables of version 99; this one knows up to 1)" in str(error.value)
    assert "nothing in it was touched" in str(error.value)
    assert "password" not in str(error.value)
