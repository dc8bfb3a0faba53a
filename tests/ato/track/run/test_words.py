"""Texts that people give a run are refused at once where a database would refuse them later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track._texts import storable

if TYPE_CHECKING:
    from pathlib import Path

BAD = [None, 5, "", "a\0b", "\ud800", "x" * 501, ["a"]]


@pytest.mark.parametrize("word", BAD, ids=ascii)
def test_a_name_that_cannot_be_kept_changes_nothing(word: Any, url: str) -> None:
    with ato.run(store=url, name="kept", tags=["a"]) as run:
        for change in (lambda: setattr(run, "name", word), lambda: run.tag(word), lambda: run.untag(word)):
            with pytest.raises(TrackError):
                change()
        if word != "" and word != "x" * 501:
            with pytest.raises(TrackError):
                run.notes = word
        assert (run.name, run.tags) == ("kept", ("a",))
        run.log({"x": 1.0})
    assert run.problems == ()
    with open_store(url) as store:
        assert store.summary(run.uid)["x"].count == 1


@pytest.mark.parametrize("field", ["name", "project", "group", "tags", "notes", "store", "parent"])
def test_a_word_of_the_wrong_kind_is_told(field: str, tmp_path: Path) -> None:
    words: dict[str, Any] = {"store": tmp_path / "runs.db", field: 5.5}
    if field == "parent":
        words[field] = "nobody"
    with pytest.raises(TrackError):
        ato.run(**words)


def test_an_open_store_is_a_place(tmp_path: Path) -> None:
    with open_store(tmp_path / "runs.db") as store:
        with ato.run(store=store) as run:
            run.log({"x": 1.0})
        with ato.run(store=store, parent=run.id) as child:
            pass
        assert store.run(child.uid).parent_uid == run.uid


def test_an_error_of_any_text_reaches_every_database(url: str) -> None:
    with pytest.raises(ValueError, match="half"), ato.run(store=url) as run:
        raise ValueError("a\0b \ud800 half")
    with open_store(url) as store:
        found = store.run(run.uid)
    assert (found.status, found.reason) == ("failed", "ValueError: a\\0b \\ud800 half")


def test_storable_leaves_other_texts_alone() -> None:
    assert [storable(text) for text in ("", "損失 🔥", "a\0", "\ud800")] == ["", "損失 🔥", "a\\0", "\\ud800"]


def test_what_is_kept_as_json_holds_any_text(url: str) -> None:
    with ato.run(store=url) as run:
        run.summary.update(text="a\0b", deep={"k\0": ["c\0"]})
    with open_store(url) as store:
        assert store.summary_values(run.uid) == {"text": "a\0b", "deep": {"k\0": ["c\0"]}}
