"""What a call returned from outlives the process; a disk that refuses costs no run."""

from __future__ import annotations

import logging
from inspect import signature
from pathlib import Path

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.blobs import Blobs
from ato.track.media import Histogram, Table, Text
from tests.ato.track.run.programs import ran

KILLED = """
import signal
from ato.track.media import Text, Table
run = ato.run(store=sys.argv[1], project="killed")
table = Table({"a": int, "b": str})
print(run.uid, flush=True)
for step in range(60):
    run.log({"t": Text(f"{step} " * 3000), "small": Text(str(step))}, step=step)
    table.add_row(step, "x" * 5000)
    run.log({"rows": table}, step=step)
    if step == 40:
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_call_returned_from_outlives_the_process(tmp_path: Path) -> None:
    out, _, status = ran(KILLED, tmp_path / "runs.db")
    assert status == -9
    with open_store(tmp_path / "runs.db") as store:
        run = store.run(out.strip())
        assert run.status == "killed"
        assert [each.value.text for each in store.media(run, "t")] == [
            f"{step} " * 3000 for step in range(41)
        ]
        assert len(store.media(run, "small")) == 41
        assert store.table(run, "rows").get_column("a") == list(range(41))
    assert not list((tmp_path / "blobs").glob("*.part"))


def test_the_same_content_is_one_file_and_every_row_is_there(tmp_path: Path) -> None:
    text = Text("same " * 2000)
    with ato.run(store=tmp_path / "runs.db") as run:
        for step in range(5):
            run.log({"t": text, "again": [text, text]}, step=step)
    blobs = Blobs(tmp_path / "blobs")
    assert len(list(blobs)) == 1
    with open_store(tmp_path / "runs.db") as store:
        again = store.media(run.uid, "again")
    assert [(each.step, each.ord) for each in again] == [(step, at) for step in range(5) for at in (0, 1)]
    assert {each.blob for each in again} == set(blobs)


def test_a_journal_that_is_read_again_gives_each_row_once(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        run.log({"t": Text("x" * 9000), "r": Table({"a": int}, [[1]])}, step=0)
        assert run.flush()
        for name in ("runs.db", "runs.db-wal", "runs.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        run.log({"t": Text("y" * 9000), "r": Table({"a": int}, [[2]])}, step=1)
    with open_store(tmp_path / "runs.db") as store:
        assert [each.value.text[0] for each in store.media(run.uid, "t")] == ["x", "y"]
        assert store.table(run.uid, "r").get_column("a") == [1, 2]


def test_where_no_file_can_be_written_small_media_go_into_the_journal(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "blobs").write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING, logger="ato.track"), ato.run(store=tmp_path / "runs.db") as run:
        run.log({"small": Text("x" * 50_000), "large": Text("y" * 2_000_000), "loss": 1.0}, step=7)
    (lost,) = run.problems
    assert lost.startswith("large at step 7 is lost, as its file cannot be written: ")
    assert lost in caplog.text
    with open_store(tmp_path / "runs.db") as store:
        assert store.media(run.uid, "small")[0].value == Text("x" * 50_000)
        assert store.summary(run.uid)["loss"].last == 1.0
        with pytest.raises(TrackError, match="large: the run has no media of that name"):
            store.media(run.uid, "large")


def test_content_that_is_gone_is_told(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        run.log({"t": Text("x" * 9000)})
    with open_store(tmp_path / "runs.db") as store:
        (found,) = store.media(run.uid, "t")
        (tmp_path / "blobs" / str(found.blob)[:2] / str(found.blob)).unlink()
        with pytest.raises(TrackError, match="its content is not in this store"):
            _ = found.value


def test_what_is_wrong_in_a_call_leaves_nothing_of_it_behind(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        with pytest.raises(TrackError, match="a metric needs a name"):
            run.log({"t": Text("x"), "": Text("y")}, step=1)
        with pytest.raises(TrackError, match="is no number"):
            run.log({"t": Text("x"), "u": "text"}, step=1)
        with pytest.raises(TrackError, match="is no number"):
            run.log({"t": [Text("x"), 1]}, step=1)
    with open_store(tmp_path / "runs.db") as store:
        assert store.media_keys(run.uid) == []


def test_names_are_any_text(url: str) -> None:
    names = ["a b", "'; DROP TABLE media; --", "損失", "../../etc/passwd", "%s", "{x}", "\n", "x" * 500]
    with ato.run(store=url) as run:
        run.log({name: Text(name * 5000) for name in names}, step=-5)
        run.log(dict.fromkeys(names, 1.0))
    with open_store(url) as store:
        assert {key.name for key in store.media_keys(run.uid)} == set(names)
        for name in names:
            assert store.media(run.uid, name)[0].value.text == name * 5000
            assert store.history(run.uid, name)[0].value == 1.0


def test_calls_by_name_stand_at_the_step_that_is_under_way(tmp_path: Path) -> None:
    np = pytest.importorskip("numpy")
    with ato.run(store=tmp_path / "runs.db") as run:
        for _ in range(2):
            run.log_histogram("h", [1.0, 2.0])
            run.log_images("i", np.zeros((2, 4, 4), np.uint8), ["a", "b"])
            run.log({"loss": 1.0})
        run.log_text("t", "late", step=9)
        run.log_media("m", Histogram([1.0]))
        run.log_images("none", [])
    assert run.step == 9
    with open_store(tmp_path / "runs.db") as store:
        assert [point.step for point in store.history(run.uid, "loss")] == [0, 1]
        assert [each.step for each in store.media(run.uid, "h")] == [0, 1]
        assert [each.value.caption for each in store.media(run.uid, "i")] == ["a", "b"] * 2
        assert store.media(run.uid, "m")[0].step == 10
        with pytest.raises(TrackError, match="hh: the run has no media of that name"):
            store.media(run.uid, "hh")


def test_a_disabled_run_takes_every_call() -> None:
    calls = {name for name in dir(ato.track.Run) if name.startswith(("log", "watch", "unwatch"))}
    run = ato.run(mode="disabled", system=1.0)
    for name in calls - {"log", "log_histogram", "log_artifact"}:
        asked = signature(getattr(run, name)).parameters.values()
        getattr(run, name)(*("x" for each in asked if each.default is each.empty))
    run.log_histogram("h", None, 64, 5)
    run.log_image("i", None, step=7)
    run.log({"x": 1.0})
    assert run.step == 8


def test_a_call_loads_no_database_and_a_number_loads_no_media(tmp_path: Path) -> None:
    program = """
run = ato.run(store=sys.argv[1])
run.log({"x": 1.0}, step=0)
print(sorted(name for name in sys.modules if name.startswith(("ato.track.media", "ato.track.watch",
    "ato.track.system", "numpy", "torch", "psutil"))))
run.finish()
"""
    out, err, _ = ran(program, tmp_path / "runs.db")
    assert (out.strip(), err) == ("[]", "")
