"""A run is gone on with by its name, once at a time, and in its own project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ato
from ato.track import TrackError, open_store
from tests.ato.track.run.programs import crowd, ran

if TYPE_CHECKING:
    from pathlib import Path


def test_allow_begins_a_run_that_is_not_there_and_goes_on_with_one_that_is(url: str) -> None:
    uids = []
    for _ in range(3):
        with ato.run({"lr": 0.1}, "p", name="nightly", resume="allow", store=url) as run:
            run.log({"loss": 1.0})
        uids.append(run.uid)
    assert len(set(uids)) == 1
    with open_store(url) as store:
        assert [point.step for point in store.history(uids[0], "loss")] == [0, 1, 2]


def test_allow_needs_a_name_that_is_that_of_one_run(tmp_path: Path) -> None:
    place = tmp_path / "runs.db"
    with pytest.raises(TrackError, match="goes on with the run of a name, and none is given"):
        ato.run(resume="allow", store=place)
    for _ in range(2):
        ato.run(name="twice", store=place).finish()
    with pytest.raises(TrackError, match="is the name of several runs: 1, 2"):
        ato.run(name="twice", resume="allow", store=place)


def test_a_name_is_looked_for_in_the_project_first(tmp_path: Path) -> None:
    place = tmp_path / "runs.db"
    runs = [ato.run(project=project, name="one", store=place) for project in ("p", "q")]
    for run in runs:
        run.finish()
    with ato.run(project="q", resume="one", store=place) as again:
        assert again.uid == runs[1].uid
    with pytest.raises(TrackError, match="is a run of the project p, not of q"):
        ato.run(project="q", resume="p/one", store=place)
    with open_store(place) as store:
        assert store.run(runs[0].uid).status == "completed"


def test_what_is_said_anew_is_kept_and_the_rest_stays(tmp_path: Path) -> None:
    place = tmp_path / "runs.db"
    with ato.run({"lr": 0.1}, "p", name="old", notes="first", store=place) as run:
        pass
    with ato.run(resume="p/old", name="new", store=place):
        pass
    with open_store(place) as store:
        found = store.run(run.uid)
        config = store.config_of(found)
    assert (found.name, found.notes) == ("new", "first")
    assert config is not None
    assert config.keys["lr"].value == 0.1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"resume": 5.5}, "names no run"),
        ({"resume": True}, "names no run"),
        ({"resume": ""}, "names no run"),
        ({"resume": "nowhere"}, "there is no such run"),
        ({"resume": 1, "from_step": "x"}, "a step is a whole number"),
        ({"from_step": 3}, "is a step of the run that is resumed"),
    ],
)
def test_a_mistake_is_told(words: dict[str, object], message: str, tmp_path: Path) -> None:
    with pytest.raises(TrackError, match=message):
        ato.run(store=tmp_path / "runs.db", **words)  # type: ignore[arg-type]


RACE = """
from ato.track import TrackError
try:
    with ato.run(resume="default/long", store=sys.argv[1]) as run:
        run.log({"x": 1.0})
        time.sleep(1.0)
    os.write(1, b"mine\\n")  # whole lines, as many write at once
except TrackError as error:
    os.write(1, error.problem.message[:16].encode() + b"\\n")
"""


def test_of_many_that_resume_at_the_same_moment_one_does(url: str, tmp_path: Path) -> None:
    with ato.run(name="long", store=url) as run:
        pass
    out, err, status = ran(crowd(RACE, 6), url, cwd=tmp_path)
    assert (sorted(out.splitlines()), err, status) == (["is still running"] * 5 + ["mine"], "", 0)
    with open_store(url) as store:
        assert store.summary(run.uid)["x"].count == 1
        assert store.run(run.uid).status == "completed"


def test_a_run_of_this_process_is_told_as_such(tmp_path: Path) -> None:
    run = ato.run(store=tmp_path / "runs.db")
    run.flush()
    with pytest.raises(TrackError, match=r"in this process\n.*run.finish\(\)"):
        ato.run(resume=run.uid, store=tmp_path / "runs.db")
    run.finish()


def test_a_run_that_cannot_go_on_is_given_back(url: str) -> None:
    class Unreadable:
        @property
        def __dict__(self) -> object:  # type: ignore[override]
            raise RuntimeError("no")

    ato.run(name="one", store=url).finish("failed", reason="because")
    with pytest.raises(RuntimeError, match="no"):
        ato.run(Unreadable(), name="one", resume="allow", store=url)
    with open_store(url) as store:
        (found,) = store.runs()
        assert (found.status, found.reason) == ("failed", "because")
    with ato.run(name="one", resume="allow", store=url) as again:
        assert again.uid == found.uid


def test_a_copy_that_is_not_finished_is_not_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ato.track.sync import _sync, sync

    place, other = tmp_path / "runs.db", tmp_path / "other.db"
    with ato.run(name="one", store=place) as run:
        run.log({"loss": 1.0})
    with monkeypatch.context() as patch:
        patch.setattr(_sync, "settle", lambda *_: None)
        sync(place, other)
    with pytest.raises(TrackError, match="is a copy that is not finished"):
        ato.run(resume=run.uid, store=other)
    sync(place, other)
    ato.run(resume=run.uid, store=other).finish()
    assert sync(other, place).conflicts == []
