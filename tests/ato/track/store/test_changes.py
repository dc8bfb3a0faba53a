"""What is changed after the fact: tags, and runs that are taken out with all their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

import ato
import ato.track.store._tables as t
from ato.track import open_store
from ato.track.store._changes import remove_runs, retag
from ato.track.store._schema import metadata

if TYPE_CHECKING:
    from pathlib import Path


def logged(url: str, name: str, file: Path) -> None:
    with ato.run({"lr": 0.1, "name": name}, project="p", name=name, tags=["t"], store=url) as run:
        run.log({"loss": 1.0})
        run.summary.update(best=1)
        run.record_output("out", 0, "ab" * 32)
        run.record_code("step", "cd" * 32, [])
        run.record(
            "media", name="text", step=0, time=0.0, medium="text", blob=None, inline="YQ==", meta_json="{}"
        )
        run.log_artifact(str(file), "file", "data")


def counts(url: str) -> dict[str, int]:
    with open_store(url) as store, store.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.tables.values()
        }


def test_a_run_that_is_removed_leaves_no_row_of_its_own(url: str, tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    file.write_text("one")
    logged(url, "kept", file)
    before = counts(url)
    logged(url, "gone", file)
    with open_store(url) as store:
        gone = store.run("gone").id
        with store.writing() as connection:
            remove_runs(connection, [gone])
    after = counts(url)
    assert {name for name in after if after[name] != before[name]} == {"journals"}  # they have been read
    with open_store(url) as store:
        assert [run.name for run in store.runs()] == ["kept"]
        assert store.history("kept", "loss")[0].value == 1.0
        assert store.config_of("kept") is not None


def test_tags_are_given_once_and_taken_away(url: str) -> None:
    ato.run(project="p", name="r", tags=["a", "b"], store=url).finish()
    with open_store(url) as store:
        with store.writing() as connection:
            retag(connection, 1, ["b", "c", "c"], ["a", "nothing"], "someone")
        assert store.run("r").tags == ("b", "c")
        with store.reading() as connection:
            assert connection.scalar(select(t.runs.c.actor)) == "someone"
