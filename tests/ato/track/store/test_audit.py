"""The audit trail tells the first row that was tampered with."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from ato.track import TrackError, open_store
from ato.track.store._audit import BEGINNING, first_broken, record, rows
from tests.ato.track.trails import unguarded


def filled(url: str, count: int = 5) -> None:
    with open_store(url) as store, store.writing() as connection:
        for number in range(count):
            record(
                connection,
                who="ann",
                what="moved",
                subject=f"p/m:{number}",
                before=number,
                after={"n": number},
            )


def test_each_row_carries_the_hash_of_the_one_before(url: str) -> None:
    filled(url)
    with open_store(url) as store, store.reading() as connection:
        trail = rows(connection)
        assert [row.previous_hash for row in trail] == [BEGINNING, *(row.hash for row in trail[:-1])]
        assert first_broken(connection) is None
        assert [(row.before, row.after) for row in trail][3] == (3, {"n": 3})


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audits SET who = 'bob' WHERE id = 3", 3),
        ("UPDATE audits SET time = time + 0.001 WHERE id = 2", 2),
        ("UPDATE audits SET after_json = '{\"n\": 9}' WHERE id = 4", 4),
        ("UPDATE audits SET after_json = 'x' WHERE id = 4", 4),
        ("UPDATE audits SET evidence_json = '{\"a\": 1}' WHERE id = 1", 1),
        ("DELETE FROM audits WHERE id = 1", 2),
        ("DELETE FROM audits WHERE id = 3", 4),
        ("UPDATE audits SET id = 9 WHERE id = 2", 3),
        ("UPDATE audits SET previous_hash = hash WHERE id = 5", 5),
        (
            "INSERT INTO audits SELECT 9, time, who, what, subject, why, before_json, after_json, "
            "evidence_json, previous_hash, 'another' FROM audits WHERE id = 5",
            9,
        ),
    ],
)
def test_what_was_changed_removed_or_moved_is_found(url: str, change: str, broken: int) -> None:
    filled(url)
    with open_store(url) as store:
        with store.writing() as connection:
            unguarded(connection)
            connection.execute(text(change.replace(": 9", "\\: 9").replace(": 1", "\\: 1")))
        with store.reading() as connection:
            found = first_broken(connection)
            assert found is not None
            assert found.id == broken


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audits SET who = 'bob' WHERE id = 3",
        "UPDATE audits SET who = 'bob'",
        "DELETE FROM audits WHERE id = 5",
        "DELETE FROM audits",
        "TRUNCATE audits",
        "INSERT OR REPLACE INTO audits SELECT 5, time, 'bob', what, subject, why, before_json, after_json, "
        "evidence_json, hash, hash || 'x' FROM audits WHERE id = 5",
        "INSERT OR REPLACE INTO audits SELECT 6, time, 'bob', what, subject, why, before_json, after_json, "
        "evidence_json, hash, hash FROM audits WHERE id = 5",
        "INSERT INTO audits SELECT 9, time, who, what, subject, why, before_json, after_json, evidence_json, "
        "'of no row', 'another' FROM audits WHERE id = 5",
        "INSERT INTO audits SELECT -1, time, who, what, subject, why, before_json, after_json, "
        "evidence_json, hash, 'another' FROM audits WHERE id = 5",
    ],
)
def test_the_database_itself_takes_rows_at_the_end_and_nothing_else(url: str, statement: str) -> None:
    if ("TRUNCATE" if url.endswith(".db") else "REPLACE") in statement:
        pytest.skip("only the other database knows that word")
    filled(url)
    with open_store(url) as store:
        with store.reading() as connection:
            before = rows(connection)
        with (
            pytest.raises(TrackError, match="the audit trail is only added to"),
            store.writing() as connection,
        ):
            connection.execute(text(statement))
        filled(url, 1)
        with store.reading() as connection:
            assert rows(connection)[:-1] == before
            assert first_broken(connection) is None


def test_a_trail_is_found_by_what_it_is_of(url: str) -> None:
    with open_store(url) as store, store.writing() as connection:
        for subject in ("a", "a:v1", "ab", "a/b", "a%", "a_:v1"):
            record(connection, who="x", what="y", subject=subject)
        found = {name: [row.subject for row in rows(connection, name)] for name in ("a", "a%", "a:v1", "a_")}
        assert found == {"a": ["a", "a:v1"], "a%": ["a%"], "a:v1": ["a:v1"], "a_": ["a_:v1"]}


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8), max_size=4
    )
)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_is_hashed_as_it_is_read(tmp_path: Path, words: list[str]) -> None:
    with open_store(tmp_path) as store, store.writing() as connection:
        for word in words:
            record(connection, who=word, what=word, subject=word, why=word, after={word: [word]})
        assert first_broken(connection) is None
