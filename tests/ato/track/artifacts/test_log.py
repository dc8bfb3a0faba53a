"""Runs make and use versions: the same content is the same version, whoever logs it."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.artifacts import Artifact, move_alias, protect_alias
from ato.track.blobs import Blobs
from tests.ato.track.run.programs import crowd, ran, started


def write(path: Path, content: str) -> Path:
    path.write_text(content)
    return path


def test_versions_count_by_content_and_latest_is_what_was_logged_last(url: str, tmp_path: Path) -> None:
    file = tmp_path / "weights.pt"
    with ato.run(store=url, project="cifar") as run:
        versions = [
            run.log_artifact(write(file, content), name="model", type="model", aliases=aliases).version
            for content, aliases in (("a", ["first"]), ("b", ["best"]), ("a", []), ("c", []), ("b", []))
        ]
        assert versions == ["v0", "v1", "v0", "v2", "v1"]
        assert run.use_artifact("model").version == "v1"
        assert run.use_artifact("model:best").version == "v1"
        assert run.use_artifact("cifar/model:first").path("weights.pt").read_text() == "a"
    with open_store(url) as store:
        assert [str(each) for each in store.versions("model")] == [f"cifar/model:v{n}" for n in (2, 1, 0)]
        (artifact,) = store.artifacts("cifar", type="model")
        assert (artifact.name, artifact.versions) == ("model", (2, 1, 0))
        assert store.artifacts(type="dataset") == []


def test_what_a_folder_holds_comes_back(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "sub").mkdir(parents=True)
    write(folder / "a.txt", "a")
    write(folder / "sub" / "run.sh", "#!").chmod(0o755)
    with ato.run(store=url) as run:
        logged = run.log_artifact(folder, type="dataset", metadata={"n": 2}, description="all of it")
        version = logged.wait()
    assert (version.name, version.type, version.count, version.size) == ("data", "dataset", 2, 3)
    assert (version.metadata, version.description) == ({"n": 2}, "all of it")
    out = version.download(tmp_path / "out")
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*")) == [
        "a.txt",
        "sub",
        "sub/run.sh",
    ]
    assert os.access(out / "sub" / "run.sh", os.X_OK)
    assert version.checkout("latest") == version


def test_artifacts_of_the_same_name_in_two_projects_are_two(url: str, tmp_path: Path) -> None:
    file = write(tmp_path / "x", "x")
    for project in ("one", "two/three"):
        with ato.run(store=url, project=project) as run:
            run.log_artifact(file)
    with ato.run(store=url, project="two/three") as run:
        assert str(run.use_artifact("x")) == "two/three/x:v0"
        assert str(run.use_artifact("one/x:v0")) == "one/x:v0"
        with pytest.raises(TrackError, match="no such artifact in the project two/three"):
            run.use_artifact("y")
    with open_store(url) as store, pytest.raises(TrackError, match="in several projects"):
        store.artifact("x")


def test_what_is_not_there_is_told_with_what_is_near(tmp_path: Path) -> None:
    with ato.run(store=tmp_path) as run:
        run.log_artifact(write(tmp_path / "x", "x"), name="model", aliases=["best"])
        for name, near in (("modle", "model"), ("model:bets", "best"), ("model:v7", "v0")):
            with pytest.raises(TrackError, match=near):
                run.use_artifact(name)


def test_mistakes_are_told_at_once_and_log_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "x", "x")
    artifact = Artifact("model")
    with ato.run(store=tmp_path / "runs.db") as run:
        for told, arguments in (
            ("holds nothing", {"artifact": artifact}),
            ("has its own name", {"artifact": artifact, "name": "other"}),
            ("list of texts", {"artifact": file, "aliases": "best"}),
            ("moves by itself", {"artifact": file, "aliases": ["latest"]}),
            ("cannot be read", {"artifact": tmp_path / "none"}),
            ("neither an Artifact", {"artifact": 3}),
            ("name of an artifact", {"artifact": file, "name": "../../evil"}),
        ):
            with pytest.raises(TrackError, match=told):
                run.log_artifact(**arguments)  # type: ignore[arg-type]
    with open_store(tmp_path) as store:
        assert store.artifacts() == []


def test_the_version_is_known_after_the_run_too(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        logged = run.log_artifact(write(tmp_path / "x", "x"))
    begun = time.monotonic()
    assert logged.version == "v0"
    assert time.monotonic() - begun < 5
    assert len({logged.wait(), logged.wait()}) == 1
    with pytest.raises(TrackError, match="finished"):
        run.log_artifact(tmp_path / "x")


def test_what_is_of_the_store_itself_is_left_out_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "x", "x")
    with ato.run(store=".ato") as run:
        run.log_artifact("x")
        assert [file.path for file in run.log_artifact(".", name="all").files] == ["x"]
        assert ".ato is left out" in caplog.text
        with pytest.raises(TrackError, match="of the store itself"):
            run.log_artifact(".ato", name="all")


def test_threads_and_forks_log_artifacts_to_one_run(tmp_path: Path) -> None:
    program = """
import threading, ato.track.artifacts._log
with ato.run(store=sys.argv[1], project="p") as run:
    def log(name):
        Path(name).write_text(name)
        run.log_artifact(name, name="model")
    threads = [threading.Thread(target=log, args=(f"t{each}",)) for each in range(4)]
    [thread.start() for thread in threads]
    if os.fork() == 0:
        log("fork")
        run.finish()
        os._exit(0)
    [thread.join() for thread in threads]
    os.wait()
"""
    assert ran(program, tmp_path / "runs.db", cwd=tmp_path) == ("", "", 0)
    with open_store(tmp_path) as store:
        assert sorted(each.files[0].path for each in store.versions("model")) == [
            "fork",
            "t0",
            "t1",
            "t2",
            "t3",
        ]


def test_the_longest_texts_that_are_taken_reach_the_database(url: str, tmp_path: Path) -> None:
    letter = "\U0001f600"  # four bytes each, in texts that cannot be compressed
    parts = ("".join(chr(0x20000 + (31 * n * n + 7 * i) % 0x9000) for i in range(60)) for n in range(8))
    path = "/".join(parts)
    artifact = Artifact("x" * 200, "t" * 200, letter * 1000, {letter: letter, "nul": "\0"})
    artifact.add_file(write(tmp_path / "x", "x"), path)
    for number in range(3):
        artifact.add_reference(f"s3://b/{number}", size=2**53, checksum="c" * 1000)
    with ato.run(store=url, project="p") as run:
        version = run.log_artifact(artifact, aliases=["a" * 200]).wait()
        assert run.problems == ()
    assert version.files[-1].path == path
    assert version.metadata == {letter: letter, "nul": "\0"}


@pytest.mark.parametrize("size", [-1, 2**53 + 1])
def test_what_no_database_takes_is_refused_before_it_is_logged(size: int) -> None:
    artifact = Artifact("x")
    for arguments in ({"size": size}, {"checksum": "a\0"}, {"checksum": "\ud800"}):
        with pytest.raises(TrackError):
            artifact.add_reference("s3://b/x", **arguments)  # type: ignore[arg-type]
    for description in ("a\0", "\ud800", 3):
        with pytest.raises(TrackError, match="a description"):
            Artifact("x", description=description)  # type: ignore[arg-type]


def test_a_file_that_goes_away_before_it_is_logged_is_told(tmp_path: Path) -> None:
    artifact = Artifact("model")
    artifact.add_file(write(tmp_path / "x", "x"))
    (tmp_path / "x").unlink()
    with ato.run(store=tmp_path) as run, pytest.raises(TrackError, match="cannot be read"):
        run.log_artifact(artifact)


def test_a_protected_alias_is_not_moved_by_a_run(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "x"
    with ato.run(store=url, project="p") as run:
        run.log_artifact(write(file, "a"), name="m", aliases=["prod"]).wait()
        with open_store(url) as store:
            protect_alias(store, "p/m:prod", author="ann", reason="it serves")
        run.log_artifact(write(file, "b"), name="m", aliases=["prod"]).wait()
    assert "m:prod is protected" in caplog.text
    with open_store(url) as store:
        assert store.artifact("m:prod").version == "v0"
        with pytest.raises(TrackError, match="needs author and reason"):
            move_alias(store, "m:v1", "prod")
        move_alias(store, "m:v1", "prod", author="ann", reason="better")
        assert store.artifact("m:prod").version == "v1"
        told = [(row.who, row.what, row.subject, row.why) for row in store.registry.audit("p/m")]
        assert told == [("ann", "protected", "p/m:prod", "it serves"), ("ann", "moved", "p/m:prod", "better")]


def test_logging_loads_no_database(tmp_path: Path) -> None:
    program = """
from ato.track.run import _writer
_writer.EVERY = 60
run = ato.run(store=sys.argv[1])
Path("x").write_text("x")
run.log_artifact("x")
print([name for name in sys.modules if name.startswith("sqlalchemy")])
"""
    out, err, status = ran(program, tmp_path / "runs.db", cwd=tmp_path)
    assert (out, err, status) == ("[]\n", "", 0)


def test_a_disabled_run_keeps_nothing_and_still_tells_mistakes(tmp_path: Path) -> None:
    with ato.run(mode="disabled") as run:
        logged = run.log_artifact(write(tmp_path / "x", "x"))
        assert (logged.problem, logged.version) == ("", "")
        with pytest.raises(TrackError):
            run.log_artifact(tmp_path / "none")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


SAME = """
run = ato.run(store=sys.argv[1], project="p", name=str(number))
file = Path(f"folder{number}/x")
file.parent.mkdir()
file.write_text(f"content {number % int(sys.argv[2])}")
for _ in range(3):
    run.log_artifact(file, name="model")
assert run.finish(), run.problems
assert not run.problems, run.problems
"""


@pytest.mark.parametrize("contents", [1, 3])
def test_processes_that_log_at_the_same_moment_get_the_same_version_or_the_next(
    url: str, tmp_path: Path, contents: int
) -> None:
    program = "import ato.track.artifacts._log\n" + crowd(SAME, 4)
    assert ran(program, url, contents, cwd=tmp_path) == ("", "", 0)
    with open_store(url) as store:
        versions = store.versions("model")
        assert sorted(each.number for each in versions) == list(range(contents))
        made = [store.lineage(each, "up").runs for each in versions]
        assert sorted(name for names in made for name in names) == [f"p/{n}" for n in range(4)]


KILLED = """
run = ato.run(store=sys.argv[1], project="p")
run.writer.pause()
Path("x").write_text("weights")
run.log_artifact("x", name="model", aliases=["best"])
os.kill(os.getpid(), 9)
"""


def test_what_a_call_returned_from_survives_a_kill(tmp_path: Path) -> None:
    assert ran(KILLED, tmp_path / "runs.db", cwd=tmp_path)[2] == -signal.SIGKILL
    with open_store(tmp_path) as store:
        assert store.artifact("model:best").path("x").read_text() == "weights"
        assert store.run(1).status == "killed"


ENDLESS = """
os.mkfifo("pipe") if not os.path.exists("pipe") else None
from ato.track import blobs
from ato.track.blobs import _copy
real = os.write
def slow(descriptor, piece):
    print("writing", flush=True)
    time.sleep(0.2)
    return real(descriptor, piece)
_copy.os = type("os", (), {"write": staticmethod(slow)})
run = ato.run(store=sys.argv[1], project="p")
Path("x").write_bytes(b"x" * (40 << 20))
run.log_artifact("x", name="model")
"""


def test_a_kill_in_the_middle_of_a_copy_leaves_nothing_half_visible(tmp_path: Path) -> None:
    process = started(ENDLESS, tmp_path / "runs.db", cwd=tmp_path)
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    process.kill()
    process.communicate()
    with open_store(tmp_path) as store:
        assert store.artifacts() == []
        assert list(Blobs(store.location.blobs)) == []


FULL = """
import resource
signal = __import__("signal")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
Path("x").write_bytes(b"x" * (3 << 20))
Path("y").write_text("small")
with ato.run(store=sys.argv[1], project="p") as run:
    run.log({"loss": 1.0})
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))
    print(run.log_artifact("x", name="large").problem)
    print(run.log_artifact("y", name="small").version)
    print(len(run.problems))
"""


def test_a_full_disk_stops_no_run_and_is_told(tmp_path: Path) -> None:
    out, err, status = ran(FULL, tmp_path / "runs.db", cwd=tmp_path)
    assert out.startswith("large is not kept: File too large")
    assert out.endswith("v0\n1\n")
    assert "the run goes on without it" in err
    assert status == 0
    with open_store(tmp_path) as store:
        assert [each.name for each in store.artifacts()] == ["small"]
        assert store.run(1).status == "completed"
        assert not list(store.location.blobs.glob("*.part"))


def test_a_folder_of_blobs_that_cannot_be_written_stops_no_run(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = write(tmp_path / "x", "x")
    (tmp_path / "blobs").write_text("a file where the folder should be")
    with ato.run(store=tmp_path / "runs.db") as run:
        logged = run.log_artifact(file)
        assert logged.problem
        with pytest.raises(TrackError, match="was not kept"):
            logged.wait()
        run.log_artifact(file)
        run.log({"loss": 1.0})
    assert "the run goes on without it" in caplog.text
    assert len(caplog.records) == 1
    with open_store(tmp_path) as store:
        assert store.summary(run.uid)["loss"].count == 1


def test_a_database_that_is_lost_gets_the_versions_of_living_runs_back(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db", project="p") as run:
        run.log_artifact(write(tmp_path / "x", "x"), name="model").wait()
        for path in tmp_path.glob("runs.db*"):
            path.unlink()
        run.log({"loss": 1.0})
        run.flush()
        run.flush()
    with open_store(tmp_path) as store:
        assert store.artifact("model").version == "v0"


def test_an_artifact_of_many_files_of_the_same_content_is_one_blob(tmp_path: Path) -> None:
    artifact = Artifact("many")
    file = write(tmp_path / "x", "x")
    for number in range(2000):
        artifact.add_reference(f"s3://b/{number}")
    for number in range(200):
        artifact.add_file(file, f"files/{number}")
    with ato.run(store=tmp_path / "runs.db") as run:
        version = run.log_artifact(artifact).wait()
    assert (version.count, len(version.files)) == (2200, 2200)
    assert len(list(Blobs(tmp_path / "blobs"))) == 1


def test_a_name_with_sql_in_it_is_a_name(url: str, tmp_path: Path) -> None:
    name = "x'; DROP TABLE artifacts; --"
    with ato.run(store=url, project=name) as run:
        run.log_artifact(write(tmp_path / "x", "x"), name=name, aliases=[name])
        assert run.use_artifact(f"{name}:{name}").version == "v0"


def test_a_store_of_sqlite_names_only_known_roles(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        run.use_artifact(run.log_artifact(write(tmp_path / "x", "x")))
    with sqlite3.connect(tmp_path / "runs.db") as database:
        assert sorted(role for (role,) in database.execute("SELECT role FROM lineage")) == ["made", "used"]


def test_a_team_on_postgresql_shares_a_folder_of_blobs(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATO_BLOBS", str(tmp_path / "shared"))
    with ato.run(store=url) as run:
        version = run.log_artifact(write(tmp_path / "x", "x")).wait()
    is_shared = tmp_path / "shared" in version.path("x").parents
    assert is_shared == url.startswith("postgresql")
