"""A run that is handed to a process which is started anew is the same run there."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.track import TrackError, open_store
from tests.ato.track.run.programs import ran

if TYPE_CHECKING:
    from pathlib import Path

SPAWNED = """
import pickle, subprocess
child = '''
import pickle, sys
run = pickle.load(sys.stdin.buffer)
run.log({"x": 2.0}, step=run.step + 1)
run.tag("child")
run.finish()
'''
with ato.run({"lr": 0.1}, store=sys.argv[1]) as run:
    run.log({"x": 1.0}, step=4)
    subprocess.run([sys.executable, "-c", child], input=pickle.dumps(run), check=True)
    run.log({"x": 3.0}, step=6)
"""


def restored(data: bytes) -> Any:
    return pickle.loads(data)  # noqa: S301  (of this test itself)


def test_a_process_that_is_handed_a_run_logs_to_it_and_does_not_end_it(tmp_path: Path) -> None:
    _, err, status = ran(SPAWNED, tmp_path / "runs.db")
    assert (err, status) == ("", 0)
    with open_store(tmp_path / "runs.db") as store:
        (run,) = store.runs()
        assert [point.value for point in store.history(run, "x")] == [1.0, 2.0, 3.0]
        assert (run.status, run.tags) == ("completed", ("child",))


def test_copies_are_the_run_itself(tmp_path: Path) -> None:
    with ato.run({"lr": 0.1}, store=tmp_path / "runs.db") as run:
        assert copy.copy(run) is copy.deepcopy([run])[0] is restored(pickle.dumps(run)) is run
    again = restored(pickle.dumps(run))
    assert again.config == {"lr": 0.1}
    with pytest.raises(TrackError, match="the run is finished"):
        again.log({"x": 1.0})


def test_a_run_whose_process_is_gone_takes_nothing_more(tmp_path: Path) -> None:
    program = (
        "import pickle; run = ato.run(store=sys.argv[1]); Path(sys.argv[2]).write_bytes(pickle.dumps(run))"
    )
    assert ran(program, tmp_path / "runs.db", tmp_path / "run") == ("", "", 0)
    again = restored((tmp_path / "run").read_bytes())
    assert again.status == "killed"
    with pytest.raises(TrackError, match="the run is finished"):
        again.log({"x": 1.0})
