"""The command ``ato registry``, as it is called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text

import ato
from ato.cli import main
from ato.track import open_store
from ato.track.registry import StageRule
from tests.ato.track.trails import unguarded


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A collection with one version, and a stage that asks for something."""
    (tmp_path / "weights.pt").write_text("a")
    with ato.run(store=tmp_path / "runs.db", project="cifar", name="first") as run:
        run.log({"accuracy": 0.9})
        run.log_artifact(tmp_path / "weights.pt", name="model")
    with open_store(tmp_path) as opened:
        rule = StageRule(metrics={"accuracy": ">= 0.9"}, checks=("bias",), approvers=("ann",))
        opened.registry.create("Models/ResNet", stages={"production": rule}, author="ann")
        opened.registry.publish("Models/ResNet", "model:v0", "best", "the first", author="ann")
    return tmp_path


def ran(verb: str, store: Path, *words: object) -> int:
    return main(["registry", verb, "--store", str(store), *map(str, words)])


def without_times(shown: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "TIME", shown)


def test_list_shows_versions_stages_and_aliases(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran("list", store) == ran("list", store, "Models/ResNet") == 0
    assert without_times(capsys.readouterr().out) == 2 * (
        "VERSION           STAGE  ALIASES  ARTIFACT        PUBLISHED\n"
        "Models/ResNet:v0  -      best     cifar/model:v0  TIME\n"
    )


def test_promote_tells_what_is_missing_and_then_promotes(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("Models/ResNet:best", "production", "--author", "bob", "--reason", "ship it")
    assert ran("promote", store, *words, "--check", "bias=false") == 2
    assert capsys.readouterr().err == (
        "error: Models/ResNet:v0: cannot go to production\n"
        "  help: check bias: has not passed (False)\n"
        "  help: approval: 0 of 1 by ann\n"
    )
    assert ran("promote", store, *words, "--check", "bias", "--approved-by", "ann") == 0
    assert capsys.readouterr().out == "Models/ResNet:v0 is in production\n"
    assert ran("show", store, "Models/ResNet:production") == 0
    shown = without_times(capsys.readouterr().out)
    assert "  stage        production\n" in shown
    assert shown.endswith("  TIME published by ann\n  TIME promoted by bob: ship it\n")


def test_audit_exits_with_1_where_it_was_tampered_with(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran("audit", store) == 0
    assert re.search(r"the trail is whole, up to [0-9a-f]{64}\n$", capsys.readouterr().out)
    with open_store(store) as opened, opened.writing() as connection:
        unguarded(connection)
        connection.execute(text("UPDATE audits SET who = 'eve' WHERE id = 2"))
    assert ran("audit", store, "Models/ResNet:v0") == 1
    assert "broken at row 2 (Models/ResNet:v0)" in capsys.readouterr().out


def test_audit_tells_what_changed_and_steers_no_terminal(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_store(store) as opened:
        opened.registry.create("M")
        opened.registry.publish("M", "model:v0", "best")
        opened.registry.promote("M", 0, "staging", "ann", "ship\x1b[2Jit\nnow")
    assert ran("audit", store, "M:v0") == 0
    lines = without_times(capsys.readouterr().out).splitlines()
    assert lines[0].startswith("5  TIME  M:v0  published by ")
    assert lines[1] == "     artifact: cifar/model:v0"
    assert lines[3:5] == ["7  TIME  M:v0  promoted by ann: ship\\x1b[2Jit\\nnow", "     stage: staging"]
    assert ran("audit", store, "M:v7") == 0
    assert capsys.readouterr().out.startswith("the trail says nothing of M:v7\nthe trail is whole, up to ")


def test_an_empty_registry_and_what_is_not_there_are_told(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ato.run(store=tmp_path / "other" / "runs.db"):
        pass
    assert ran("list", tmp_path / "other") == ran("audit", tmp_path / "other") == 0
    assert capsys.readouterr().out == "the registry is empty\nthe trail is empty\n"
    assert ran("show", store, "Models/ResNot:v0") == 2
    assert "did you mean 'Models/ResNet'" in capsys.readouterr().err
