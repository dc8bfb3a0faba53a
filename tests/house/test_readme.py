"""What the README shows is what happens."""

from __future__ import annotations

import ast
import builtins
from fnmatch import fnmatchcase

import pytest

from ato.config import ConfigError
from tests import console, readme

TEXT = readme.PATH.read_text(encoding="utf-8")


def test_what_the_readme_shows_is_what_happens() -> None:
    wrong = [
        f"{expected}--- printed ---\n{printed.output}"
        for expected, printed in readme.replayed(TEXT)
        if not console.agrees(expected.output, printed.output)
    ]
    assert not wrong, "\n".join(["if this is what it should say: make golden", *wrong])


def test_the_readme_shows_a_whole_session() -> None:
    commands = [step.command for block in readme.blocks(TEXT) for step in block.steps]
    for start in ("atoc check", "atoc build", "atoc explain", "python examples/"):
        assert any(command.startswith(start) for command in commands), start


def test_the_file_of_a_session_stands_before_it() -> None:
    languages = [block.language for block in readme.blocks(TEXT)]
    paths = [block.path for block in readme.blocks(TEXT) if block.path is not None]
    assert paths == ["tour/train.yaml", "tour/fit.py"]
    assert languages.index("yaml") < languages.index("console")


def test_elided_lines_stand_for_any_lines() -> None:
    assert console.agrees("first\n...\nlast\n", "first\nsecond\nthird\nlast\n")
    assert console.agrees("first\n...\nlast\n", "first\nlast\n")
    assert not console.agrees("first\n...\nlast\n", "first\nsecond\n")
    assert not console.agrees("first\n", "first\nsecond\n")


def test_the_python_of_the_readme_gives_what_its_comments_say() -> None:
    names: dict[str, object] = {}
    wrong: list[str] = []
    for block in readme.blocks(TEXT):
        for statement, comment in statements(block.text) if block.language == "python" else ():
            if comment.startswith("refused"):
                with pytest.raises(ConfigError):
                    exec(statement, names)  # noqa: S102
            elif not comment:
                exec(statement, names)  # noqa: S102
            elif not fits(eval(statement, names), comment):  # noqa: S307
                wrong.append(f"{statement}  # {comment}")
    assert wrong == []
    assert "config" in names
    assert "spaces" in names


def statements(code: str) -> list[tuple[str, str]]:
    """Every statement with the comment behind it."""
    lines = code.splitlines()
    found = ((ast.get_source_segment(code, each), each.end_lineno) for each in ast.parse(code).body)
    return [(text or "", lines[(end or 1) - 1].partition("  # ")[2]) for text, end in found]


def fits(value: object, comment: str) -> bool:
    """Whether a value is of the type, has the form or answers the question of a comment."""
    kind = getattr(builtins, comment.partition(",")[0], None)
    if isinstance(kind, type):
        return type(value) is kind
    if comment.startswith("who"):
        return "high_lr" in str(value) and "lost to" in str(value)
    return fnmatchcase(repr(value), comment.replace("[", "[[]").replace("...", "*"))
