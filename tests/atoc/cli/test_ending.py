from __future__ import annotations

from pathlib import Path

import click
import pytest

from ato.config import ConfigError, Problem
from atoc.cli.ending import ended
from atoc.settings import SettingsError
from atoc.source import SourceError


def ending(error: BaseException) -> int:
    def command() -> None:
        raise error

    return ended(command)


def test_a_command_that_returns_a_status_ends_with_it() -> None:
    assert ended(lambda: 1) == 1
    assert ended(lambda: None) == 0


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (KeyError("lr"), 3),
        (AssertionError(), 3),
        (RecursionError(), 3),
        (ConfigError([Problem("lrr", "there is no such field")]), 2),
        (SettingsError([Problem("pyproject.toml:1:1", "unknown setting")]), 2),
        (SourceError("schemas: there is no such folder"), 2),
        (PermissionError(13, "Permission denied", "generated"), 2),
        (click.UsageError("no such option"), 2),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (SystemExit(2), 2),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_error_has_its_status(error: BaseException, status: int) -> None:
    assert ending(error) == status


def test_a_defect_is_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ATOC_DEBUG", raising=False)
    ending(KeyError("lr"))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("atoc has failed, and not because of your schemas: KeyError: 'lr'\n")
    assert "Traceback" not in told.err


def test_a_defect_shows_where_it_happened_if_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATOC_DEBUG", "1")
    ending(KeyError("lr"))
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_what_the_user_can_mend_is_one_message_that_begins_with_the_thing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ending(PermissionError(13, "Permission denied", "generated"))
    assert capsys.readouterr().err == "error: generated: Permission denied\n"
    ending(ConfigError([Problem("lrr", "there is no such field", ("did you mean 'lr'?",))]))
    assert capsys.readouterr().err == "error: lrr: there is no such field\n  help: did you mean 'lr'?\n"


def test_every_problem_is_an_error_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    ending(SettingsError([Problem("a", "is wrong"), Problem("b", "too")]))
    assert capsys.readouterr().err == "error: a: is wrong\nerror: b: too\n"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_who_stops_the_command_is_told_nothing(
    error: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    ending(error)
    assert capsys.readouterr() == ("", "")


def test_an_error_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ending(KeyError("lr"))
    assert list(tmp_path.iterdir()) == []
