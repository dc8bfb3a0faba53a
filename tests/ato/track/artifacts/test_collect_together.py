"""Several stores and machines may keep files in one folder: who collects takes nothing from the others."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

import ato
from ato.cli import main
from ato.track import TrackError, open_store
from ato.track.artifacts import collect, delete_version, verify
from ato.track.blobs import Blobs
from tests.ato.track.servers import database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ato.track.store import Store

DAY = 86_400


@pytest.fixture
def servers(postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """Two databases, whose files go to one folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ATO_BLOBS", str(tmp_path / "shared"))
    names = [f"t{uuid4().hex}" for _ in range(2)]
    with database(postgresql, names[0]) as one, database(postgresql, names[1]) as other:
        yield one, other


def logged(store: str | Path, content: str) -> None:
    file = Path.cwd() / "x"
    file.write_text(content)
    with ato.run(store=store, project="p") as run:
        run.log_artifact(file, name="m")


def age(store: Store) -> Blobs:
    blobs = Blobs(store.location.blobs)
    for digest in blobs:
        os.utime(blobs.path(digest), (time.time() - 2 * DAY,) * 2)
    return blobs


def test_what_another_database_refers_to_is_asked_of_it_or_nothing_is_removed(
    servers: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = servers
    logged(one, "mine")
    logged(other, "theirs")
    with open_store(one) as store:
        delete_version(store, "m:v0")
        age(store)
        with pytest.raises(TrackError, match="not all of them can be asked; nothing was removed") as raised:
            collect(store)
        (told,) = raised.value.problem.help
        assert "--beside" in told
        assert "postgres:@" not in told  # who asks, and with what, is nobody's business
        assert main(["artifacts", "gc", "--store", one]) == 2
        assert "nothing was removed" in capsys.readouterr().err
        assert len(collect(store, beside=[other], dry=True).removed) == 1
        assert main(["artifacts", "gc", "--store", one, "--beside", other]) == 0
        assert capsys.readouterr().out == "removed 1 content, 4 B\n"
    with open_store(other) as store:
        assert verify(store).faults == ()


ELSEWHERE = """
run = ato.run(store=sys.argv[1], project="p")
run.flush()
run.writer.pause()
Path("x").write_text("unread")
run.log_artifact("x", name="elsewhere")
os.kill(os.getpid(), 9)
"""


def test_what_only_a_journal_of_another_machine_names_stays_until_that_is_read(
    servers: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.ato.track.run.programs import ran

    place = servers[0]
    away = tmp_path / "away"
    away.mkdir()
    assert ran(ELSEWHERE, place, cwd=away)[2] == -9
    (journal,) = away.rglob("*.j")
    hidden = journal.rename(tmp_path / "on another machine")
    with open_store(place) as store:
        blobs = age(store)
        swept = collect(store, 0)
        assert (swept.removed, [str(journal) in each for each in swept.waiting]) == ((), [True])
        hidden.rename(journal)
        monkeypatch.chdir(away)
        with open_store(place) as there:  # takes the journal over
            assert str(there.artifact("elsewhere")) == "p/elsewhere:v0"
        delete_version(store, "elsewhere")
        assert len(collect(store).removed) == 1
        assert list(blobs) == list((tmp_path / "shared" / "pins").iterdir()) == []


def test_nothing_is_kept_for_the_journals_of_a_run_that_was_removed(servers: tuple[str, str]) -> None:
    place = servers[0]
    with ato.run(store=place, project="p", name="gone") as run:
        run.log_text("text", "long" * 2000)
    assert main(["rm", "gone", "--yes", "--store", place]) == 0
    with open_store(place) as store:
        blobs = age(store)
        swept = collect(store)
        assert (len(swept.removed), swept.waiting, list(blobs)) == (1, (), [])


def test_a_store_that_shares_the_folder_of_another_is_found_by_itself(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "blobs").symlink_to(tmp_path / "shared", target_is_directory=True)
    (tmp_path / "shared").mkdir()
    file = tmp_path / "x"
    for name in ("one", "two"):
        file.write_text(name)
        with ato.run(store=tmp_path / name, project="p") as run:
            run.log_artifact(file, name="m")
    with open_store(tmp_path / "one") as store:
        age(store)
        assert collect(store).removed == ()
        delete_version(store, "m:v0")
        assert len(collect(store).removed) == 1
    with open_store(tmp_path / "two") as store:
        assert verify(store).faults == ()
    (tmp_path / "two" / "runs.db").rename(tmp_path / "two" / "away")
    with open_store(tmp_path / "one") as store, pytest.raises(TrackError, match="can be asked") as raised:
        collect(store)
    assert str(tmp_path / "two" / "runs.db") in str(raised.value)


def test_two_databases_beside_each_other_share_a_folder(tmp_path: Path) -> None:
    file = tmp_path / "x"
    for name in ("a.db", "a.sqlite"):
        file.write_text(name)
        with ato.run(store=tmp_path / name, project="p") as run:
            run.log_artifact(file, name="m")
    with open_store(tmp_path / "a.db") as store:
        age(store)
        assert collect(store).removed == ()
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["a.ato"]


def test_a_folder_that_moves_with_its_store_is_still_its_own(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with ato.run(store=tmp_path / "here", project="p") as run:
        run.log_artifact(tmp_path / "x", name="m")
    (tmp_path / "here").rename(tmp_path / "there")
    with open_store(tmp_path / "there") as store:
        delete_version(store, "m")
        age(store)
        assert len(collect(store).removed) == 1


def test_what_a_lost_database_referred_to_is_kept_until_somebody_lets_it_go(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("precious")
    for _ in range(2):
        with ato.run(store=tmp_path / "s", project="p") as run:
            run.log_artifact(tmp_path / "x", name="m")
        with open_store(tmp_path / "s") as store:
            blobs = age(store)
        for path in (tmp_path / "s").glob("runs.db*"):
            path.unlink()
        with open_store(tmp_path / "s") as store:
            with pytest.raises(TrackError, match="a database that was here is lost") as raised:
                collect(store)
            assert len(list(blobs)) == 1
            (mark,) = (tmp_path / "s" / "blobs" / "users").glob("lost-*")
            assert str(mark) in str(raised.value)
            mark.unlink()
            assert len(collect(store).removed) == 1


def test_a_first_run_is_not_taken_for_a_lost_one(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with ato.run(store=tmp_path / "s", project="p") as run:
        run.writer.pause()
        run.log_artifact(tmp_path / "x", name="m")
        blobs = Blobs(run.location.blobs)
        os.utime(blobs.path(next(iter(blobs))), (0, 0))
        run.writer.go_on()
    with open_store(tmp_path / "s") as store:
        assert collect(store).removed == ()


def test_asking_another_store_makes_none_and_touches_no_other_database(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with ato.run(store=tmp_path / "s", project="p") as run:
        run.log_artifact(tmp_path / "x", name="m")
    with sqlite3.connect(tmp_path / "other.db") as database:
        database.execute("CREATE TABLE mine (a)")
    database.close()
    before = (tmp_path / "other.db").read_bytes()
    (tmp_path / "empty.db").touch()
    with open_store(tmp_path / "s") as store:
        for place in (tmp_path / "none" / "runs.db", tmp_path / "other.db", tmp_path / "empty.db"):
            for beside in ([place], place, str(place)):
                with pytest.raises(TrackError, match="there is no store here"):
                    collect(store, beside=beside)  # type: ignore[arg-type]
        mark = tmp_path / "s" / "blobs" / "users" / "other.json"
        for name in ("other.db", "empty.db"):
            mark.write_text(json.dumps({"store": f"../../{name}", "host": ""}))
            with pytest.raises(TrackError, match="can be asked"):
                collect(store)
    assert (tmp_path / "other.db").read_bytes() == before
    assert not (tmp_path / "none").exists()
    assert not list(tmp_path.glob("*.ato"))


def test_a_mark_that_cannot_be_read_is_one_of_a_store_that_cannot_be_asked(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with ato.run(store=tmp_path / "s", project="p") as run:
        run.log_artifact(tmp_path / "x", name="m")
    users = tmp_path / "s" / "blobs" / "users"
    for text in ("", "[]", '{"store": 3}', "\0", json.dumps({"store": "/none", "host": "other"})):
        (users / "other.json").write_text(text)
        with open_store(tmp_path / "s") as store, pytest.raises(TrackError, match="can be asked"):
            collect(store)
