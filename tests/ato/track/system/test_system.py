"""The machine is sampled beside a run, off unless asked for, and never in its way."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.system._cards import Cards, by_library, parsed
from ato.track.system._probes import Probes

pytest.importorskip("psutil", reason="samples are taken by psutil")


def test_samples_are_metrics_with_their_own_times_and_leave_the_steps_alone(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db", system=0.1) as run:
        for _ in range(3):
            run.log({"loss": 1.0})
            time.sleep(0.15)
    with open_store(tmp_path / "runs.db") as store:
        assert [point.step for point in store.history(run.uid, "loss")] == [0, 1, 2]
        assert store.run(run.uid).last_step == 2
        for name in ("cpu", "memory", "process.memory", "process.cpu", "disk"):
            points = store.history(run.uid, f"system/{name}")
            assert len(points) >= 2
            assert all(point.value >= 0 for point in points)
            times = [point.time for point in points]
            assert times == sorted(set(times))
        assert 0 < store.summary(run.uid)["system/memory"].last <= 100
    assert not any(thread.name == "ato-system" for thread in threading.enumerate())


def test_a_short_run_has_one_sample_and_none_where_it_is_not_asked_for(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db", system=60) as run:
        time.sleep(0.4)
    with ato.run(store=tmp_path / "runs.db") as other:
        other.log({"x": 1.0})
    with open_store(tmp_path / "runs.db") as store:
        assert store.summary(run.uid)["system/cpu"].count == 1
        assert list(store.summary(other.uid)) == ["x"]


@pytest.mark.parametrize("every", [0, -1, True, "10", float("nan"), 0.01])
def test_a_pause_is_seconds(tmp_path: Path, every: Any) -> None:
    with pytest.raises(TrackError, match="is seconds between samples"):
        ato.run(store=tmp_path / "runs.db", system=every)


def test_without_psutil_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)
    monkeypatch.setattr("ato.track.system._sampler.find_spec", lambda _: None)
    with pytest.raises(TrackError, match=r"pip install 'atoc\[system\]'"):
        ato.run(store=tmp_path / "runs.db", system=1.0)


def test_a_question_that_the_system_refuses_is_not_asked_again(tmp_path: Path) -> None:
    probes = Probes(tmp_path / "not" / "there")
    asked = []

    def refused() -> dict[str, float]:
        asked.append(1)
        raise PermissionError

    probes._questions.append(refused)
    for _ in range(3):
        assert "cpu" in probes.sample()
    assert len(asked) == 1


def test_what_a_card_does_not_tell_is_left_out() -> None:
    text = "97, 1024, 4096, 61, 250.5\n[N/A], [Not Supported], 4096, 40, [N/A]\n"
    assert parsed(text) == {
        "gpu.0": 97.0, "gpu.0.memory": 25.0, "gpu.0.temperature": 61.0, "gpu.0.power": 250.5,
        "gpu.1.temperature": 40.0,
    }  # fmt: skip
    assert parsed("") == {}


def test_a_tool_that_fails_is_given_up(tmp_path: Path) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text(f"#!/bin/sh\necho asked >> {tmp_path}/asked\nexit 9\n")
    tool.chmod(0o755)
    cards = Cards()
    cards._library, cards._tool = None, str(tool)
    for _ in range(6):
        assert cards.sample() == {}
    assert (tmp_path / "asked").read_text().splitlines() == ["asked"] * 3


def test_cards_are_asked_by_the_library_where_there_is_one() -> None:
    def answers(**given: Any) -> Any:
        return lambda *_: SimpleNamespace(**given)

    library = SimpleNamespace(
        nvmlDeviceGetCount=lambda: 1,
        nvmlDeviceGetHandleByIndex=lambda number: number,
        nvmlDeviceGetMemoryInfo=answers(used=1, total=2),
        nvmlDeviceGetUtilizationRates=answers(gpu=50),
        nvmlDeviceGetTemperature=lambda *_: 60,
        nvmlDeviceGetPowerUsage=lambda _: 1500,
    )
    assert by_library(library) == {
        "gpu.0": 50.0, "gpu.0.memory": 50.0, "gpu.0.temperature": 60.0, "gpu.0.power": 1.5,
    }  # fmt: skip

    def refused(*_: object) -> None:
        raise RuntimeError("not supported of a part of a card")

    library.nvmlDeviceGetUtilizationRates = library.nvmlDeviceGetPowerUsage = refused
    assert by_library(library) == {"gpu.0.memory": 50.0, "gpu.0.temperature": 60.0}
    library.nvmlDeviceGetMemoryInfo = library.nvmlDeviceGetTemperature = refused
    with pytest.raises(RuntimeError, match="not supported"):
        by_library(library)


def test_a_tool_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text("#!/bin/sh\nsleep 60 &\nsleep 60\n")
    tool.chmod(0o755)
    monkeypatch.setattr("ato.track.system._cards.PATIENCE", 0.3)
    cards = Cards()
    cards._library, cards._tool = None, str(tool)
    start = time.monotonic()
    assert cards.sample() == {}
    assert time.monotonic() - start < 3


def test_a_run_ends_without_a_card_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    is_free = threading.Event()

    def hanging(self: Cards) -> dict[str, float]:
        is_free.wait(20)
        return {"gpu.0": 1.0}

    monkeypatch.setattr(Cards, "sample", hanging)
    monkeypatch.setattr("ato.track.system._sampler.WAIT_AT_MOST", 0.2)
    start = time.monotonic()
    with ato.run(store=tmp_path / "runs.db", system=0.1) as run:
        time.sleep(0.3)
    assert time.monotonic() - start < 10
    is_free.set()
    for thread in threading.enumerate():
        if thread.name == "ato-system":
            thread.join(5)
    assert "not sampled" not in caplog.text
    assert run.problems == ()


def test_memory_is_told_by_the_limit_of_the_container_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ato.track.system._probes.memory_share", lambda: 40.0)
    assert Probes(tmp_path).sample()["memory.limit"] == 40.0
    monkeypatch.setattr("ato.track.system._probes.memory_share", lambda: None)
    assert "memory.limit" not in Probes(tmp_path).sample()
