"""What the README shows is what happens."""

from __future__ import annotations

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
    assert paths == ["tour/train.yaml"]
    assert languages.index("yaml") < languages.index("console")


def test_elided_lines_stand_for_any_lines() -> None:
    assert console.agrees("first\n...\nlast\n", "first\nsecond\nthird\nlast\n")
    assert console.agrees("first\n...\nlast\n", "first\nlast\n")
    assert not console.agrees("first\n...\nlast\n", "first\nsecond\n")
    assert not console.agrees("first\n", "first\nsecond\n")
