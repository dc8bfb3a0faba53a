"""A run that keeps nothing takes every call that one which is kept takes."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.track import DisabledRun, Run, TrackError
from ato.track.run._disabled import SilentRun

if TYPE_CHECKING:
    from pathlib import Path

INSIDE = {"cover", "descriptor", "journal", "keys", "tables", "watches", "writer"}


def _names(run: object) -> set[str]:
    return {name for name in dir(run) if not name.startswith("_")}


@pytest.mark.parametrize("kind", [DisabledRun, SilentRun])
def test_it_has_the_same_calls_with_the_same_words(kind: type[Any], tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        kept = _names(run)
    assert kept - _names(ato.run(mode="disabled")) == INSIDE
    for name in sorted(kept):
        call = getattr(Run, name, None)
        if inspect.isfunction(call):
            mine = inspect.signature(getattr(kind, name))
            assert mine.parameters == inspect.signature(call).parameters, name


def test_a_step_that_is_given_is_the_step() -> None:
    run = ato.run(mode="disabled")
    run.log({"loss": 1.0}, step=4)
    run.log_text("t", "x")
    assert run.step == 4
    run.log_image("i", None, step=7)
    run.log_histogram("h", [], 64, 8)
    assert run.step == 8
    run.log({"loss": 1.0})
    assert run.step == 9


def test_it_ends_as_the_other_would_have() -> None:
    with pytest.raises(ValueError, match="no"), ato.run(mode="disabled") as failed:
        raise ValueError("no")
    with ato.run(mode="disabled") as killed:
        killed.finish("killed")
    assert (failed.status, killed.status) == ("failed", "killed")


def test_copies_are_the_run_and_pickles_keep_nothing_either() -> None:
    run = ato.run({"lr": 0.1}, mode="disabled", name="n")
    assert copy.copy(run) is run
    assert copy.deepcopy([run])[0] is run
    other = pickle.loads(pickle.dumps(run))  # noqa: S301
    assert (type(other), other.name, other.config) == (DisabledRun, "n", {"lr": 0.1})


def test_an_artifact_that_was_not_kept_has_no_version(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    run = ato.run(mode="disabled")
    with pytest.raises(TrackError, match="was not kept: the run is disabled"):
        run.use_artifact(run.log_artifact(tmp_path / "x"))
