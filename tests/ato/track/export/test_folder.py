"""The folder of a run, read by people and brought back."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

import ato
from ato.cli import main
from ato.sdn import load
from ato.track import TrackError, open_store
from ato.track.blobs import Blobs
from ato.track.export import export, import_run
from ato.track.sync import check
from tests.ato.track.export.test_export import logged
from tests.ato.track.sync import made

HERE = "here/runs.db"


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_is_exported_and_imported_is_the_same() -> None:
    uid = made.full(HERE)
    with open_store(HERE) as store:
        made.version(store, 3, b"weights", run=uid)
    export([uid], "folder", "run", store=HERE)
    report = import_run("run", "back/runs.db")
    assert (report.counts["points"], report.counts["media"], report.counts["versions"]) == (12, 3, 1)
    assert report.missing == []
    assert check(HERE, "back/runs.db") == []
    with open_store("back/runs.db") as store:
        assert len(list(Blobs(store.location.blobs))) == 2
    assert import_run("run", "back/runs.db").is_empty
    export([uid], "folder", "again", store="back/runs.db")
    names = sorted(path.relative_to("run").as_posix() for path in Path("run").rglob("*") if path.is_file())
    assert names == sorted(
        path.relative_to("again").as_posix() for path in Path("again").rglob("*") if path.is_file()
    )


def test_a_run_goes_to_another_kind_of_database_and_back(url: str) -> None:
    uid = logged()
    export([uid], "folder", "run", store=HERE)
    import_run("run", url)
    assert check(HERE, url) == []
    export([uid], "folder", "again", store=url)
    import_run("again", "third/runs.db")
    assert check(HERE, "third/runs.db") == []


def test_people_read_what_is_in_it() -> None:
    uid = logged()
    export([uid], "folder", "run", store=HERE)
    about = load("run/metadata.sdn")
    assert about["run"]["uid"] == uid
    assert about["run"]["notes"] == "some *notes*"
    assert about["tags"] == ["t"]
    assert load("run/summary.sdn")["words"] == ["a", {"b": {"float": "inf"}}]
    points = [json.loads(line) for line in Path("run/history.jsonl").read_text().splitlines()]
    assert [point["step"] for point in points if point["key"] == "loss"] == [-2, 3, 3, 7, 8, 9]
    metrics = [json.loads(line) for line in Path("run/metrics.jsonl").read_text().splitlines()]
    assert [(metric["name"], metric["summary"]["number"]) for metric in metrics] == [
        ("loss", 5),
        ("val/acc", 4),
    ]
    assert sorted(path.name for path in Path("run").iterdir()) == [
        "artifacts", "files", "history.jsonl", "media", "metadata.sdn", "metrics.jsonl", "summary.sdn",
        "tables",
    ]  # fmt: skip


def test_several_runs_have_a_folder_each() -> None:
    for name in ("a", "a", "..", "b/c", "CON "):
        made.run(HERE, name=name)
    assert main(["export", "--store", HERE, "--format", "folder", "-o", "out"]) == 0
    folders = sorted(path for path in Path("out").iterdir())
    assert len(folders) == 5
    for folder in folders:
        assert main(["import-run", str(folder), "--store", "back/runs.db"]) == 0
    assert check(HERE, "back/runs.db") == []


def test_an_imported_run_is_continued_by_a_later_folder() -> None:
    uid = made.run(HERE)
    export([uid], "folder", "one", store=HERE)
    with ato.run(resume=uid, store=HERE) as run:
        run.log({"loss": math.nan})
    export([uid], "folder", "two", store=HERE)
    import_run("one", "back/runs.db")
    assert import_run("two", "back/runs.db").counts == {"continued": 1, "points": 1}
    assert import_run("one", "back/runs.db").is_empty
    assert check(HERE, "back/runs.db") == []


def _broken(name: str, change: str, instead: str) -> None:
    path = Path("run") / name
    text = path.read_text(encoding="utf-8")
    assert change in text
    path.write_text(text.replace(change, instead, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "change", "instead", "told"),
    [
        ("metadata.sdn", "format: 1", "format: 2", "is of format 2"),
        ("metadata.sdn", "uid:", "uid: x #", "is no uid of a run"),
        ("metadata.sdn", "host:", "hosts:", "has no host"),
        ("metadata.sdn", "tags:", "tags: 3 #", "tags is 3, and should be a list"),
        ("metadata.sdn", "project:", "others:", "project is None"),
        ("history.jsonl", '"step": ', '"step": "a', "history.jsonl:1"),
        ("history.jsonl", '"key": "loss"', '"key": ["loss"]', "is not in metrics.jsonl"),
        ("history.jsonl", "{", "", "is no line of JSON"),
        ("media/media.jsonl", '"file": "', '"file": "../../', "lies outside of the folder"),
        ("media/media.jsonl", '"file": "', '"file": "x', "is not there"),
        ("metrics.jsonl", '"kind": "scalar"', '"kind": 3', "kind is 3"),
        ("history.jsonl", '"step": 1', '"step": 12345678901234567890123', "does not fit together"),
        ("metrics.jsonl", '"unit": ""', '"unit": "\\ud800"', "does not fit together"),
        ("history.jsonl", "{", "[" * 100_000 + "{", "history.jsonl:1"),
        ("history.jsonl", '"value": 7.0', '"value": 8.0', "history.jsonl: was changed after"),
        ("files/config_entries.jsonl", '"value_json": "0.1"', '"value_json": "0.2"', "was changed after"),
    ],
)
def test_a_folder_that_was_changed_is_refused_with_the_place(
    name: str, change: str, instead: str, told: str
) -> None:
    made.full(HERE)
    export([], "folder", "run", store=HERE)
    _broken(name, change, instead)
    with pytest.raises(TrackError) as caught:
        import_run("run", "back/runs.db")
    assert told in str(caught.value)
    assert not Path("back/runs.db").exists()


def test_lines_that_are_no_text_are_refused_with_the_place() -> None:
    made.full(HERE)
    export([], "folder", "run", store=HERE)
    lines = Path("run/history.jsonl").read_bytes().splitlines(keepends=True)
    Path("run/history.jsonl").write_bytes(b"".join([*lines[:2], b'{"key": "\xff\xfe"}\n', *lines[2:]]))
    with pytest.raises(TrackError, match=r"history.jsonl:3: is no line of JSON"):
        import_run("run", "back/runs.db")


def test_a_file_that_was_taken_away_is_missed() -> None:
    made.full(HERE)
    export([], "folder", "run", store=HERE)
    Path("run/files/run_codes.jsonl").unlink()
    with pytest.raises(TrackError, match=r"run_codes.jsonl: is not there"):
        import_run("run", "back/runs.db")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    made.full(HERE)
    export([], "folder", "run", store=HERE)
    (file, *_) = [path for path in Path("run/media").iterdir() if path.suffix == ".bin"]
    file.replace(tmp_path / "outside")
    file.symlink_to(tmp_path / "outside")
    with pytest.raises(TrackError, match="lies outside of the folder"):
        import_run("run", "back/runs.db")


def test_a_file_of_another_content_is_refused() -> None:
    made.full(HERE)
    export([], "folder", "run", store=HERE)
    (file, *_) = [path for path in Path("run/media").iterdir() if path.suffix == ".bin"]
    file.write_bytes(b"something else")
    with pytest.raises(TrackError, match="its content is another one"):
        import_run("run", "back/runs.db")


def test_a_folder_of_something_else_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    assert main(["import-run", "empty", "--store", "back/runs.db"]) == 2
    assert "is no folder of a run" in capsys.readouterr().err
