"""Appending neither raises nor loses while the disk refuses, up to a bound that is counted."""

from __future__ import annotations

import os
import resource
import signal
import threading
from pathlib import Path
from shutil import rmtree

import pytest

from ato.track._uid import new_uid
from ato.track.journal import Journal, Reader, claimed
from ato.track.journal import _journal as module
from ato.track.journal._format import points


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


def read(path: str) -> tuple[dict[int, str], list[tuple[int, int, float]], list[dict[str, object]]]:
    """What one file says: names, points without their time, facts."""
    reader = Reader(path)
    found: list[tuple[int, int, float]] = []
    facts: list[dict[str, object]] = []
    while (batch := reader.read()) is not None:
        found += [(key, step, value) for key, step, _, value in batch.points]
        facts += batch.facts
    return reader.names, found, facts


def test_it_goes_on_in_new_files_that_tell_all_a_reader_has_to_know(tmp_path: Path) -> None:
    journal = Journal(tmp_path, new_uid(), {"kind": "start", "role": "owner", "project": "p"})
    for step in range(3):
        journal.append(points(step, 0.0, [(journal.define(f"metric {step}"), 1.0), (0, 2.0)]))
        journal.rotate()
    journal.close()
    found = [read(str(path)) for path in sorted(tmp_path.iterdir())]
    assert [len(names) for names, _, _ in found] == [1, 2, 3, 3]
    assert [len(logged) for _, logged, _ in found] == [2, 2, 2, 0]
    assert [[fact.get("role") for fact in facts] for _, _, facts in found] == [
        [None, "owner"], *([[None, "again"]] * 3)
    ]  # fmt: skip


def test_threads_that_log_while_it_goes_on_in_new_files_lose_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path, new_uid())
    key = journal.define("x")
    enough = threading.Event()
    logged: list[int] = []

    def log(thread: int) -> None:
        step = thread
        while not enough.is_set():
            os.write(journal.descriptor, points(step, 0.0, [(key, 1.0)]))
            logged.append(step)
            step += 4

    threads = [threading.Thread(target=log, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        journal.rotate()
    enough.set()
    for thread in threads:
        thread.join()
    paths = [part.reader.path for part in journal.parts] + [journal.path]
    assert sorted(step for path in paths for step in steps(path)) == sorted(logged)
    journal.close()


def test_all_its_files_are_held_while_it_lives(tmp_path: Path) -> None:
    journal = Journal(tmp_path, new_uid())
    journal.rotate()
    journal.rotate()
    assert [claimed(path) for path in tmp_path.iterdir()] == [None] * 3
    journal.drop(journal.parts[0])
    journal.close()
    claims = [claimed(path) for path in tmp_path.iterdir()]
    assert len(claims) == 2
    for claim in claims:
        assert claim is not None
        os.close(claim[0])


def test_what_comes_while_others_are_held_back_waits_behind_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path, new_uid())
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda *_: 0)
        journal.fact({"kind": "summary", "values": {"best": 1}})
        key = journal.define("x")
    journal.fact({"kind": "summary", "values": {"best": 2}})
    journal.append(points(0, 0.0, [(key, 1.0)]))
    assert journal.retry()
    names, found, facts = read(journal.path)
    assert (names, found) == ({0: "x"}, [(0, 0, 1.0)])
    assert [fact["values"] for fact in facts[1:]] == [{"best": 1}, {"best": 2}]
    journal.close()


def test_a_disk_that_refuses_its_head_refuses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda *_: 7)
    with pytest.raises(OSError, match="a part of a journal"):
        Journal(tmp_path, new_uid())
    assert list(tmp_path.iterdir()) == []


def test_it_tells_that_it_was_removed_and_is_read_nevertheless(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "folder", new_uid())
    assert not journal.is_removed()
    rmtree(tmp_path / "folder")
    assert journal.is_removed()
    journal.append(points(5, 0.0, [(0, 1.0)]))
    batch = journal.reader.read()
    assert batch is not None
    assert batch.steps == [5]
    journal.rotate()
    assert not journal.is_removed()
    assert [path.name for path in (tmp_path / "folder").iterdir()] == [Path(journal.path).name]
    journal.restore()
    (part,) = journal.parts
    assert steps(part.reader.path) == [5]
    assert claimed(part.reader.path) is None
    journal.close()


def test_its_name_and_those_of_its_new_folders_come_to_the_disk_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []

    def note(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    journal = Journal(tmp_path / "new" / "journal", new_uid())
    monkeypatch.setattr(os, "fsync", note)
    journal.sync()
    folders = [str(tmp_path), str(tmp_path / "new"), str(tmp_path / "new" / "journal")]
    assert synced == [journal.path, *folders]
    synced.clear()
    first = journal.path
    journal.rotate()
    journal.sync()
    assert synced == [first, first, journal.path, folders[2]]
    journal.close()
