"""The command line of a user's program, in process and as one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ato.config as ato
from ato.config._program import say, take_apart
from tests.ato.config.sample import _SCHEMA, Train

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
from tests.ato.config.sample import _SCHEMA

@_SCHEMA.main
def train(config):
    \"\"\"Train a model.

    At length.
    \"\"\"
    print("lr", config.lr)
    return config

if __name__ == "__main__":
    train()
"""


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the program with words: its value or exit status, and what it printed to both streams."""

    def run(*words: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["somewhere/train.py", *words])
        found: object
        try:
            found = program()
        except SystemExit as left:
            found = left.code
        out, err = capsys.readouterr()
        return found, out, err

    return run


@_SCHEMA.main
def program(config: Train) -> tuple[float, int]:
    """Train a model."""
    return config.lr, config.epochs


def test_the_function_is_called_with_the_config_and_its_value_given_back(call: Any) -> None:
    assert call("data_dir=x", "long_run", "lr=0.5") == ((0.5, 200), "", "")


def test_the_environment_counts(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATO_TRAIN__LR", "0.25")
    monkeypatch.setenv("ATO_TRAIN__DATA_DIR", "x")
    assert call()[0] == (0.25, 50)


def test_files_are_given_in_either_spelling(call: Any, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("lr: 1\nepochs: 2\ndata_dir: x")
    (tmp_path / "b.json").write_text('{"lr": 3}')
    assert call("--config", str(tmp_path / "a.yaml"), f"--config={tmp_path / 'b.json'}")[0] == (3, 2)


def test_the_program_keeps_the_name_and_doc_of_its_function() -> None:
    assert (program.__name__, program.__doc__, program.__module__) == ("program", "Train a model.", __name__)
    assert program.__wrapped__(_SCHEMA.compose(overrides=["data_dir=x"])) == (1e-3, 50)  # type: ignore[attr-defined]


@pytest.mark.parametrize("format", ["yaml", "json", "toml", "sdn"])
def test_print_prints_the_config_and_leaves(call: Any, format: str) -> None:
    for words in (("--print", format), (f"--print={format}",)):
        status, out, err = call("data_dir=x", "token=hunter2", *words)
        assert (status, err) == (0, "")
        assert "data_dir" in out
        assert "***" in out
        assert "hunter2" not in out


def test_explain_tells_who_set_a_value(call: Any) -> None:
    status, out, err = call("data_dir=x", "high_lr", "lr=0.5", "--explain", "lr", "--explain=epochs")
    assert (status, err) == (0, "")
    assert out.startswith("lr = 0.5\n")
    assert "high_lr" in out
    assert "\nepochs = 50\n" in out


def test_explain_takes_the_scope_before_a_key_and_the_old_name_of_one(call: Any) -> None:
    for key in ("train.epochs", "passes"):
        status, out, _ = call("data_dir=x", "--explain", key)
        assert (status, out.partition("\n")[0]) == (0, "epochs = 50")


def test_keys_that_cannot_be_explained_are_told_with_all_else(call: Any) -> None:
    status, _, err = call("data_dir=x", "--explain", "epoch", "lr=x", "--explain=optimizer")
    assert status == 2
    assert [line for line in err.splitlines() if line.startswith("error")] == [
        "error: epoch: the scope 'train' has no field 'epoch'",
        "error: optimizer: the scope 'train' has no field 'optimizer'",
        "error: lr=x: 'x' is not a float",
    ]


def test_explaining_an_unknown_key_names_the_nearest(call: Any) -> None:
    status, out, err = call("data_dir=x", "--explain", "epoch")
    assert (status, out) == (2, "")
    assert "error: epoch: " in err
    assert "did you mean 'epochs'?" in err


def test_every_problem_is_told_on_stderr_with_status_two(call: Any) -> None:
    status, out, err = call("hig_lr", "lr=x", "--prin", "yaml", "--lr", "--config")
    assert (status, out) == (2, "")
    assert err == (
        "error: --prin: there is no such option\n"
        "  help: did you mean '--print'?\n"
        "error: --lr: fields are set without dashes\n"
        "  help: write lr=VALUE\n"
        "error: --config: the option needs a file\n"
        "error: hig_lr: the scope 'train' has no view 'hig_lr'\n"
        "  help: did you mean 'high_lr'?\n"
        "error: lr=x: 'x' is not a float\n"
        "error: data_dir: is an input and has no value\n"
        "  help: give it as data_dir=VALUE\n"
        "6 problems; nothing was run. See: train.py --help\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--print", "yml"], "error: --print yml: there is no such format\n  help: did you mean 'yaml'?"),
        (["--print"], "error: --print: the option needs a format"),
        (["--explain"], "error: --explain: the option needs a key"),
        (["--high-lr"], "error: --high-lr: views are named without dashes\n  help: write high_lr"),
        (["--lr=3"], "error: --lr: fields are set without dashes\n  help: write lr=VALUE"),
        (["--optimizer", "adam"], "error: --optimizer: a group's view is chosen without dashes"),
        (["--lr", "0.1"], "error: --lr: fields are set without dashes\n  help: write lr=VALUE\n1 problem"),
        (["--config", "--print", "yaml"], "error: --config: the option needs a file\n1 problem"),
        (["-x"], "error: -x: there is no such option"),
        (["--zzzzz"], "help: the options are --config, --print, --explain, --help, -h"),
    ],
)
def test_a_misused_option_is_told(call: Any, words: list[str], told: str) -> None:
    status, _, err = call("data_dir=x", *words)
    assert status == 2
    assert told in err


def test_after_two_dashes_everything_is_a_word() -> None:
    assert take_apart((_SCHEMA,), ["--", "--print", "manual"]).words == ["--print", "manual"]


def test_a_view_may_be_called_manual() -> None:
    schema = ato.Schema("s", Train, views=(ato.View("manual"),))
    assert take_apart((schema,), ["manual"]).words == ["manual"]


def test_warnings_are_lines_on_stderr(call: Any) -> None:
    found, out, err = call("data_dir=x", "passes=3")
    assert (found, out, err) == ((1e-3, 3), "", "warning: 'passes' is now called 'epochs'\n")


def test_an_error_of_the_function_itself_is_not_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["train.py", "data_dir=x"])

    @_SCHEMA.main
    def fails(config: Train) -> None:
        config.replace(lr=-1)

    with pytest.raises(ato.ConfigError, match=r"lr: -1\.0 must be greater than 0"):
        fails()


def test_text_that_a_stream_cannot_encode_is_spelled_out() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    say(stream, "a → b é\n")
    assert raw.getvalue() == b"a -> b \\xe9\n"


def run(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    (folder / "train.py").write_text(PROGRAM)
    paths = os.pathsep.join([str(ROOT / "runtime"), str(ROOT)])
    return subprocess.run(
        [sys.executable, str(folder / "train.py"), *words],
        env={"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", **env},
        capture_output=True,
        check=False,
    )


def test_the_program_runs_from_a_shell(tmp_path: Path) -> None:
    ran = run(tmp_path, "data_dir=x", "high_lr")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"lr 0.003\n", b"")


def test_no_traceback_is_shown_for_what_a_user_did(tmp_path: Path) -> None:
    ran = run(tmp_path, "data_dir=x", "lr=\udce9")
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"error: lr=")
    assert b"Traceback" not in ran.stderr


def test_the_manual_is_printed_on_a_terminal_that_knows_ascii_only(tmp_path: Path) -> None:
    ran = run(tmp_path, "manual", PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert b"defaults -> adam -> wide -> sgd -> big -> high_lr -> long_run -> (CLI Inputs)" in ran.stdout


def test_a_reader_that_leaves_ends_the_program_quietly(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM)
    paths = os.pathsep.join([str(ROOT / "runtime"), str(ROOT)])
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(
        [sys.executable, str(tmp_path / "train.py"), "--help"],
        env={"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (1, b"")


def test_output_that_cannot_be_written_is_told_without_a_traceback(tmp_path: Path) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

        def fileno(self) -> int:
            return file.fileno()

    with (tmp_path / "out").open("wb") as file, pytest.raises(SystemExit) as left:
        say(Full(), "text")
    assert left.value.code == "error: the output cannot be written: No space left on device"


def test_a_stream_that_is_closed_from_the_start_is_no_defect() -> None:
    assert say(None, "nobody listens") is None  # type: ignore[func-returns-value]
