"""Answers that are known already are the answers that would be found."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

from tests.atoc.cli.conftest import CLEAN, NOTED, WARNED, WRONG, Run


def put(project: Path, text: str) -> None:
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")


def answers(project: Path) -> list[Path]:
    return sorted((project / ".atoc" / "cache" / "answers").glob("*"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CLEAN, ("check", "-v")),
        (WARNED, ("check",)),
        (NOTED, ("check", "--format", "json")),
        (WRONG, ("check", "schemas")),
    ],
)
def test_a_second_check_says_what_the_first_said(
    text: str, words: tuple[str, ...], project: Path, atoc: Run
) -> None:
    put(project, text)
    first, second, afresh = atoc(*words), atoc(*words), atoc(*words, "--no-cache")
    assert len(answers(project)) == 1
    assert (second.returncode, second.stdout) == (first.returncode, first.stdout)
    assert (afresh.returncode, afresh.stdout) == (first.returncode, first.stdout)


@pytest.mark.parametrize("words", [("build",), ("build", "--check"), ("build", "--format", "concise")])
def test_a_build_of_what_is_up_to_date_says_so_from_memory(
    words: tuple[str, ...], project: Path, atoc: Run
) -> None:
    put(project, WARNED)
    atoc("build", "--no-cache")
    first, second, afresh = atoc(*words), atoc(*words), atoc(*words, "--no-cache")
    assert len(answers(project)) == 1
    told = [(ran.returncode, ran.stdout, ran.stderr) for ran in (first, second, afresh)]
    assert told[0] == told[1] == told[2]


def test_without_the_cache_nothing_is_left_behind(project: Path, atoc: Run) -> None:
    atoc("check", "--no-cache")
    atoc("build", "--no-cache")
    assert not (project / ".atoc").exists()


def test_a_known_answer_loads_nothing_of_the_passes(project: Path, atoc: Run) -> None:
    atoc("build")
    code = (
        "import sys\nfrom atoc.cli import main\ntry: main(['build'])\nexcept SystemExit: pass\n"
        "print(sorted({'yaml', 'jinja2', 'tree_sitter', 'atoc.compile', 'atoc.source'} & set(sys.modules)))"
    )
    import subprocess

    from tests.atoc.cli.conftest import environ

    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=project, env=environ(), capture_output=True, text=True, check=False
    )
    assert ran.stdout == "generated/ is up to date\n[]\n"


def test_a_generated_file_that_was_touched_is_looked_at_again(project: Path, atoc: Run) -> None:
    atoc("build")
    atoc("build", "--check")
    module = project / "generated" / "train.py"
    module.write_text(module.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    assert "ATC702" in atoc("build", "--check").stdout
    assert "wrote generated/train.py" in atoc("build").stdout
    module.unlink()
    assert "wrote generated/train.py" in atoc("build").stdout


def test_settings_count_as_much_as_documents(project: Path, atoc: Run) -> None:
    put(project, WARNED)
    assert "ATC203" in atoc("check").stdout or "ATC204" in atoc("check").stdout
    (project / "pyproject.toml").write_text('[tool.atoc]\nignore = ["ATC20"]\n', encoding="utf-8")
    assert atoc("check").stdout == "No findings in 1 document.\n"


def test_a_broken_cache_is_as_none(project: Path, atoc: Run) -> None:
    put(project, WARNED)
    first = atoc("check").stdout
    for path in (project / ".atoc").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x00garbage")
    assert atoc("check").stdout == first
    assert atoc("check").stdout == first


def test_a_project_without_settings_keeps_nothing(project: Path, atoc: Run) -> None:
    (project / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    atoc("check")
    assert not (project / ".atoc").exists()


def test_however_documents_change_the_files_are_those_of_a_build_afresh(project: Path, atoc: Run) -> None:
    random = Random(11)  # noqa: S311  the same edits in every run
    for _ in range(4):
        put(project, random.choice((CLEAN, WARNED, NOTED)).replace("0.3", str(random.choice((0.3, 0.4)))))
        ran = atoc("build")
        again = atoc("build", "--check", "--no-cache")
        assert (ran.returncode, again.returncode) == (0, 0), again.stdout


@pytest.mark.parametrize("lost", ["", "text", "groups", "facts"])
def test_a_changed_document_is_built_beside_what_is_known_or_lost(
    lost: str, project: Path, atoc: Run
) -> None:
    other = project / "schemas" / "other.yaml"
    other.write_text(CLEAN.replace("train", "other"), encoding="utf-8")
    atoc("build")
    put(project, CLEAN.replace("0.3", "0.7"))
    for entry in (project / ".atoc" / "cache" / (lost or "answers")).glob("*"):
        entry.write_bytes(entry.read_bytes()[:-9] + b"{}")
    built = atoc("build")
    wrote = [f"wrote generated/{name}\n" for name in ("manifest.json", "train.py")]
    assert (built.returncode, built.stdout) == (0, "".join(wrote))
    assert atoc("build", "--check", "--no-cache").returncode == 0


def test_text_that_a_check_did_not_keep_is_kept_by_the_build_after_it(project: Path, atoc: Run) -> None:
    other = project / "schemas" / "other.yaml"
    other.write_text(CLEAN.replace("train", "other"), encoding="utf-8")
    atoc("check")
    put(project, CLEAN.replace("0.3", "0.7"))
    assert atoc("build").returncode == 0
    assert len(list((project / ".atoc" / "cache" / "text").glob("*"))) == 2
