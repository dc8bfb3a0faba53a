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
    assert out.splitlines()[:2] == [r'| id | config\["a b"\] | name |', "| --- | --- | --- |"]
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


def test_a_value_that_no_file_could_hold_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "runs.db"
    ato.run({"torn": "a\ud800b", "long": "w" * 100_000}, name="odd", store=place).finish()
    shown = said(capsys, "show", "odd", "--store", place)
    told = said(capsys, "explain", "torn", "--run", "odd", "--store", place)
    assert (shown.status, told.status) == (0, 0)
    assert "ud800b" in shown.out
    assert "ud800b" in told.out


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


ODD = "\x1b[31mred\x1b[0m\x9b2J\u202e"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that is named and that logs what no terminal should see."""
    place = tmp_path_factory.mktemp("hostile") / "runs.db"
    config = {
        "a": ODD,
        "long": "é" * 1_000_000,
        "inf": float("inf"),
        "list": [float("nan"), {"x": float("-inf")}],
    }
    try:
        with ato.run(
            config, project=ODD, name=f"n{ODD}", tags=[ODD], notes=ODD, group=ODD, store=place
        ) as run:
            for step in range(3):
                run.log(
                    {f"m{ODD}": step * 0.5, "nans": float("nan"), "infs": float("inf") * (-1) ** step},
                    step=step,
                )
            run.summary.update(best=float("inf"), word=ODD)
            raise ValueError(ODD)
    except ValueError:
        return place
    raise AssertionError


HOSTILE: list[list[str]] = [
    ["runs"], ["runs", "config.long != 'x' and summary.word != 'x'"], ["runs", "--format", "markdown"],
    ["show", "1"], ["show", f"n{ODD}"], ["show", f"x{ODD}"], ["best", f"m{ODD}"], ["best", "nans"],
    ["best", "infs", "--format", "json"], ["best", f"x{ODD}"], ["explain", "a", "--run", "1"], ["rm", "1"],
    ["explain", f"a{ODD}", "--run", "1"], ["tag", "1"], ["runs", f"name == '{ODD}"],
    ["runs", "--columns", f"x{ODD}"],
]  # fmt: skip


@pytest.mark.parametrize("width", ["", "20", "80"])
@pytest.mark.parametrize("words", HOSTILE, ids=" ".join)
def test_no_name_steers_a_terminal(
    hostile: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    width: str,
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setattr(sys, "stdin", StringIO())
    told = said(capsys, words[0], "--store", hostile, *words[1:])
    assert "Traceback" not in told.err
    shown = told.out if "json" not in words else ""
    assert not set(shown + told.err) & set("\x1b\x9b\u202e")
    if width and told.status == 0 and words[0] in ("runs", "show") and "markdown" not in words:
        facts = told.out.partition("\nerror\n")[0]
        assert max(cells(line) for line in facts.splitlines()) <= int(width)


def refused(constant: str) -> Any:
    raise ValueError(constant)


def test_json_is_json_whatever_stands_in_it(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["runs"], ["show", "1"], ["best", "infs"], ["explain", "list", "--run", "1"]):
        told = said(capsys, *words, "--store", hostile, "--format", "json")
        json.loads(told.out, parse_constant=refused)
    row = json.loads(said(capsys, "runs", "--store", hostile, "--format", "json").out)[0]
    assert (row["config.inf"], row["config.list"]) == ("inf", ["nan", {"x": "-inf"}])
    assert row["config.a"] == ODD


def test_markdown_and_csv_are_read_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nasty = 'a|b\nc\\|<b>"x"</b>,=1+1'
    ato.run({"x": nasty, "none": None}, name="r", store=tmp_path).finish()
    out = said(capsys, "runs", "--format", "markdown", "--columns", "id,config.x", "--store", tmp_path).out
    assert [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in out.splitlines()] == [3, 3, 3]
    assert "<b>" not in out.replace("\\<b", "")
    out = said(
        capsys, "runs", "--format", "csv", "--columns", "id,config.x,config.none", "--store", tmp_path
    ).out
    assert list(csv.DictReader(StringIO(out))) == [{"id": "1", "config.x": nasty, "config.none": ""}]
    for columns, head in (("id,name", "id,name\n"), ("", "id,project,name,status,started,duration,tags\n")):
        given = ("runs", "name == 'x'", "--format", "csv", "--columns", columns, "--store", tmp_path)
        assert said(capsys, *given).out == head


def test_a_run_is_meant_by_its_number_before_its_uid_and_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for project, name in (("p", "a/b c"), ("p/q", "x"), ("p", "42"), ("p", "2"), ("p", "😀")):
        ato.run(project=project, name=name, store=tmp_path).finish()
    uid = "0123456789abcdef0000000012345678"
    with open_store(tmp_path) as store, store.writing() as connection:
        connection.exec_driver_sql(f"UPDATE runs SET uid = '{uid}' WHERE id = 5")  # noqa: S608
    meant = {
        "a/b c": 1, "p/a/b c": 1, "p/q/x": 2, "x": 2, "42": 3, "p/42": 3, "2": 2, "p/2": 4, "12345678": 5,
        "0123456": 5, "😀": 5, uid: 5,
    }  # fmt: skip
    for reference, id in meant.items():
        told = json.loads(said(capsys, "show", reference, "--store", tmp_path, "--format", "json").out)
        assert told["id"] == id, reference
    for reference in ("007", "99999999999", "", "\ud800", "p/", "/x", "%", "____"):
        assert said(capsys, "show", reference, "--store", tmp_path).status == 2


def test_nested_runs_stay_unless_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for parent in ("one", "two"):
        with (
            ato.run(project="p", name=parent, store=tmp_path),
            ato.run(project="p", name=f"{parent}.child", store=tmp_path),
        ):
            ato.run(project="p", name=f"{parent}.grandchild", store=tmp_path).finish()
    answer = StringIO("no\n")
    monkeypatch.setattr(answer, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", answer)
    told = said(capsys, "rm", "one", "--store", tmp_path)
    assert (told.status, "nested in them, and kept without --nested: p/one.child (" in told.out) == (1, True)
    assert said(capsys, "rm", "one", "--yes", "--store", tmp_path).out == "deleted 1 run\n"
    assert said(capsys, "rm", "two", "--yes", "--nested", "--store", tmp_path).out == "deleted 3 runs\n"
    assert [run.name for run in ato.runs(store=tmp_path)] == ["one.grandchild", "one.child"]


def test_a_run_that_is_resumed_while_one_is_asked_is_not_deleted(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ato.cli import _rm

    def resumed(*_: object) -> bool:
        with open_store(own) as store, store.writing() as connection:
            connection.exec_driver_sql("UPDATE runs SET status = 'running' WHERE id = 1")
        return True

    monkeypatch.setattr(_rm, "_agreed", resumed)
    told = said(capsys, "rm", "small", "large", "--store", own)
    assert (told.status, "cifar/small: is still running" in told.err) == (2, True)
    assert len(ato.runs(store=own)) == 4


def test_an_interrupted_command_says_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("ato.cli._runs._run", interrupted)
    told = said(capsys, "runs")
    assert (told.status, told.out, told.err) == (130, "", "")


@pytest.mark.parametrize("words", [["runs", "--format", "json"], ["show", "1"], ["runs", "--format", "csv"]])
def test_a_reader_may_leave_early(hostile: Path, words: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "runtime")}
    command = [sys.executable, "-m", "ato.cli", *words, "--store", str(hostile)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.read(1)
        ran.stdout.close()
        assert ran.stderr.read() == b""
