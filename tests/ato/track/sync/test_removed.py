"""A run that was removed stays away, wherever its copies are, until it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

import ato
from ato.cli import main
from ato.track import open_store
from ato.track.export import export, import_run
from ato.track.store._changes import remove_runs, retag
from ato.track.sync import sync
from tests.ato.track.sync import made

HERE = "here/runs.db"


def _remove(place: str, uid: str, *words: str) -> None:
    assert main(["rm", uid, "--yes", "--store", place, *words]) == 0


def _uids(place: str) -> set[str]:
    with open_store(place) as store:
        return {run.uid for run in store.runs()}


def test_a_run_that_was_removed_goes_in_the_other_store_and_stays_away(url: str) -> None:
    gone, stays = made.full(HERE), made.run(HERE, name="b")
    sync(HERE, url)
    _remove(HERE, gone)
    held = sync(url, HERE)
    assert (held.counts, len(held.held)) == ({}, 1)
    assert sync(HERE, url, dry_run=True).counts == {"removed": 1}
    assert sync(HERE, url).counts == {"removed": 1}
    assert sync(url, HERE).is_empty
    assert _uids(HERE) == _uids(url) == {stays}
    assert made.differing(HERE, url) == []


def test_a_removed_run_stays_removed_in_a_ring(url: str) -> None:
    ring = [HERE, url, "third/runs.db"]
    gone, stays = made.run(HERE), made.run(HERE, name="b")
    for _ in range(2):
        for at in range(3):
            sync(ring[at], ring[(at + 1) % 3])
    _remove(url, gone)
    for at in range(3):  # here still has it when it sends
        sync(ring[at], ring[(at + 1) % 3])
    assert [_uids(place) for place in ring] == [{stays}] * 3
    for at in range(3):
        report = sync(ring[at], ring[(at + 1) % 3])
        assert (report.is_empty, report.held) == (True, [])


def test_a_run_is_brought_back_by_its_name_everywhere(url: str) -> None:
    uid = made.run(HERE, tags=["x", "y"])
    sync(HERE, url)
    sync(HERE, "third/runs.db")
    _remove(url, uid)
    sync(HERE, url)
    assert _uids(url) == set()
    assert sync(HERE, url, run=uid).counts == {"runs": 1, "points": 10}
    for ends in ((url, HERE), (HERE, "third/runs.db"), ("third/runs.db", url)):
        report = sync(*ends)
        assert (report.is_empty, report.held, report.conflicts) == (True, [], [])
    assert made.differing(HERE, url) == []
    with open_store(url) as store:
        assert store.run(uid).tags == ("x", "y")
    _remove(HERE, uid)
    assert sync(HERE, url).counts == {"removed": 1}


def test_a_run_that_was_removed_here_alone_comes_back_as_it_was(url: str) -> None:
    uid = made.run(HERE, tags=["x"])
    sync(HERE, url)
    _remove(url, uid, "--here")
    assert sync(HERE, url).counts == {"runs": 1, "points": 10}
    assert made.differing(HERE, url) == []
    with open_store(url) as store:
        assert store.run(uid).tags == ("x",)


def test_a_run_that_went_on_elsewhere_is_not_removed_there(url: str) -> None:
    uid = made.run(HERE)
    sync(HERE, url)
    with ato.run(resume=uid, store=url) as run:
        run.log({"loss": 3.0})
    _remove(HERE, uid)
    for ends in ((HERE, url), (url, HERE)):
        (told,) = sync(*ends).conflicts
        assert f"--run {uid}" in told
    assert (_uids(HERE), _uids(url)) == (set(), {uid})
    assert sync(url, HERE, run=uid).counts["runs"] == 1
    assert sync(HERE, url).conflicts == []
    assert made.differing(HERE, url) == []


def test_a_folder_that_is_imported_brings_its_run_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    uid = made.run(HERE)
    export([uid], "folder", "run", store=HERE)
    _remove(HERE, uid)
    assert import_run("run", HERE).counts["runs"] == 1
    assert _uids(HERE) == {uid}


def test_removals_of_another_project_are_not_sent(url: str) -> None:
    uid = made.run(HERE, project="q")
    sync(HERE, url)
    _remove(HERE, uid)
    assert sync(HERE, url, project="p").is_empty
    assert sync(HERE, url, project="q").counts == {"removed": 1}


def test_a_run_that_is_sent_while_it_goes_on_removes_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    uid = made.run(HERE)
    sync(HERE, "there/runs.db")
    _remove(HERE, uid)
    other = made.run(HERE, name="b", sync="there/runs.db")
    assert _uids("there/runs.db") == {uid, other}
    assert sync(HERE, "there/runs.db").counts["removed"] == 1


def test_a_run_that_is_removed_while_it_is_sent_leaves_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ato.track.store._tables as t
    from ato.track.sync import _sync

    made.run(HERE, steps=5)

    def removing(source: object, target: object, *_: object) -> int:
        with open_store(url) as store, store.writing() as connection:
            remove_runs(connection, [1])
        return sent(source, target, *_)  # type: ignore[arg-type]

    sent = _sync.send_points
    monkeypatch.setattr(_sync, "send_points", removing)
    assert len(sync(HERE, url).held) == 1
    with open_store(url) as store, store.reading() as connection:
        assert connection.execute(t.points.select()).all() == []
    monkeypatch.undo()


def test_what_stays_away_is_told_with_how_to_have_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(7):
        made.run(HERE, name=f"r{number}", steps=1)
    sync(HERE, "there/runs.db")
    for uid in _uids("there/runs.db"):
        _remove("there/runs.db", uid)
    capsys.readouterr()
    assert main(["sync", "--store", HERE, "--to", "there/runs.db"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "nothing to do"
    assert lines[1].startswith("not sent: p/r")
    assert lines[-2:] == ["not sent: 2 more were removed there", "not sent: --run RUN brings one back"]


def test_tags_that_a_copy_had_do_not_come_back_as_taken_away(url: str) -> None:
    uid = made.run(HERE)
    sync(HERE, url)
    with open_store(HERE) as store, store.writing() as connection:
        retag(connection, 1, ["best"], [], "me")
    sync(HERE, url)
    _remove(url, uid, "--here")
    sync(HERE, url)
    sync(url, HERE)
    with open_store(HERE) as store:
        assert store.run(uid).tags == ("best",)
