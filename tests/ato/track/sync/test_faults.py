"""A sync that is killed goes on; one that reaches nothing says so, and says no password."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

import ato
from ato.cli import main
from ato.track import TrackError, open_store
from ato.track.sync import check, sync
from tests.ato.track.sync import made

HERE = "here/runs.db"
PASSWORD = "s3cret/&word"
ENCODED = "s3cret%2F%26word"


def test_a_sync_that_is_killed_ten_times_ends_with_everything(url: str) -> None:
    uids = [made.full(HERE), made.run(HERE, name="b")]
    with ato.run(project="p", name="long", store=HERE) as run:
        for step in range(30_000):
            run.log({"x": float(step), "y": -0.5}, step=step)
    chance = random.Random(7)  # noqa: S311
    killed = sum(_killed(url, 0.02 + 0.04 * chance.random() * number) for number in range(1, 11))
    assert killed > 0
    sync(HERE, url)
    assert check(HERE, url) == []
    assert sync(HERE, url).is_empty
    assert len(made.history(url, uids[0])) == 6
    assert len(made.history(url, run.uid, "x")) == 30_000


def _killed(url: str, after: float) -> bool:
    """Let a process sync, and kill it; whether it was still at it."""
    process = os.fork()
    if process == 0:
        try:
            sync(HERE, url)
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(process, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


def test_a_run_whose_copy_is_not_finished_says_so(url: str) -> None:
    from ato.track.sync._ends import end_of
    from ato.track.sync._heads import heads
    from ato.track.sync._settle import begin

    uid = made.run(HERE)
    with open_store(HERE) as here, open_store(url) as there:
        with here.reading() as connection:
            head = heads(connection)[uid]
        begin(end_of(there, None), head)
        assert there.run(uid).reason == "a copy of it is not finished: sync again"
        assert sync(there, "third/runs.db").counts == {"runs": 1}
        sync(here, there)
        assert sync(there, "third/runs.db").counts == {"continued": 1, "points": 10}
    assert made.differing(HERE, "third/runs.db") == []


def test_two_syncs_at_the_same_moment_send_everything_once(url: str) -> None:
    made.full(HERE)
    with ato.run(project="p", name="long", store=HERE) as run:
        for step in range(10_000):
            run.log({"x": float(step)}, step=step)
    open_store(url).close()
    processes = []
    for _ in range(3):
        processes.append(os.fork())
        if processes[-1] == 0:
            status = 1
            try:
                sync(HERE, url)
                status = 0
            finally:
                os._exit(status)
    assert [os.waitpid(process, 0)[1] for process in processes] == [0, 0, 0]
    assert check(HERE, url) == []
    assert len(made.history(url, run.uid, "x")) == 10_000


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return made.run(HERE)


def called(*words: str) -> int:
    return main(["sync", "--store", HERE, *words])


@pytest.mark.parametrize(
    "place",
    [
        f"postgresql://me:{ENCODED}@127.0.0.1:1/team",
        f"postgresql://me@127.0.0.1:1/team?password={ENCODED}",
        f"postgresql://me:{ENCODED}@127.0.0.1:not-a-port/team",
        f"postgresql://me:{PASSWORD}@127.0.0.1:1/team",
        f"mysql://me:{ENCODED}@127.0.0.1/team",
    ],
)
def test_a_store_that_is_not_reached_is_told_without_its_password(
    here: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called("--to", place) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("error: ")
    assert "Traceback" not in told.err
    assert PASSWORD not in told.err
    assert ENCODED not in told.err
    with open_store(HERE) as store:
        assert len(store.runs()) == 1


def test_a_url_that_is_none_is_told_to_programs_too(here: str) -> None:
    for place in (f"postgresql://me:{PASSWORD}@127.0.0.1:1/team", "postgresql://me:pw@host:port/team"):
        with pytest.raises(TrackError) as caught:
            sync(HERE, place)
        assert "s3cret" not in str(caught.value)
        assert caught.value.__cause__ is None or "s3cret" not in str(caught.value.__cause__)


def test_a_target_that_cannot_be_written_is_told(here: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken.db").write_text("no database at all, but some text" * 100)
    assert called("--to", "broken.db") == 1
    assert "broken.db: the store cannot be used" in capsys.readouterr().err


def test_the_command_sends_fetches_and_checks(here: str, capsys: pytest.CaptureFixture[str]) -> None:
    there = "there/runs.db"
    assert called("--to", there, "--dry-run") == 0
    assert "would send: 1 new run, 10 points" in capsys.readouterr().out
    assert called("--to", there, "--check") == 1
    assert "only in" in capsys.readouterr().out
    assert called("--to", there) == 0
    assert "1 new run, 10 points" in capsys.readouterr().out
    assert called("--to", there, "--quiet") == 0
    assert capsys.readouterr().out == "nothing to do\n"
    made.run(there, name="b")
    assert called("--from", there, "--run", "p/b") == 0
    capsys.readouterr()
    assert called("--from", there, "--check") == 0
    assert capsys.readouterr().out == "both stores have the same\n"


def test_a_store_that_is_not_there_is_told_and_not_made(
    here: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called("--from", "typo/runs.db") == 1
    assert "there is no store here" in capsys.readouterr().err
    assert called("--to", "typo/runs.db", "--check") == 1
    assert called("--to", "typo/runs.db", "--dry-run") == 0
    assert main(["sync", "--store", "typo.db", "--to", HERE]) == 1
    assert sorted(path.name for path in Path().iterdir()) == ["here"]


def test_what_differs_is_named(here: str, capsys: pytest.CaptureFixture[str]) -> None:
    import ato.track.store._tables as t

    sync(HERE, "there/runs.db")
    with open_store("there/runs.db") as store, store.writing() as connection:
        connection.execute(t.points.update().where(t.points.c.step == 2).values(value=7.0))
        connection.execute(t.tags.insert().values(run_id=1, tag="new"))
    assert called("--to", "there/runs.db", "--check") == 1
    assert f"p/a ({here[-8:]}): tags, metric acc, metric loss differ" in capsys.readouterr().out


def test_a_conflict_ends_with_status_one(here: str, capsys: pytest.CaptureFixture[str]) -> None:
    sync(HERE, "there/runs.db")
    for store in (HERE, "there/runs.db"):
        with ato.run(resume=here, store=store) as run:
            run.log({"loss": 1.0})
    assert called("--to", "there/runs.db") == 1
    assert "conflict: p/a" in capsys.readouterr().err


def test_an_open_run_goes_on_while_the_remote_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with ato.run(project="p", store=HERE) as run:
        run.log({"x": 1.0})
        with pytest.raises(TrackError):
            sync(HERE, "postgresql://me@127.0.0.1:1/team")
        run.log({"x": 2.0})
    assert run.problems == ()
    assert len(made.history(HERE, run.uid, "x")) == 2
