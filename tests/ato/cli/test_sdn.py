"""The command ``ato sdn``, as it is called."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from ato.cli import main

TEXT = """\
# how we train
train:
    lr = 1e-3   # from the paper
    layers: [64, 128]
name: two words
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.sdn"
    path.write_text(TEXT)
    return path


def ran(*words: object) -> int:
    return main([str(word) for word in ("sdn", *words)])


def test_check_tells_everything_of_every_file(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran("check", file) == 0
    bad = tmp_path / "b.sdn"
    bad.write_text("a: .5\na: 1\n")
    assert ran("check", file, bad, tmp_path / "none.sdn") == 2
    shown = capsys.readouterr()
    assert shown.out == "1 file is sound\n"
    assert shown.err.replace(str(tmp_path), "") == (
        "error: /b.sdn:1:4: .5 is not how a number is written\n"
        "  help: write 0.5\n  help: or quote it as a text\n"
        "error: /b.sdn:2:1: 'a' is given twice in one mapping\n"
        "  help: it is given first at line 1, column 1\n  help: keep one of the two\n"
        "error: /none.sdn: there is no such file\n"
    )


def test_a_file_goes_to_json_and_back(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran("to-json", file) == 0
    text = capsys.readouterr().out
    assert '"lr": 0.001' in text
    (tmp_path / "a.json").write_text(text)
    assert ran("from-json", tmp_path / "a.json") == 0
    assert capsys.readouterr().out == 'train:\n    lr: 0.001\n    layers: [64, 128]\nname: "two words"\n'


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', "{", "[NaN]", "3", "[" * 100_000, '{"a": "\\ud800"}'])
def test_json_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "a.json").write_text(text)
    assert ran("from-json", tmp_path / "a.json") == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_get_prints_a_value(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, printed in [
        ("train.layers.1", "128\n"),
        ("name", "two words\n"),
        ("train.layers", "[64, 128]\n"),
    ]:
        assert ran("get", file, path) == 0
        assert capsys.readouterr().out == printed
    assert ran("get", file, "train.lrr") == 2
    assert capsys.readouterr().err == "error: train.lrr: train has no key 'lrr'\n  help: did you mean 'lr'?\n"


def test_set_changes_one_value_and_nothing_else(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran("set", file, "train.lr", "0.1") == 0
    assert ran("set", file, "train.layers.0", "32") == 0
    assert file.read_text() == TEXT.replace("1e-3", "0.1").replace("64", "32")
    assert ran("set", file, "name", "a: b") == 2
    assert capsys.readouterr().err.startswith("error: VALUE:1:9: a ':' with space behind it ends this text")


def test_fmt_brings_files_into_one_layout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.sdn"
    path.write_text("a:\n  # in\n  b=1  \n\n\n  c   : [1,\n    2]\n")
    assert ran("fmt", "--check", path) == 1
    assert ran("fmt", path) == 0
    assert path.read_text() == "a:\n    # in\n    b = 1\n\n    c: [1,\n      2]\n"
    assert ran("fmt", "--check", path) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["would", "changed"]


def test_standard_input_is_a_file_called_dash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a: 1\n")))
    assert ran("set", "-", "b", "[1, x]") == 0
    assert capsys.readouterr().out == "a: 1\nb: [1, x]\n"


def test_the_command_loads_nothing_but_the_standard_library() -> None:
    code = (
        "import sys, ato.cli; ato.cli.main(['sdn', 'get', '-', 'a']);"
        "print({'yaml', 'click', 'numpy', 'atoc'} & set(sys.modules))"
    )
    paths = {"PYTHONPATH": str(Path.cwd() / "runtime")}
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code],
        input="a: 1",
        env=paths,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "1\nset()\n"
