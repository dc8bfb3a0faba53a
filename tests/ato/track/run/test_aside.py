"""A run that is sent elsewhere while it goes on: it arrives, and nothing out there holds the program up."""

from __future__ import annotations

import logging
import socket
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.run import _aside
from tests.ato.track.sync import made

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = "here/runs.db"
SECRET = "s3cretword"


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ATO_SYNC", raising=False)


@pytest.fixture
def mute() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def _run(**options: Any) -> Any:
    with ato.run(project="p", name="a", store=HERE, **options) as run:
        run.log({"loss": 1.0})
    return run


def test_a_run_is_sent_at_its_end(url: str) -> None:
    run = _run(sync=url)
    assert run.sync_status == "sent: 1 new run, 1 point"
    assert made.differing(HERE, url) == []


def test_a_run_is_sent_while_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_aside, "EVERY", 0.05)
    with ato.run(project="p", store=HERE, sync="there/runs.db") as run:
        assert run.sync_status in ("waiting", "sending")
        run.log({"loss": 1.0})
        run.flush()
        until = monotonic() + 20
        while not run.sync_status.startswith("sent") and monotonic() < until:
            sleep(0.02)
        assert run.sync_status.startswith("sent")
        assert len(made.history("there/runs.db", run.uid)) == 1
        run.log({"loss": 2.0})
    assert made.differing(HERE, "there/runs.db") == []


def test_the_environment_names_the_other_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATO_SYNC", "there/runs.db")
    assert _run().sync_status.startswith("sent")
    assert made.differing(HERE, "there/runs.db") == []


def test_it_is_off_unless_it_is_asked_for() -> None:
    assert _run().sync_status == "off"
    assert ato.run(mode="disabled", sync="there/runs.db").sync_status == "off"
    assert not Path("there").exists()


def test_a_store_that_never_answers_holds_the_end_up_for_so_long_and_no_longer(
    mute: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(_aside, "ENDED_WITHIN", 1.5)
    with ato.run(project="p", store=HERE, sync=f"postgresql://me:{SECRET}@127.0.0.1:{mute}/x") as run:
        run.log({"loss": 1.0})
        before = monotonic()
    assert monotonic() - before < 8
    assert run.sync_status.startswith("not sent: it took more than")
    assert not run._aside.is_alive()
    (told,) = [each.getMessage() for each in caplog.records if "not sent" in each.getMessage()]
    assert "`ato sync` sends" in told
    assert SECRET not in caplog.text
    with open_store(HERE) as store:
        assert store.run(run.uid).status == "completed"
    assert not [path for path in Path().rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_a_store_that_is_away_is_told_once_and_without_its_password(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(_aside, "EVERY", 0.01)
    with (
        caplog.at_level(logging.WARNING),
        ato.run(project="p", store=HERE, sync=f"postgresql://me:{SECRET}@127.0.0.1:1/x") as run,
    ):
        until = monotonic() + 20
        while not run.sync_status.startswith("not sent") and monotonic() < until:
            sleep(0.02)
        run.log({"loss": 1.0})
    assert "refused" in run.sync_status
    assert SECRET not in run.sync_status + caplog.text
    assert len([each for each in caplog.records if "not sent" in each.getMessage()]) == 1
    assert len(made.history(HERE, run.uid)) == 1


def test_a_run_that_a_person_removed_there_is_not_brought_back() -> None:
    run = _run()
    from ato.cli import main
    from ato.track.sync import sync

    sync(HERE, "there/runs.db")
    assert main(["rm", run.uid, "--yes", "--store", "there/runs.db"]) == 0
    assert "has gone on in" in _caught(resume=run.uid)
    with open_store("there/runs.db") as store:
        assert store.runs() == []


def _caught(**options: Any) -> str:
    """What the log says of a run that goes on."""
    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("ato.track").addHandler(handler)
    try:
        _run(sync="there/runs.db", **options)
    finally:
        logging.getLogger("ato.track").removeHandler(handler)
    return "\n".join(records)


@pytest.mark.parametrize("place", [HERE, "mysql://me@host/x"])
def test_what_cannot_be_meant_is_told_at_once(place: str) -> None:
    with pytest.raises(TrackError):
        ato.run(project="p", store=HERE, sync=place)
    assert not Path("here").exists()
