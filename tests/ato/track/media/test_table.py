"""Tables hold what their columns say, grow while a program runs, and come back whole."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ato
from ato.track import TrackError, open_store
from ato.track.media import Histogram, Image, Table, Text
from ato.track.media._chunks import joined, packed, unpacked

np = pytest.importorskip("numpy")
COLUMNS = {"id": int, "score": float, "label": str, "is_right": bool}


def people() -> Table:
    return Table(COLUMNS, [(1, 0.5, "cat", True), (2, math.nan, "dog", False), (3, 2, None, None)])


def test_a_number_that_could_not_be_written_down_is_refused_with_its_row() -> None:
    table = Table({"a": int, "b": "json"})
    table.add_row(10**4000, 10**4000)
    with pytest.raises(TrackError, match=r"row 1, column 'a': .* is no int: it has 16610 bits"):
        table.add_row(10**5000, None)
    with pytest.raises(TrackError, match="row 1, column 'b'"):
        table.add_row(1, 10**5000)
    assert next(packed(table.columns, table._rows))[1] == 1


def test_a_table_grows_while_a_program_runs_and_comes_back_whole(url: str) -> None:
    picture = Image(np.zeros((4, 4), np.uint8), "c")
    table = Table({"id": int, "picture": "image", "note": Text, "more": "json", "x": float})
    with ato.run(store=url) as run:
        table.add_row(1, picture, Text("a"), {"k": [1, math.nan]}, math.nan)
        run.log({"seen": table}, step=1)
        run.log({"seen": table}, step=2)  # nothing new
        table.add_rows(
            {"id": at, "picture": None, "note": None, "more": None, "x": at} for at in range(2, 5000)
        )
        run.log_table("seen", table, step=3)
        run.log_table("other", Table({"a'; DROP TABLE runs; --\0": str}, [["\ud800\0"]]))
    with open_store(url) as store:
        found = store.table(run.uid, "seen")
        assert repr(found[0]) == repr(table[0])
        assert found.get_column("id") == list(range(1, 5000))
        assert (found[0]["picture"], found[0]["note"].text) == (picture, "a")
        assert store.tables(run.uid) == {"other": 1, "seen": 4999}
        assert store.table(run.uid, "other")[0] == {"a'; DROP TABLE runs; --\0": "\ud800\0"}
        with pytest.raises(TrackError, match="sen: the run has no such table"):
            store.table(run.uid, "sen")


def test_rows_are_given_in_order_or_by_name() -> None:
    table = Table({"a": int, "b": str})
    table.add_row(1, "x")
    table.add_row(b="y", a=2)
    table.add_row({"a": 3, "b": "z"})
    table.add_rows([(4, "w"), {"b": "v", "a": np.int64(5)}])
    assert table.get_column("a") == [1, 2, 3, 4, 5]
    assert table[-1] == {"a": 5, "b": "v"}


def test_the_questions_a_table_answers() -> None:
    table = people()
    assert len(table) == table.count() == 3
    assert table.count(lambda row: row["label"] == "cat") == 1
    assert table.filter(lambda row: row["is_right"]).get_column("id") == [1]
    assert table.map(lambda row: row["id"] * 2) == [2, 4, 6]
    assert table.map(lambda row: {"twice": row["id"] * 2}, {"twice": int})[2] == {"twice": 6}
    assert table.mean("id") == 2.0
    assert math.isnan(table.mean("score"))
    assert table.mean("is_right") == 0.5
    assert math.isnan(Table({"x": float}).mean("x"))
    assert Table({"x": float}, [[1e308], [1e308]]).mean("x") == 1e308
    assert Table({"x": float}, [[math.inf], [1.0]]).mean("x") == math.inf
    assert math.isnan(Table({"x": float}, [[math.inf], [-math.inf]]).mean("x"))
    with pytest.raises(TrackError, match="column 'label': is of the type str, which has no mean"):
        table.mean("label")
    with pytest.raises(TrackError, match="scores: is no column"):
        table.get_column("scores")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("1", 0.5, "a", True), r"row 3, column 'id': '1' \(str\) is no int"),
        ((1.5, 0.5, "a", True), "column 'id': 1.5"),
        ((True, 0.5, "a", True), "column 'id': True"),
        ((1, "0.5", "a", True), r"column 'score': '0.5' \(str\) is no float"),
        ((1, 10**400, "a", True), "column 'score': 1000.* is no float: .*too large"),
        ((1, 1j, "a", True), "column 'score'"),
        ((1, np.zeros(2), "a", True), "column 'score'"),
        ((1, 0.5, b"a", True), "column 'label'"),
        ((1, 0.5, "a", 1), r"column 'is_right': 1 \(int\) is no bool"),
        ((1, 0.5, "a"), "row 3: has 3 cells, and the columns are 4"),
        ("abcd", "row 3: is a sequence or a mapping of cells, not str"),
        (7, "row 3: is a sequence or a mapping"),
        ({"id": 1}, "row 3: has no cell of score, label, is_right"),
        ({"id": 1, "labl": "a"}, "row 3: has a cell of 'labl', which is no column"),
    ],
)
def test_what_does_not_fit_is_refused_by_row_and_column_and_changes_nothing(row: Any, words: str) -> None:
    table = people()
    with pytest.raises(TrackError, match=words):
        table.add_rows([row])
    with pytest.raises(TrackError):
        table.add_rows([(9, 0.0, "z", True), row])
    assert len(table) == 3


@pytest.mark.parametrize(
    "columns",
    [{}, None, ["a"], {"": int}, {1: int}, {"a": "imag"}, {"a": dict}, {"a": None}, {"a": "nothing"}],
)
def test_columns_have_names_and_types(columns: Any) -> None:
    with pytest.raises(TrackError):
        Table(columns)


def test_media_of_another_kind_are_refused() -> None:
    with pytest.raises(TrackError, match=r"row 0, column 'p': Text.* is no image"):
        Table({"p": Image}, [[Text("a")]])
    with pytest.raises(TrackError, match="is no json"):
        Table({"p": "json"}, [[{1, 2}]])


def test_a_name_stands_for_one_table_in_a_run(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        run.log_table("t", Table({"a": int}, [[1]]))
        with pytest.raises(TrackError, match="t: is a table of the run with other columns"):
            run.log({"x": 1.0, "t": Table({"b": int})})
        with pytest.raises(TrackError, match="is no Table, but list"):
            run.log_table("t", [[1]])  # type: ignore[arg-type]
        run.log_table("t", Table({"a": int}, [[2]]))
    with open_store(tmp_path / "runs.db") as store:
        assert store.table(run.uid, "t").get_column("a") == [1, 2]
        assert "x" not in store.summary(run.uid), "nothing of a call is logged where something is wrong"


def test_rows_of_a_resumed_run_follow_and_those_it_left_behind_do_not_count(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        for step in range(4):
            run.log({"x": 1.0, "t": Table({"a": int}, [[step]]), "h": Histogram([step])}, step=step)
    with ato.run(store=tmp_path / "runs.db", resume=run.uid, from_step=2) as again:
        again.log({"t": Table({"a": int, "b": str}, [[9, "new"]]), "h": Histogram([9])}, step=2)
    with open_store(tmp_path / "runs.db") as store:
        table = store.table(run.uid, "t")
        assert [tuple(row.values()) for row in table] == [(0, None), (1, None), (9, "new")]
        found = [(each.step, each.value.max, each.is_superseded) for each in store.media(run.uid, "h")]
    assert found == [
        (0, 0.0, False), (1, 1.0, False), (2, 2.0, True), (2, 9.0, False), (3, 3.0, True),
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(), st.none() | st.floats(), st.text()), max_size=30))
def test_chunks_hold_what_they_were_given(rows: list[tuple[Any, ...]]) -> None:
    columns = {"a": "int", "b": "float", "c": "str"}
    parts = []
    for content, count in packed(columns, rows):
        form = "json" if content.startswith(b"{") else "json+zlib"
        parts.append(unpacked(form, content))
        assert len(parts[-1][1]) == count
    found = joined(columns, parts)
    assert repr(found) == repr((columns, rows))


@pytest.mark.parametrize(
    ("form", "content"), [("json", b""), ("json+zlib", b"x"), ("arrow", b"{}"), ("json", b"{}")]
)
def test_a_chunk_that_cannot_be_read_is_told(form: str, content: bytes) -> None:
    with pytest.raises(TrackError, match="has rows that cannot be read"):
        unpacked(form, content)
