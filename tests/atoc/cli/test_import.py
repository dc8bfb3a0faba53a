"""``atoc import``: what is written, what is told, and what is never overwritten."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
CONFIG = "lr: 0.1\nname: ${mul:1,2}\n"


@pytest.fixture
def config(project: Path) -> Path:
    (project / "conf.yaml").write_text(CONFIG, encoding="utf-8")
    return project / "conf.yaml"


def test_documents_are_written_and_what_was_left_is_told(atoc: Run, project: Path, config: Path) -> None:
    ran = atoc("import", "omegaconf", "conf.yaml", "-o", "schemas")
    assert ran.returncode == 0, ran.stderr
    assert "left conf.yaml:2:7: ${mul:1,2}" in ran.stdout
    assert "Carried over 2 fields in 1 document; left 1 thing." in ran.stdout
    assert "wrote schemas/conf.yaml" in ran.stderr
    assert (
        (project / "schemas" / "conf.yaml")
        .read_text(encoding="utf-8")
        .startswith("# Imported from conf.yaml by `atoc import omegaconf`\n")
    )
    assert atoc("check").returncode == 0


def test_importing_again_replaces_what_nobody_touched(atoc: Run, project: Path, config: Path) -> None:
    atoc("import", "omegaconf", "conf.yaml")
    config.write_text("lr: 0.5\n", encoding="utf-8")
    ran = atoc("import", "omegaconf", "conf.yaml")
    assert ran.returncode == 0, ran.stderr
    assert "default: 0.5" in (project / "schemas" / "conf.yaml").read_text(encoding="utf-8")
    assert "left as it is: schemas/conf.yaml" in atoc("import", "omegaconf", "conf.yaml").stderr


@pytest.mark.parametrize("change", ["\n# mine\n", ""], ids=["edited", "of another"])
def test_a_document_that_an_import_has_not_written_so_stays(
    atoc: Run, project: Path, config: Path, change: str
) -> None:
    atoc("import", "omegaconf", "conf.yaml")
    path = project / "schemas" / "conf.yaml"
    text = (
        path.read_text(encoding="utf-8") + change
        if change
        else "scope: conf\nfields: {x: {type: int, default: 1}}\n"
    )
    path.write_text(text, encoding="utf-8")
    config.write_text("lr: 0.5\n", encoding="utf-8")
    ran = atoc("import", "omegaconf", "conf.yaml")
    assert ran.returncode == 2
    assert "schemas/conf.yaml: is there and not as an import has written it" in ran.stderr
    assert path.read_text(encoding="utf-8") == text
    assert atoc("import", "omegaconf", "conf.yaml", "--force").returncode == 0
    assert "default: 0.5" in path.read_text(encoding="utf-8")


def test_nothing_is_written_where_the_program_would_be_broken(atoc: Run, project: Path, config: Path) -> None:
    (project / "schemas" / "other.yaml").write_text("scope: conf\nfields: {lr: int}\n", encoding="utf-8")
    ran = atoc("import", "omegaconf", "conf.yaml")
    assert ran.returncode == 1
    assert "ATC005" in ran.stdout
    assert "nothing was written: there are errors" in ran.stderr
    assert not (project / "schemas" / "conf.yaml").exists()


def test_all_documents_are_written_or_none(atoc: Run, project: Path) -> None:
    folder = project / "conf"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text("x: 1\n", encoding="utf-8")
    (project / "out").mkdir()
    (project / "out" / "two.yaml").write_text("types: {}\n", encoding="utf-8")
    ran = atoc("import", "omegaconf", "conf", "-o", "out")
    assert ran.returncode == 2
    assert sorted(path.name for path in (project / "out").iterdir()) == ["two.yaml"]


def test_bases_outside_the_path_are_read_too(atoc: Run, project: Path) -> None:
    (project / "a").mkdir()
    (project / "b").mkdir()
    (project / "a" / "x.py").write_text("_base_ = '../b/y.py'\nlr = 2\n", encoding="utf-8")
    (project / "b" / "y.py").write_text("lr = 1\nname = 'y'\n", encoding="utf-8")
    ran = atoc("import", "mmengine", "a/x.py", "--scope", "toy", "-o", "made")
    assert ran.returncode == 0, ran.stderr
    text = (project / "made" / "toy.yaml").read_text(encoding="utf-8")
    assert 'chain_with: "y"' in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nothing", "conf.yaml"), "is not one of"),
        (("omegaconf", "gone.yaml"), "gone.yaml is not there"),
        (("argparse", "conf.yaml"), "conf.yaml is not a document"),
        (("omegaconf", "broken.yaml"), "broken.yaml:1:4"),
    ],
)
def test_what_cannot_be_read_ends_with_status_2(
    atoc: Run, project: Path, config: Path, words: tuple[str, str], told: str
) -> None:
    (project / "broken.yaml").write_text("a: [\n", encoding="utf-8")
    ran = atoc("import", *words)
    assert ran.returncode == 2
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_script_of_ato_comes_to_documents_in_which_nothing_is_wrong(atoc: Run, project: Path) -> None:
    script = """
from ato.adict import ADict
from ato.scope import Scope

scope = Scope()


@scope.observe(default=True)
def defaults(config):
    config.update(ADict.from_file("conf/base.yaml"))
    config.lr = 0.1


@scope.observe()
def fast(config):
    config.lr = 0.3


@scope.observe()
def slow(config):
    config.lr = 0.01
"""
    (project / "conf").mkdir()
    (project / "conf" / "base.yaml").write_text("epochs: 5\n")
    (project / "tool.py").write_text(script)
    ran = atoc("import", "ato", "tool.py")
    assert ran.returncode == 0, ran.stderr
    assert "ATC202 in 'slow'" in ran.stdout + ran.stderr
    text = (project / "schemas" / "tool.yaml").read_text()
    assert "set: {epochs: 5, lr: 0.1}" in text
    assert atoc("check").returncode == 0
    assert "left as it is" in atoc("import", "ato", "tool.py").stderr


def test_help_names_what_can_be_imported(atoc: Run) -> None:
    ran = atoc("import", "--help")
    assert ran.returncode == 0
    assert "argparse, ato, hydra, jsonschema, mmengine or omegaconf" in " ".join(ran.stdout.split())
