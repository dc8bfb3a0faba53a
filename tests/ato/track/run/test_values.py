"""Numbers are taken as they come, and those on a device without waiting for it."""

from __future__ import annotations

import sys
from decimal import Decimal
from fractions import Fraction
from threading import Event
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.run._values import number

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("value", [1, True, 0.25, Decimal("0.25"), Fraction(1, 4), 2**53, 2**60, -(2**70)])
def test_what_a_float_equals_is_taken(value: Any) -> None:
    assert number("x", value) == value


@pytest.mark.parametrize(
    "value", [2**53 + 1, -(2**60) - 1, 10**400, 10**5000], ids=["53", "60", "400", "5000"]
)
def test_a_whole_number_that_would_be_rounded_is_refused(value: int) -> None:
    with pytest.raises(TrackError, match="would be rounded"):
        number("x", value)


def test_numbers_of_numpy_are_taken() -> None:
    numpy = pytest.importorskip("numpy")
    for value in (numpy.float32(0.25), numpy.float64(0.25), numpy.array(0.25), numpy.array([[0.25]])):
        assert number("x", value) == 0.25
    assert number("x", numpy.int64(7)) == 7.0
    with pytest.raises(TrackError, match=r"holds 6 numbers, of shape \(2, 3\)"):
        number("x", numpy.zeros((2, 3)))
    with pytest.raises(TrackError, match="is no number"):
        number("x", numpy.array("text"))


class Mute:
    """A number only by its looks."""

    shape = ()

    def __repr__(self) -> str:
        raise RuntimeError("no text")

    def item(self) -> Any:
        raise RuntimeError("no value\nand more")

    __index__ = item


def test_what_does_not_tell_its_value_is_refused_as_a_mistake(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        for words, message in [
            (({"x": Mute()},), r"<Mute> \(Mute\) is no number: no value\n"),
            (({"x": 1.0}, Mute()), "step=<Mute>: a step is a whole number"),
            (({"x": 1.0}, 10**5000), "a step has at most 64 bits"),
            ((Mute(),), "is a Mute, not a mapping"),
        ]:
            with pytest.raises(TrackError, match=message):
                run.log(*words)
        with pytest.raises(TrackError, match="Mute cannot be kept in a summary"):
            run.summary.update(x=Mute())
        with pytest.raises(TrackError, match="is a list, not a mapping"):
            run.summary.update([1])  # type: ignore[arg-type]


def test_tensors_in_main_memory_are_taken_as_they_are_now(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    with ato.run(store=tmp_path / "runs.db") as run:
        total = torch.zeros((), requires_grad=False)
        for _ in range(3):
            total += 1
            run.log({"total": total})
    with open_store(tmp_path / "runs.db") as store:
        assert [point.value for point in store.history(run.uid, "total")] == [1.0, 2.0, 3.0]


class Tensor:
    """A number on a device that is read only when ``ready``."""

    device = SimpleNamespace(type="xpu")
    shape = ()

    def __init__(self, value: float, ready: Event) -> None:
        self.value = value
        self.ready = ready

    def numel(self) -> int:
        return 1

    def detach(self) -> Tensor:
        return self

    def clone(self) -> Tensor:
        return Tensor(self.value, self.ready)

    def item(self) -> float:
        if not self.ready.wait(10):
            raise RuntimeError("the device never was ready")
        if self.value < 0:
            raise RuntimeError("the device is gone")
        return self.value


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> Event:
    torch: Any = ModuleType("torch")
    torch.Tensor = Tensor
    monkeypatch.setitem(sys.modules, "torch", torch)
    return Event()


def test_a_call_does_not_wait_for_a_device(ready: Event, tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        loss = Tensor(1.0, ready)
        run.log({"loss": loss, "lr": 0.1}, step=0)
        loss.value = 2.0  # in place, as an optimiser does
        run.log({"loss": loss}, step=1)
        assert not ready.is_set()
        ready.set()
    with open_store(tmp_path / "runs.db") as store:
        assert [(point.step, point.value) for point in store.history(run.uid, "loss")] == [(0, 1.0), (1, 2.0)]
        assert store.summary(run.uid)["lr"].count == 1


def test_a_value_that_its_device_lost_costs_no_other(
    ready: Event, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ready.set()
    with ato.run(store=tmp_path / "runs.db") as run:
        for step, value in enumerate([1.0, -1.0, 3.0]):
            run.log({"loss": Tensor(value, ready)}, step=step)
    assert "loss at step 1 could not be read from its device: the device is gone" in caplog.text
    with open_store(tmp_path / "runs.db") as store:
        assert [point.step for point in store.history(run.uid, "loss")] == [0, 2]


def test_a_value_may_keep_itself(tmp_path: Path) -> None:
    class Medium:
        def __ato_log__(self, run: Any, name: str, step: int, time: float) -> None:
            run.record(
                "media",
                medium="text",
                name=name,
                step=step,
                time=time,
                blob=None,
                inline="aGVsbG8=",
                meta_json="{}",
            )

    with ato.run(store=tmp_path / "runs.db") as run:
        run.log({"note": Medium(), "loss": 1.0}, step=4)
        run.log({"note": Medium()}, step=4)
    with open_store(tmp_path / "runs.db") as store, store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT step, ord, kind, inline FROM media ORDER BY ord").all()
    assert [tuple(row) for row in rows] == [(4, 0, "text", b"hello"), (4, 1, "text", b"hello")]
