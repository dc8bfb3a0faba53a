"""``ato why``, ``ato diff`` and ``ato report``: what they print, and what their statuses mean."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import ato
from ato.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a run, one like it, one with another rate, and one that differs for no known reason."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    for name, rate, extra in (("one", 0.1, 0), ("two", 0.1, 0), ("three", 0.2, 1), ("four", 0.1, 1)):
        with ato.run({"lr": rate}, "p", name=name) as run:
            run.log({"loss": rate + extra}, step=0)
    return tmp_path


def status(*arguments: str) -> int:
    """The status that a command ends with."""
    try:
        return main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("b", "expected"), [("two", 0), ("three", 1), ("four", 2)])
def test_the_status_says_whether_runs_differ_and_why(
    b: str, expected: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status("why", "one", b) == expected
    out, err = capsys.readouterr()
    assert out.count("\n") > 5
    assert err == ""


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("why", "one"), "the following arguments are required: B"),
        (("why", "one", "two", "--format", "pdf"), "invalid choice"),
        (("why", "one", "tow"), "tow: there is no such run in the store\n  help: the latest are p/four"),
        (("why", "one", "two", "--store", "elsewhere"), "there is no store here"),
        (("why", "one", "two", "--store", "mysql://x"), "a kind that is not known"),
        (("why", "one", "two", "--fromat", "json"), "unrecognized arguments: --fromat json"),
        (("diff", "one", "two", "three"), "unrecognized arguments: three"),
        (("diff", "one", "tow"), "tow: there is no such run"),
        (("diff", "one", "two", "--only", "weather"), "invalid choice"),
        (("report", "tow"), "tow: there is no such run"),
        (("report",), "the following arguments are required: RUNS"),
        (("report", "one", "-o", "missing/x.html"), "missing/x.html"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_never_taken_for_an_answer(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(*arguments) == 64
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("store")
def test_asking_of_a_store_that_is_not_there_makes_none(tmp_path: Path) -> None:
    assert status("why", "1", "2", "--store", "elsewhere/runs.db") == 64
    assert not (tmp_path / "elsewhere").exists()


def test_a_store_that_cannot_be_read_is_no_answer(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (store / "broken.db").write_bytes(b"nothing like a database" * 99)
    assert status("why", "1", "2", "--store", "broken.db") == 64
    assert "the store cannot be used" in capsys.readouterr().err


@pytest.mark.usefixtures("store")
def test_each_format_says_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    verdict = "most likely because lr is 0.1 in A and 0.2 in B"
    for format in ("text", "json", "markdown", "html"):
        assert status("why", "one", "three", "--format", format) == 1
        assert verdict in " ".join(capsys.readouterr().out.split())


@pytest.mark.usefixtures("store")
def test_a_diff_ends_with_one_where_something_differs(capsys: pytest.CaptureFixture[str]) -> None:
    assert status("diff", "one", "three") == 1
    assert "lr  0.1" in capsys.readouterr().out
    assert status("diff", "one", "three", "--only", "artifacts", "--only", "code") == 0
    assert "Config" not in capsys.readouterr().out
    assert status("diff", "one", "three", "--only", "config", "--format", "json") == 1
    assert json.loads(capsys.readouterr().out)["config"][0]["path"] == "lr"


def test_a_report_is_one_file(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("report", "one", "three", "-o", "report.html") == 0
    assert capsys.readouterr().out == "wrote report.html\n"
    assert (store / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(path.name for path in store.iterdir()) == [".ato", "report.html"]


@pytest.mark.usefixtures("store")
def test_statuses_are_told_by_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert status("why", "--help") == 0
    told = capsys.readouterr().out
    assert all(f"  {code} " in told for code in (0, 1, 2, 64))


@pytest.mark.usefixtures("store")
def test_colours_are_for_terminals_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR")
    status("why", "one", "three")
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    status("why", "one", "three")
    assert "\x1b[1m" in capsys.readouterr().out


@pytest.mark.usefixtures("store")
def test_a_reader_that_leaves_early_does_not_change_the_status() -> None:
    code = "import sys; from ato.cli import main; sys.exit(main(['why', 'one', 'three']))"
    ran = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert ran.stdout is not None
    assert ran.stderr is not None
    ran.stdout.close()
    assert (ran.wait(60), ran.stderr.read()) == (1, b"")
    ran.stderr.close()


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("command", ["why", "diff"])
def test_what_is_not_installed_is_no_answer(command: str) -> None:
    code = "import sys; sys.modules['sqlalchemy'] = None; from ato.cli import main; "
    code += f"sys.exit(main(['{command}', 'one', 'three']))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout) == (64, "")
    assert ran.stderr == "error: sqlalchemy is not installed\n  help: pip install 'atoc[track]'\n"


@pytest.mark.usefixtures("store")
def test_a_defect_of_ours_is_no_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ato.why.conclusions._causes.is_different", lambda _: 1 // 0)
    assert status("why", "one", "three") == 64
    assert "ZeroDivisionError" in capsys.readouterr().err
