"""The command as a whole: its words, its streams, its end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ato import __version__
from tests.atoc.cli.conftest import WRONG, Run, environ


def test_it_tells_its_version(atoc: Run) -> None:
    ran = atoc("--version")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"atoc {__version__}\n", "")


def test_help_lists_every_command_with_what_it_does(atoc: Run) -> None:
    ran = atoc("--help")
    assert ran.returncode == 0
    assert [line.split()[0] for line in ran.stdout.split("Commands:\n")[1].splitlines()] == [
        "build",
        "check",
        "explain",
        "import",
        "rule",
    ]


@pytest.mark.parametrize("command", ["build", "check", "explain", "rule"])
def test_every_command_explains_itself_and_its_exit_status(command: str, atoc: Run) -> None:
    ran = atoc(command, "--help")
    assert ran.returncode == 0
    assert "Exit status: 0" in ran.stdout
    assert all(len(line) <= 80 for line in ran.stdout.splitlines())


def test_a_command_that_is_not_there_is_answered_with_the_nearest(atoc: Run) -> None:
    ran = atoc("chekc")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "no command 'chekc'; did you mean 'check'?" in ran.stderr


def test_an_option_that_is_not_there_ends_with_two(atoc: Run) -> None:
    assert atoc("check", "--formt", "json").returncode == 2


def test_a_version_loads_no_pass(atoc: Run) -> None:
    code = "import sys, atoc.cli; print([n for n in sys.modules if n in ('yaml', 'jinja2', 'atoc.compile')])"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environ(), capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout == "[]\n"


def test_output_that_is_piped_has_no_colour_unless_it_is_forced(project: Path, atoc: Run) -> None:
    (project / "schemas" / "train.yaml").write_text(WRONG, encoding="utf-8")
    assert "\x1b" not in atoc("check").stdout
    assert "\x1b[1;31merror[ATC102]\x1b[0m" in atoc("check", FORCE_COLOR="1").stdout
    assert "\x1b" not in atoc("check", FORCE_COLOR="1", NO_COLOR="1").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_gets_colour(project: Path) -> None:
    import pty

    (project / "schemas" / "train.yaml").write_text(WRONG, encoding="utf-8")
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "atoc", "check"]
    with subprocess.Popen(
        words, cwd=project, env=environ(TERM="xterm"), stdout=theirs, stdin=theirs
    ) as process:
        os.close(theirs)
        printed = os.read(ours, 65536)
        process.wait(timeout=60)
    os.close(ours)
    assert printed.startswith(b"\x1b[1;31merror[ATC102]\x1b[0m")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_whoever_stops_reading_ends_it_quietly(project: Path) -> None:
    fields = "".join(f"  f{number}: {{type: int, default: x}}\n" for number in range(2000))
    (project / "schemas" / "train.yaml").write_text(f"scope: train\nfields:\n{fields}", encoding="utf-8")
    words = [sys.executable, "-m", "atoc", "check"]
    with subprocess.Popen(
        words, cwd=project, env=environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        told = process.stderr.read()
        status = process.wait(timeout=60)
    assert (status, told) == (141, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals and pipes")
def test_who_interrupts_it_is_told_nothing(project: Path) -> None:
    code = (
        "import os, signal, atoc.cli as cli, atoc.cli.project as project;"
        "project.find = lambda: os.kill(os.getpid(), signal.SIGINT);"
        "cli.main(['check'])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=project, env=environ(), capture_output=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr.strip()) == (130, b"", b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_console_that_does_not_know_a_sign_stops_nothing(encoding: str, project: Path) -> None:
    text = 'scope: train\nfields:\n  lr: {type: float, default: "学習率"}\n'
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "atoc", "check"],
        cwd=project,
        env=environ(PYTHONUTF8="0", PYTHONIOENCODING=encoding),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert ran.stdout.startswith(b"error[ATC102]")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell that closes a stream")
@pytest.mark.parametrize(
    ("redirection", "status", "told"),
    [
        (">&-", 0, ""),
        (">&- 2>&-", 0, ""),
        (">/dev/full", 2, "error: standard output: No space left on device\n"),
        (">/dev/full 2>&1", 2, ""),
    ],
)
def test_an_output_that_takes_nothing_ends_with_one_message_at_most(
    redirection: str, status: int, told: str, project: Path
) -> None:
    if "/dev/full" in redirection and not Path("/dev/full").exists():
        pytest.skip("this system has no full device")
    ran = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m atoc check {redirection}"],
        cwd=project,
        env=environ(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (status, told)
