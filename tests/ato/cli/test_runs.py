"""``ato runs``, ``best``, ``tag``, ``rm``, ``explain`` and ``show`` on a store with some runs."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.config.explained._telling import cells
from ato.track import open_store
from tests.ato.cli.commands import said
from tests.ato.track.query.filled import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cli") / "runs.db"
    fill(str(place))
    ato.run({"学習率": 0.5}, project="画像", name="résumé-学習", tags=["日本"], store=place).finish()
    return place


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A store that a test may change."""
    fill(str(tmp_path / "runs.db"))
    return tmp_path / "runs.db"


@pytest.fixture(autouse=True)
def pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("ATO_STORE", raising=False)
    return


def test_runs_are_listed_the_latest_first(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "runs", "--store", filled)
    lines = told.out.splitlines()
    assert lines[0].split() == ["id", "project", "name", "status", "started", "duration", "tags"]
    assert [line.split()[2] for line in lines[1:]] == ["résumé-学習", "bare", "odd", "large", "small"]
    assert told.status == 0


def test_a_filter_narrows_and_what_it_speaks_of_is_shown(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(
        capsys,
        "runs",
        "config.lr < 1 and metric.acc.max > 0",
        "--order-by=-metric.acc.max,name",
        "--store",
        filled,
    )
    head, *lines = told.out.splitlines()
    assert head.split()[-2:] == ["config.lr", "metric.acc.max"]
    assert [line.split()[2] for line in lines] == ["small", "large"]
    assert lines[0].split()[-2:] == ["0.1", "0.9"]


def test_no_runs_and_more_runs_are_told(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "runs", "name == 'nobody'", "--store", filled).out == "no runs\n"
    told = said(capsys, "runs", "--limit", 2, "--store", filled)
    assert len(told.out.splitlines()) == 3
    assert told.err == "3 more; --limit 0 shows all\n"
    assert said(capsys, "runs", "--project", "other", "--store", filled).out.count("\n") == 2


def test_a_mistake_in_a_filter_is_told_with_its_place(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "runs", "lr < 1", "--store", filled)
    assert told.status == 2
    assert told.err.splitlines() == [
        "error: lr: is not the name of something that a run has",
        "  lr < 1",
        "  ^^",
        "  help: did you mean config.lr?",
    ]


def test_programs_get_json_and_csv(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(said(capsys, "runs", "--format", "json", "--store", filled).out)
    assert rows[-1]["config.model.width"] == 64
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", rows[0]["started"])
    assert rows[0]["config.学習率"] == 0.5
    assert next(row for row in rows if row["name"] == "odd")["metric.acc.last"] == "nan"
    text = said(
        capsys, "runs", "--format", "csv", "--columns", "id,name,tags,config.amp", "--store", filled
    ).out
    read = list(csv.DictReader(StringIO(text)))
    assert read[-1] == {"id": "1", "name": "small", "tags": '["baseline"]', "config.amp": "true"}
    assert read[0]["name"] == "résumé-学習"


def test_markdown_is_a_table(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = 'id,config["a b"],name'
    out = said(capsys, "runs", "--format", "markdown", "--columns", columns, "--store", filled).out
    assert out.splitlines()[:2] == ['| id | config["a b"] | name |', "| --- | --- | --- |"]
    assert "| 3 | 1 | odd |" in out


@pytest.mark.parametrize("width", [40, 80, 200])
def test_what_is_shown_fits_the_terminal(
    filled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    filter = "config.long != 'x' or name ~ 'a' or config.lr is not None or name != 'x'"
    for words in (["runs"], ["runs", filter], ["show", "small"], ["show", "odd"], ["show", "bare"]):
        out = said(capsys, *words, "--store", filled).out
        assert max(cells(line) for line in out.splitlines()) <= width, words
    assert "…" in said(capsys, "show", "odd", "--store", filled).out


def test_the_best_run_is_shown(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "best", "acc", "--store", filled).out
    assert out == "cifar/small (1)\n  acc 0.9 at step 1, the highest of 2 runs\n"
    out = said(capsys, "best", "val/loss", "--min", "--project", "cifar", "--store", filled).out
    assert out.startswith("cifar/small (1)\n  val/loss 0.1 at step 1, the lowest")
    told = json.loads(said(capsys, "best", "acc", "--min", "--format", "json", "--store", filled).out)
    assert (told["name"], told["value"], told["step"]) == ("small", 0.5, 0)
    told = said(capsys, "best", "ac", "--store", filled)
    assert (told.status, "metric.acc.max" in told.err) == (2, True)
    told = said(capsys, "best", "acc", "--project", "other", "--store", filled)
    assert (told.status, told.err) == (
        2,
        "error: acc: no run that is asked for has a number of that metric\n",
    )


def test_tags_are_given_and_taken_away(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        said(capsys, "tag", "--store", own, "small", "+good", "-baseline", "+a b").out
        == "cifar/small (1): a b good\n"
    )
    assert said(capsys, "tag", "--store", own, "small").out == "cifar/small (1): a b good\n"
    for word in ("good", "+", "--store"):
        told = said(capsys, "tag", "--store", own, "small", word)
        assert (told.status, "help: " in told.err) == (2, True)
    assert said(capsys, "tag", "--store", own, "bare", "-nothing").out == "other/bare (4): no tags\n"


def test_a_deleted_run_leaves_nothing_but_what_others_share(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ato.run({"lr": 0.1}, project="cifar", name="twin", store=own).finish()
    ato.run({"lr": 0.1}, project="cifar", name="twins", store=own).finish()
    told = said(capsys, "rm", "small", "twin", "--yes", "--store", own)
    assert (told.out, told.status) == ("deleted 2 runs\n", 0)
    with open_store(own) as store, store.reading() as connection:
        from ato.track.store._schema import metadata

        for table in metadata.tables.values():
            if "run_id" in table.c:
                gone = connection.exec_driver_sql(f"SELECT count(*) FROM {table.name} WHERE run_id IN (1, 5)")  # noqa: S608
                assert gone.scalar() == 0, table.name
        assert [run.name for run in store.runs()] == ["twins", "bare", "odd", "large"]
        assert store.config_of("twins") is not None
        digests = "SELECT count(DISTINCT config_digest) FROM config_entries"
        assert connection.exec_driver_sql(digests).scalar() == 3
        assert connection.exec_driver_sql("SELECT count(*) FROM environments").scalar() == 1
    assert said(capsys, "show", "1", "--store", own).status == 2


def test_nothing_is_deleted_that_nobody_agreed_to(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("y\n"))
    told = said(capsys, "rm", "small", "--store", own)
    assert (told.status, "--yes" in told.err, "cifar/small (1)" in told.out) == (2, True, True)
    assert "with 6 points" in told.out
    answer = StringIO("n\n")
    monkeypatch.setattr(answer, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", answer)
    told = said(capsys, "rm", "small", "--store", own)
    assert (told.status, told.out.endswith("nothing was deleted\n")) == (1, True)
    told = said(capsys, "rm", "small", "nobody", "--yes", "--store", own)
    assert told.status == 2
    assert len(ato.runs(store=own)) == 4


def test_a_run_that_goes_on_is_not_deleted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ato.run(project="p", name="going", store=tmp_path) as run:
        run.flush()
        told = said(capsys, "rm", "going", "--yes", "--store", tmp_path)
    assert told.status == 2
    assert "is still running" in told.err


def test_a_run_that_may_be_several_is_asked_for_by_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for project in ("a", "b"):
        ato.run(project=project, name="same", store=tmp_path).finish()
    told = said(capsys, "show", "same", "--store", tmp_path)
    assert told.status == 2
    assert re.search(r"several runs\n  help: say which by its number: 1 \(\w{32}\), 2 \(\w{32}\)", told.err)
    assert said(capsys, "show", "b/same", "--store", tmp_path).out.startswith(
        "b/same  completed\n  run      2,"
    )
    uid = ato.runs("a", store=tmp_path)[0].uid
    assert said(capsys, "show", uid, "--store", tmp_path).out.startswith("a/same")


def test_a_run_is_shown_with_its_config_its_metrics_and_their_curves(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = said(capsys, "show", "small", "--store", filled).out
    assert re.search(r"^  lr +0\.1$", out, re.M)
    assert re.search(r"^acc +0\.7 +0\.5 +0\.9 +0\.7 +3  ▁█▄$", out, re.M)
    assert re.search(r"^\nacc\n0\.9 ┤[⠀-⣿ ]+\n(    ┤[⠀-⣿ ]+\n){5}0\.5 ┤[⠀-⣿ ]+\n     0 +2$", out, re.M)
    assert re.search(r"^  note +y$", out, re.M)
    failed = said(capsys, "show", "odd", "--store", filled).out
    assert failed.startswith("cifar/odd  failed\n")
    assert "  reason   CUDA is gone\n" in failed
    assert "no finite value" in said(capsys, "show", "odd", "--metric", "acc", "--store", filled).out
    assert said(capsys, "show", "bare", "--store", filled).out.startswith("other/bare  completed\n")
    told = json.loads(said(capsys, "show", "small", "--format", "json", "--store", filled).out)
    assert told["config"]["model.name"] == "resnet"
    assert told["metrics"]["acc"]["max"] == 0.9
    assert said(capsys, "show", "small", "--metric", "nope", "--store", filled).status == 2


def test_without_braille_and_colours_it_is_plain_text(filled: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "runtime"), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "ato.cli", "show", "small", "--store", str(filled)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert b"\x1b" not in done.stdout
    assert done.stdout.isascii()
    assert b"0.9 |  " in done.stdout


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["runs"],
        ["show", "1"],
        ["best", "x"],
        ["rm", "1", "--yes"],
        ["explain", "lr", "--run", "1"],
    ):
        told = said(capsys, *words, "--store", tmp_path / "none.db")
        assert (told.status, "there is no store here" in told.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_key_of_a_generated_config_is_explained_from_the_store_as_the_config_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from generated.digits import compose

    config = compose("high_lr", overrides=["lr=0.25"])
    ato.run(config, store=tmp_path).finish()
    with open_store(tmp_path) as store:
        found = store.config_of(1)
    assert found is not None
    for key in found.keys:
        out = said(capsys, "explain", key, "--run", "1", "--store", tmp_path).out
        assert out == f"{config.explain(key)}\n"
    assert "lost to command line" in said(capsys, "explain", "lr", "--run", "1", "--store", tmp_path).out
    told = json.loads(
        said(capsys, "explain", "lr", "--run", "1", "--format", "json", "--store", tmp_path).out
    )
    assert told == json.loads(json.dumps(config.explain("lr").to_dict()))


def test_a_key_of_a_scope_is_explained_from_the_store_as_the_scope_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ato.scope import Scope

    Scope.initialize_registry()
    scope = Scope()

    @scope.observe(default=True)
    def defaults(config: Any) -> None:
        config.lr = 0.1
        config.model.depth = 3
        config.long = list(range(3000))

    @scope.observe(priority=1)
    def high_lr(config: Any) -> None:
        config.lr = 0.5

    @scope.observe
    def unused(config: Any) -> None:
        config.lr = 9.0

    scope.assign(["high_lr"])
    scope.apply()
    ato.run(scope.config, store=tmp_path).finish()
    told = {key: str(scope.explain(key)) for key in ("lr", "model.depth", "long")}
    Scope.initialize_registry()
    for key, text in told.items():
        assert said(capsys, "explain", key, "--run", "1", "--store", tmp_path).out == f"{text}\n"
    assert "model.depth = 3" in said(capsys, "explain", "model", "--run", "1", "--store", tmp_path).out
    wrong = said(capsys, "explain", "model.deph", "--run", "1", "--store", tmp_path)
    assert (wrong.status, "did you mean 'model.depth'" in wrong.err) == (2, True)
