"""Exports are read back by what reads such files, and hold what was logged."""

from __future__ import annotations

import csv
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ato
from ato.cli import main
from ato.track import TrackError
from ato.track.export import export
from tests.ato.track.sync import made
from tests.peers import folder as peer

ROOT = Path(__file__).parents[4]
HERE = "here/runs.db"


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def logged() -> str:
    """A run with numbers of all kinds, and points that a resumption left behind."""
    with ato.run({"lr": 0.1, "m": {"layers": [1, 2]}}, project="p", name="a", tags=["t"], store=HERE) as run:
        for step, value in ((3, 1.5), (3, math.nan), (-2, math.inf), (7, -0.0), (8, 1e300)):
            run.log({"loss": value, "val/acc": 0.1}, step=step)
        run.summary.update(best=math.nan, words=["a", {"b": math.inf}])
        run.notes = "some *notes*"
    with ato.run(resume=run.uid, from_step=8, store=HERE) as run:
        run.log({"loss": 2.0}, step=9)
    return run.uid


def with_peer(name: str, program: str, *words: str) -> Any:
    """What a program with a peer beside ours prints, as JSON."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'runtime'}:{peer(name)}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, *words],
        env=environment, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.splitlines()[-1])


def test_csv_holds_every_point_as_it_was(tmp_path: Path) -> None:
    uid = logged()
    assert export([uid], "csv", "out/points.csv", store=HERE) == 1
    with Path("out/points.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    loss = [
        (int(row["step"]), int(row["ord"]), row["value"], row["is_superseded"])
        for row in rows
        if row["key"] == "loss"
    ]
    assert loss == [
        (-2, 0, "inf", "false"), (3, 0, "1.5", "false"), (3, 1, "nan", "false"), (7, 0, "-0.0", "false"),
        (8, 0, "1e+300", "true"), (9, 0, "2.0", "false"),
    ]  # fmt: skip
    assert {row["run"] for row in rows} == {uid}


def test_json_lines_hold_runs_and_points() -> None:
    logged()
    made.run(HERE, name="b")
    assert export([], "jsonl", "out.jsonl", store=HERE) == 2
    rows = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    runs = [row for row in rows if row["kind"] == "run"]
    assert [(run["name"], run["config"]["lr"]) for run in runs] == [("a", 0.1), ("b", 0.1)]
    strict = [
        json.loads(line, parse_constant=pytest.fail) for line in Path("out.jsonl").read_text().splitlines()
    ]
    assert strict[0]["summary"] == {"best": "nan", "words": ["a", {"b": "inf"}]}
    values = [row["value"] for row in rows if row["kind"] == "point" and row["key"] == "loss"]
    assert values[:4] == ["inf", 1.5, "nan", -0.0]


def test_what_is_there_is_replaced_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    logged()
    words = ["export", "p/a", "--store", HERE, "--format"]
    for format in ("csv", "jsonl", "tensorboard", "folder"):
        assert main([*words, format, "-o", f"out-{format}"]) == 0
        assert main([*words, format, "-o", f"out-{format}"]) == 2
        assert "is there already" in capsys.readouterr().err
        assert main([*words, format, "-o", f"out-{format}", "--force"]) == 0
    assert sorted(path.name for path in Path().iterdir()) == [
        "here", "out-csv", "out-folder", "out-jsonl", "out-tensorboard",
    ]  # fmt: skip


@pytest.mark.parametrize("format", ["csv", "jsonl", "tensorboard", "folder"])
def test_an_export_that_fails_leaves_nothing_and_what_was_there(
    format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ato.track.store import Store

    logged()
    Path("out").mkdir()
    Path("out/old").write_text("kept")

    def broken(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(Store, "history" if format != "folder" else "summary_values", broken)
    with pytest.raises(TrackError, match="cannot be written or read: the disk is gone"):
        export(
            [], format, "out" if format in ("tensorboard", "folder") else "out.txt", store=HERE, force=True
        )
    assert sorted(path.as_posix() for path in Path().rglob("*") if "here" not in path.parts) == [
        "out",
        "out/old",
    ]


def test_a_format_that_is_not_known_and_a_run_that_is_not_there_are_told() -> None:
    logged()
    with pytest.raises(TrackError, match="is no format"):
        export([], "cvs", "out", store=HERE)
    with pytest.raises(TrackError, match="no such run"):
        export(["p/b"], "csv", "out", store=HERE)
    assert not Path("out").exists()


def test_a_run_that_is_named_twice_is_written_once() -> None:
    uid = logged()
    assert export([uid, "p/a", 1], "csv", "out.csv", store=HERE) == 1
    assert len(Path("out.csv").read_text().splitlines()) == 1 + 11


def test_no_number_of_runs_is_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ato.track.store.Store.runs.__kwdefaults__", {"status": None, "tag": None, "limit": 1}
    )
    for name in ("a", "b", "c"):
        made.run(HERE, name=name)
    assert export([], "csv", "out.csv", store=HERE) == 3


def test_a_store_that_is_not_there_is_told_and_not_made() -> None:
    with pytest.raises(TrackError, match="there is no store here"):
        export([], "csv", "out.csv", store="typo/runs.db")
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("format", ["csv", "jsonl", "tensorboard", "folder"])
def test_a_place_that_cannot_be_written_is_told(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    logged()
    Path("file").write_text("no folder")
    words = ["export", "p/a", "--store", HERE, "--format", format]
    assert main([*words, "-o", "file/out"]) == 2
    assert capsys.readouterr().err.startswith("error: file: cannot be written or read: ")
    assert main([*words, "-o", "o" * 300]) == 2
    assert "File name too long" in capsys.readouterr().err


def test_parquet_is_read_by_pyarrow() -> None:
    uid = logged()
    program = f"""
import json, sys
from ato.track.export import export
export([{uid!r}], "parquet", "out.parquet", store={HERE!r})
import pyarrow.parquet as pq
table = pq.read_table("out.parquet")
runs = json.loads(table.schema.metadata[b"ato.runs"])
print(json.dumps([table.to_pylist(), runs[0]["config"]]))
"""
    rows, config = with_peer("pyarrow", program)
    assert config == {"lr": 0.1, "m.layers": [1, 2]}
    loss = [(row["step"], row["ord"], repr(row["value"])) for row in rows if row["key"] == "loss"]
    assert loss == [
        (-2, 0, "inf"),
        (3, 0, "1.5"),
        (3, 1, "nan"),
        (7, 0, "-0.0"),
        (8, 0, "1e+300"),
        (9, 0, "2.0"),
    ]


def test_mlflow_reads_what_its_own_client_was_given() -> None:
    uid = logged()
    program = f"""
import json
from ato.track.export import export
from ato.track import TrackError
export([], "mlflow", "mlruns", store={HERE!r})
try:
    export([], "mlflow", "mlruns", store={HERE!r})
    again = ""
except TrackError as error:
    again = str(error)
try:
    export([], "mlflow", "gopher://me:s3cret@nowhere/x", store={HERE!r})
    refused = ""
except TrackError as error:
    refused = str(error)
export([], "mlflow", "mlruns", store={HERE!r}, force=True)
from mlflow.tracking import MlflowClient
from pathlib import Path
client = MlflowClient(tracking_uri=Path("mlruns").absolute().as_uri())
(run,) = client.search_runs([client.get_experiment_by_name("p").experiment_id])
history = [(m.step, repr(m.value)) for m in client.get_metric_history(run.info.run_id, "loss")]
info = run.info
data = run.data
told = [data.params, data.tags["ato.uid"], info.status, info.run_name, history, again, refused]
print(json.dumps(told))
"""
    params, told, status, name, history, again, refused = with_peer("mlflow", program)
    assert params == {"lr": "0.1", "m.layers": "[1, 2]"}
    assert (told, status, name) == (uid, "FINISHED", "a")
    assert sorted(map(tuple, history)) == [(-2, "inf"), (3, "1.5"), (3, "nan"), (7, "-0.0"), (9, "2.0")]
    assert "is there already" in again
    assert "gopher://me@nowhere/x: " in refused
    assert "s3cret" not in refused


def test_names_that_mlflow_does_not_take_stay_apart() -> None:
    config = {"a?b": 1, "a_b": 2, "A_B": 3, " ": 4, "../x": 5, "l" * 300: 6}
    with ato.run(config, project="q/../r \U0001f600", name="n", tags=["ato.uid", "a'b"], store=HERE) as run:
        for step, name in enumerate(("a?b", "a_b", "A_B", "..", "x/../y", "l" * 400)):
            run.log({name: float(step)}, step=step)
    program = f"""
import json
from ato.track.export import export
export([], "mlflow", "mlruns", store={HERE!r})
from mlflow.tracking import MlflowClient
from pathlib import Path
client = MlflowClient(tracking_uri=Path("mlruns").absolute().as_uri())
(experiment,) = [each for each in client.search_experiments() if each.name != "Default"]
(run,) = client.search_runs([experiment.experiment_id])
data = run.data
print(json.dumps([data.tags["ato.uid"], sorted(data.params.values()), sorted(data.metrics.values())]))
"""
    uid, params, metrics = with_peer("mlflow", program)
    assert uid == run.uid
    assert params == ["1", "2", "3", "4", "5", "6"]
    assert metrics == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]


def test_mlflow_is_asked_for_where_it_is_missing() -> None:
    logged()
    with pytest.raises(TrackError, match=r"mlflow.*is not installed"):
        export([], "mlflow", "out", store=HERE)
