"""Appending neither raises nor loses while the disk refuses, up to a bound that is counted."""

from __future__ import annotations

import resource
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from ato.track._uid import new_uid
from ato.track.journal import Journal, Reader
from ato.track.journal import _journal as module
from ato.track.journal._format import points

if TYPE_CHECKING:
    import pytest


def steps(path: str) -> list[int]:
    reader = Reader(path)
    found: list[int] = []
    while (batch := reader.read()) is not None:
        found += [step for _, step, _, _ in batch.points]
    return sorted(found)


def test_what_the_disk_refuses_is_held_and_written_when_there_is_room(tmp_path: Path) -> None:
    journal = Journal(tmp_path, new_uid())
    key = journal.define("loss")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (Path(journal.path).stat().st_size + 100, before[1]))
    try:
        for step in range(20):
            journal.append(points(step, 0.0, [(key, 1.0)]))
        assert journal.held > 0
        assert not journal.retry()
        assert journal.refused
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert journal.retry()
    assert (journal.held, journal.lost, journal.refused) == (0, 0, "")
    journal.close()
    assert steps(journal.path) == list(range(20))


def test_what_does_not_fit_in_memory_either_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HELD_BYTES", 100)
    journal = Journal(tmp_path, new_uid())
    journal.close()
    for step in range(10):
        journal.append(points(step, 0.0, [(0, 1.0)]))
    assert journal.held + journal.lost == 10
    assert journal.lost > 0


def test_threads_get_one_key_for_one_name(tmp_path: Path) -> None:
    journal = Journal(tmp_path, new_uid())

    def define() -> None:
        for number in range(200):
            key = journal.define(f"metric {number}")
            journal.append(points(number, 0.0, [(key, float(number))]))

    threads = [threading.Thread(target=define) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()
    reader = Reader(journal.path)
    batch = reader.read()
    assert batch is not None
    assert len(set(reader.names.values())) == len(reader.names) == 200
    assert len(batch.points) == 800
    assert all(reader.names[key] == f"metric {step}" for key, step, _, _ in batch.points)
