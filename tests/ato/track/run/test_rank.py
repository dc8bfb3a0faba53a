"""Of the processes of one training, one records the run."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.track import DisabledRun, Run, open_store
from ato.track.run._rank import Rank, rank

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def no_launcher(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RANK", "WORLD_SIZE", "LOCAL_RANK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delitem(sys.modules, "torch.distributed", raising=False)


def test_one_of_eight_processes_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "8")
    for number in range(8):
        monkeypatch.setenv("RANK", str(number))
        with ato.run({"lr": 0.1}, "p", store=tmp_path / "runs.db") as run:
            assert isinstance(run, DisabledRun if number else Run)
            run.log({"loss": 1.0})
            if number:
                assert f"rank {number} of 8, and rank 0 records" in repr(run)
                run.log_artifact("a file that only rank 0 has")
    with open_store(tmp_path / "runs.db") as store:
        assert len(store.runs()) == 1


def test_each_records_that_is_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    monkeypatch.setenv("RANK", "1")
    with ato.run(store=tmp_path / "runs.db", mode="on") as run:
        assert isinstance(run, Run)


@pytest.mark.parametrize(
    ("number", "world"), [("3", ""), ("", "8"), ("8", "8"), ("-1", "8"), ("x", "8"), ("٣", "8"), ("0", "1")]
)
def test_what_is_no_rank_silences_nothing(number: str, world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANK", number)
    monkeypatch.setenv("WORLD_SIZE", world)
    assert rank().number == 0


def test_what_torch_says_counts_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    told: Any = SimpleNamespace(
        is_available=lambda: True, is_initialized=lambda: True, get_rank=lambda: 2, get_world_size=lambda: 4
    )
    module: Any = ModuleType("torch.distributed")
    vars(module).update(vars(told))
    monkeypatch.setitem(sys.modules, "torch.distributed", module)
    assert rank() == Rank(2, 4)
