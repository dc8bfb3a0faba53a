"""What goes wrong with real files and processes loses nothing, and is told."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ato
from ato.track import TrackError, open_store
from tests.ato.track.run.programs import crowd, ran, started

if TYPE_CHECKING:
    from collections.abc import Callable

MEET = """
with ato.run(project="meeting", store=sys.argv[1]) as run:
    run.log({"x": 1.0})
print(run.problems, flush=True)
"""


def test_eight_processes_that_meet_an_empty_store_make_it_once(url: str, tmp_path: Path) -> None:
    assert ran(crowd(MEET, 8), url, cwd=tmp_path) == ("()\n" * 8, "", 0)
    with open_store(url) as store:
        assert [run.status for run in store.runs("meeting")] == ["completed"] * 8


MANY = """
with ato.run(project="many", store=sys.argv[1]) as run:
    for i in range(2000):
        run.log({"x": float(i), "y": -float(i)}, step=i)
print(run.problems, flush=True)
"""


def test_sixteen_processes_log_to_one_file_and_nothing_is_lost(tmp_path: Path) -> None:
    assert ran(crowd(MANY, 16), tmp_path / "runs.db") == ("()\n" * 16, "", 0)
    with open_store(tmp_path / "runs.db") as store:
        found = store.runs("many")
        assert len(found) == 16
        for run in found:
            assert {name: each.count for name, each in store.summary(run).items()} == {"x": 2000, "y": 2000}
        assert [point.value for point in store.history(found[3], "x")] == [float(i) for i in range(2000)]


KILLED = """
run = ato.run(project="killed", store=sys.argv[1])
print(run.uid, os.getpid(), flush=True)
said = os.open(f"{sys.argv[2]}.{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
i = 0
while True:
    run.log({"x": float(i)}, step=i)
    os.write(said, b".")
    i += 1
"""
KILLED_IN_TURN = """
import random, signal
draw = random.Random(5)
import ato.track.store, ato.track.run._start, ato.track.run._config, ato.track.run._run
def body():
    {body}
for _ in range(20):
    child = os.fork()
    if child == 0:
        body()
    while not Path(f"{{sys.argv[2]}}.{{child}}").exists():
        time.sleep(0.001)
    time.sleep(draw.random() * 0.1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""


def test_twenty_kills_in_the_middle_lose_nothing_that_a_call_returned_from(tmp_path: Path) -> None:
    program = KILLED_IN_TURN.format(body=KILLED.strip().replace("\n", "\n    "))
    out, err, status = ran(program, tmp_path / "runs.db", tmp_path / "said")
    assert (err, status) == ("", 0)
    said = [line.split() for line in out.splitlines()]
    assert len(said) == 20
    with open_store(tmp_path / "runs.db") as store:
        for uid, process in said:
            acknowledged = tmp_path / f"said.{process}"
            count = acknowledged.stat().st_size if acknowledged.exists() else 0
            run = store.run(uid)
            assert (run.status, run.reason.endswith("ended without finishing the run")) == ("killed", True)
            points = [point.value for point in store.history(run, "x")] if store.summary(run) else []
            assert points == [float(i) for i in range(len(points))]
            assert count <= len(points) <= count + 1
    assert list((tmp_path / "journal").glob("*.j")) == []


def test_a_fork_logs_to_the_run_and_does_not_end_it(tmp_path: Path) -> None:
    program = """
run = ato.run(project="forks", store=sys.argv[1])
run.log({"x": 0.0}, step=0)
for n in range(1, 4):
    if os.fork() == 0:
        if n < 3:
            run.log({"x": float(n)}, step=n)
        if n > 1:
            run.finish()
        os._exit(0)
for n in range(3):
    os.wait()
run.log({"x": 4.0}, step=4)
run.finish()
print(run.problems)
"""
    assert ran(program, tmp_path / "runs.db") == ("()\n", "", 0)
    with open_store(tmp_path / "runs.db") as store:
        (run,) = store.runs("forks")
        assert run.status == "completed"
        assert [point.value for point in store.history(run, "x")] == [0.0, 1.0, 2.0, 4.0]


def test_threads_log_to_one_run(tmp_path: Path) -> None:
    from threading import Thread

    with ato.run(store=tmp_path / "runs.db") as run:

        def log(thread: int) -> None:
            for step in range(1000):
                run.log({f"x{thread % 2}": float(step)}, step=step)

        threads = [Thread(target=log, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with open_store(tmp_path / "runs.db") as store:
        assert {name: each.count for name, each in store.summary(run.uid).items()} == {"x0": 2000, "x1": 2000}


def test_what_threads_log_while_a_run_ends_is_kept_or_refused(tmp_path: Path) -> None:
    from threading import Thread

    run = ato.run(store=tmp_path / "runs.db")
    run.log({"x": 0.0})
    taken = [0] * 4

    def log(thread: int) -> None:
        with suppress(TrackError):
            while True:
                run.log({"x": 1.0})
                taken[thread] += 1

    threads = [Thread(target=log, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    assert run.finish()
    for thread in threads:
        thread.join()
    with open_store(tmp_path / "runs.db") as store:
        assert store.summary(run.uid)["x"].count == sum(taken) + 1


def test_a_program_that_ends_without_finishing_is_finished_for_it(tmp_path: Path) -> None:
    left = "run = ato.run(store=sys.argv[1]); run.log({'x': 1.0})\n"
    assert ran(left, tmp_path / "runs.db")[1:] == ("", 0)
    assert ran(left + "raise RuntimeError('no')", tmp_path / "runs.db")[2] == 1
    with open_store(tmp_path / "runs.db") as store:
        failed, completed = store.runs()
        assert (completed.status, failed.status, failed.reason) == ("completed", "failed", "RuntimeError: no")


def spoilt(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def of_the_future(path: Path) -> None:
    with open_store(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE schema_versions SET version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(spoilt, "file is not a database"), (of_the_future, "was made by a newer ato (tables of version 99")],
)
def test_a_store_that_cannot_be_used_is_told_and_the_run_is_kept(
    spoil: Callable[[Path], None], words: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "runs.db"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(TrackError) as error:
        open_store(path)
    assert words in str(error.value)
    with ato.run(store=path) as run:
        for step in range(100):
            run.log({"x": 1.0}, step=step)
    assert words in run.problems[0]
    assert "it is kept in" in caplog.text
    assert path.read_bytes() == before
    for file in tmp_path.glob("runs.db*"):
        file.unlink()
    with open_store(path) as store:
        assert store.summary(run.uid)["x"].count == 100
        assert store.run(run.uid).status == "completed"


def test_a_database_that_is_removed_is_made_anew_with_the_whole_run(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    with ato.run(store=path) as run:
        run.log({"x": 1.0})
        run.flush()
        for file in tmp_path.glob("runs.db*"):
            file.unlink()
        run.log({"x": 2.0})
        run.writer.catch_up(10)
        run.log({"x": 3.0})
    with open_store(path) as store:
        assert [point.value for point in store.history(run.uid, "x")] == [1.0, 2.0, 3.0]


def test_a_folder_that_cannot_be_written_stops_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "file").write_text("in the way")  # no rights stop the root user, this does
    with ato.run(store=tmp_path / "file" / "runs.db") as run:
        run.log({"x": 1.0})
    assert "the folder cannot be written" in caplog.text
    assert run.problems
    with open_store(tmp_path / "mended.db") as store:
        assert store.take_over(Path(run.journal.path).parent) == 1
        assert store.summary(run.uid)["x"].count == 1


def test_a_store_that_is_removed_with_its_journals_is_told_and_made_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import shutil

    run = ato.run(store=tmp_path / "store" / "runs.db")
    run.log({"x": 1.0})
    run.flush()
    shutil.rmtree(tmp_path / "store")
    run.log({"x": 2.0})
    assert run.finish() is True
    assert "the database was removed or replaced" in caplog.text
    assert "it is kept in" not in caplog.text


def test_a_system_without_threads_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)
    with ato.run(store=tmp_path / "runs.db") as run:
        run.log({"x": 1.0})
        assert run.flush()
        assert run.id == 1
        run.log({"x": 2.0})
    assert run.problems == ("the run has no thread: can't start new thread",)
    with open_store(tmp_path / "runs.db") as store:
        assert store.summary(run.uid)["x"].count == 2


FORKED = """
run = ato.run(store=sys.argv[1])
if os.fork() == 0:
    begun = time.monotonic()
    print(run.id, run.status, run.problems, time.monotonic() - begun < 30, flush=True)
    os._exit(0)
os.wait()
run.finish()
"""


def test_a_fork_that_logs_nothing_knows_the_run(tmp_path: Path) -> None:
    assert ran(FORKED, tmp_path / "runs.db") == ("1 running () True\n", "", 0)


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
run = ato.run(store=sys.argv[1])
run.log({"x": -1.0}, step=0)
run.flush()
size = os.path.getsize(run.journal.path)
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 500, resource.RLIM_INFINITY))
for i in range(1000):
    run.log({"x": float(i)}, step=i)
print(run.journal.held > 0)
run.writer.catch_up(5)
if sys.argv[2] == "mended":
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(run.finish())
"""


def test_a_disk_that_is_full_for_a_while_costs_nothing(tmp_path: Path) -> None:
    out, err, status = ran(FULL, tmp_path / "runs.db", "mended")
    assert (out, status) == ("True\nTrue\n", 0)
    assert "the run goes on" in err
    with open_store(tmp_path / "runs.db") as store:
        assert next(iter(store.summary(store.runs()[0]).values())).count == 1001


def test_a_disk_that_stays_full_is_told_with_what_is_missing(tmp_path: Path) -> None:
    out, err, status = ran(FULL, tmp_path / "runs.db", "full")
    assert (out, status) == ("True\nFalse\n", 0)
    assert "it is kept in" in err
    assert "records are lost, as the disk refused them" in err


def test_a_clock_that_jumps_back_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ato.track.run import _run

    with ato.run(store=tmp_path / "runs.db") as run:
        run.log({"x": 1.0})
        monkeypatch.setattr(_run, "time", lambda: 1000.0)
        run.log({"x": 2.0})
        run.log({"x": 3.0})
    with open_store(tmp_path / "runs.db") as store:
        points = store.history(run.uid, "x")
        assert [(point.step, point.value) for point in points] == [(0, 1.0), (1, 2.0), (2, 3.0)]
        assert store.run(run.uid).status == "completed"


def test_a_list_of_ten_megabytes_in_a_config(url: str) -> None:
    with ato.run({"data": list(range(1_300_000)), "lr": 0.1}, store=url) as run:
        run.log({"x": 1.0})
    with open_store(url) as store:
        config = store.config_of(run.uid)
        assert config is not None
        assert len(config.keys["data"].value) == 1_300_000
        assert store.summary(run.uid)["x"].count == 1


def test_a_run_that_is_alive_is_neither_taken_over_nor_resumed(tmp_path: Path) -> None:
    process = started(KILLED, tmp_path / "runs.db", tmp_path / "said")
    assert process.stdout is not None
    uid = process.stdout.readline().split()[0]
    try:
        deadline = time.time() + 20
        while time.time() < deadline:
            with open_store(tmp_path / "runs.db") as store:
                if store.runs():
                    break
        with open_store(tmp_path / "runs.db") as store:
            assert store.run(uid).status == "running"
        with pytest.raises(TrackError, match="is still running"):
            ato.run(resume=uid, store=tmp_path / "runs.db")
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    with ato.run(resume=uid, store=tmp_path / "runs.db") as again:
        assert again.step >= 0
    assert list((tmp_path / "journal").iterdir()) == []


def test_importing_ato_and_beginning_a_run_load_no_database(tmp_path: Path) -> None:
    program = """
loaded = lambda: any(name.startswith("sqlalchemy") for name in sys.modules)
print(loaded())
from ato.track.run import _writer
_writer.Writer.start = lambda self: None
_writer.Writer.stop = lambda self, seconds: False
run = ato.run({"lr": 0.1}, store=sys.argv[1])
run.log({"x": 1.0})
print(loaded())
"""
    out, _, _ = ran(program, tmp_path / "runs.db")
    assert out == "False\nFalse\n"
