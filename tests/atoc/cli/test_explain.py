from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.atoc.cli.conftest import Run

PROGRAM = """\
scope: train
fields:
  lr: {type: float, default: 0.1, doc: Learning rate.}
  epochs: {type: int, default: 3, ge: 1}
  model:
    fields:
      hidden: {type: int, default: 64}
views:
  fast: {priority: 1, why: It is faster., set: {lr: 0.3}}
  long: {priority: 2, chain_with: fast, set: {epochs: 50, model.hidden: 128}}
"""


@pytest.fixture
def explained(project: Path, atoc: Run) -> Run:
    (project / "schemas" / "train.yaml").write_text(PROGRAM, encoding="utf-8")
    return atoc


def keys(printed: str) -> list[str]:
    return [answer["key"] for answer in json.loads(printed)["answers"]]


def test_without_a_word_all_fields_are_listed(explained: Run) -> None:
    ran = explained("explain")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert all(key in ran.stdout for key in ("lr", "epochs", "model.hidden"))


def test_a_key_is_answered_with_everyone_who_can_set_it(explained: Run) -> None:
    ran = explained("explain", "lr")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert all(word in ran.stdout for word in ("Learning rate.", "fast", "default", "schemas/train.yaml:9:"))


def test_a_selection_is_answered_with_who_set_the_key_in_it(explained: Run) -> None:
    (answer,) = json.loads(explained("explain", "lr", "fast", "lr=0.01", "--format", "json").stdout)[
        "answers"
    ]
    assert answer["value"] == 0.01
    assert [write["by"] for write in answer["writes"]][-1] == "default"


def test_a_selection_alone_is_answered_for_every_field_that_it_changes(explained: Run) -> None:
    assert keys(explained("explain", "fast", "--format", "json").stdout) == ["lr"]
    assert keys(explained("explain", "long", "--format", "json").stdout) == ["lr", "epochs", "model.hidden"]
    assert keys(explained("explain", "lr=1", "fast", "--format", "json").stdout) == ["lr"]


def test_a_selection_that_changes_what_is_computed_is_answered_for_that_too(project: Path, atoc: Run) -> None:
    text = PROGRAM.replace("fields:\n", 'fields:\n  steps: {type: int, default: "${epochs * 10}"}\n', 1)
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")
    assert keys(atoc("explain", "epochs=4", "--format", "json").stdout) == ["steps", "epochs"]


def test_a_selection_that_changes_nothing_says_so(explained: Run, project: Path) -> None:
    other = "scope: data\nfields: {size: {type: int, default: 7}}\n"
    (project / "schemas" / "data.yaml").write_text(other, encoding="utf-8")
    ran = explained("explain", "fast", "--scope", "data")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "these words make no difference\n")


def test_a_selection_is_answered_in_the_scopes_that_it_is_for(explained: Run, project: Path) -> None:
    other = "scope: data\nfields: {lr: {type: float, default: 7}}\nviews: {fast: {set: {lr: 1}}}\n"
    (project / "schemas" / "data.yaml").write_text(other, encoding="utf-8")
    told = json.loads(explained("explain", "data.fast", "--format", "json").stdout)["answers"]
    assert [answer["scope"] for answer in told] == ["data"]
    assert len(keys(explained("explain", "fast", "--format", "json").stdout)) == 2


def test_all_that_is_wrong_in_every_scope_is_told(explained: Run, project: Path) -> None:
    other = "scope: data\nfields: {lr: {type: float, default: 7}}\n"
    (project / "schemas" / "data.yaml").write_text(other, encoding="utf-8")
    ran = explained("explain", "data.lr=x", "train.lr=y")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "'x'" in ran.stderr
    assert "'y'" in ran.stderr
    assert explained("explain", "nothing=3").returncode == 2


def test_a_name_that_is_no_key_is_answered_with_what_it_is(project: Path, atoc: Run) -> None:
    text = PROGRAM.replace("{type: float, default: 0.1,", "{type: float, default: 0.1, renamed_from: rate,")
    text += "groups: {size: {doc: Sizes.}}\n"
    text = text.replace("long: {", "long: {group: size, ")
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")
    assert "it is called 'lr' now" in atoc("explain", "rate").stderr
    assert "it is a scope" in atoc("explain", "train").stderr
    assert "it is a group of views: 'long'" in atoc("explain", "size").stderr


def test_a_struct_is_answered_for_all_its_fields(explained: Run) -> None:
    assert keys(explained("explain", "model", "--format", "json").stdout) == ["model.hidden"]


def test_words_that_name_nothing_are_answered_with_the_nearest(explained: Run) -> None:
    ran = explained("explain", "epoch")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: epoch: ")
    assert "did you mean 'epochs'?" in ran.stderr
    ran = explained("explain", "lr", "fats", "epochs=x")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "did you mean 'fast'?" in ran.stderr
    assert "'x'" in ran.stderr


def test_a_scope_can_be_named_and_other_schemas_read(explained: Run, project: Path) -> None:
    (project / "other").mkdir()
    other = "scope: data\nfields: {lr: {type: int, default: 7}}\n"
    (project / "other" / "data.yaml").write_text(other, encoding="utf-8")
    words = ("--schemas", "other", "--schemas", "schemas", "--format", "json")
    assert len(keys(explained("explain", "lr", *words).stdout)) == 2
    (answer,) = json.loads(explained("explain", "lr", "--scope", "data", *words).stdout)["answers"]
    assert answer["type"] == "int"
    ran = explained("explain", "lr", "--scope", "dat", *words)
    assert ran.returncode == 2
    assert "did you mean 'data'?" in ran.stderr


def test_what_is_wrong_with_the_schemas_is_said_beside_the_answer(project: Path, atoc: Run) -> None:
    text = PROGRAM.replace("  long:", "  slow: {priority: 1, set: {lr: 0.5}}\n  long:")
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")
    ran = atoc("explain", "lr", "fast", "slow")
    assert ran.returncode == 0
    assert ran.stderr == "the schemas have 1 error: `atoc check` shows them\n"


def test_the_witness_of_a_finding_can_be_pasted(project: Path, atoc: Run) -> None:
    text = PROGRAM.replace("  long:", "  slow: {priority: 1, set: {lr: 0.5}}\n  long:")
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")
    (line,) = [line for line in atoc("check").stdout.splitlines() if "shown by: " in line]
    command = line.partition("shown by: ")[2].split()
    assert command == ["atoc", "explain", "lr", "fast", "slow"]
    assert atoc(*command[1:]).returncode == 0


def test_an_input_without_a_value_says_how_to_give_one(project: Path, atoc: Run) -> None:
    text = PROGRAM.replace("fields:\n", "fields:\n  data: {type: path, input: true}\n", 1)
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")
    ran = atoc("explain", "data", "fast")
    assert ran.stdout.startswith("data has no value\n")
    assert "data=VALUE gives it one" in ran.stdout


def test_a_secret_is_never_told(project: Path, atoc: Run) -> None:
    text = "scope: train\nfields:\n  token: {type: str, default: hunter2, secret: true}\n"
    (project / "schemas" / "train.yaml").write_text(text, encoding="utf-8")
    for words in (("token",), ("token", "token=hunter2"), ()):
        for format in ("text", "json", "markdown"):
            ran = atoc("explain", *words, "--format", format)
            assert ran.returncode == 0
            assert "hunter2" not in ran.stdout + ran.stderr


def test_a_program_without_a_scope_has_nothing_to_explain(project: Path, atoc: Run) -> None:
    (project / "schemas" / "train.yaml").unlink()
    ran = atoc("explain")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "there is no scope to explain\n")
    ran = atoc("explain", "lr")
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", "there is no scope to explain\n")
