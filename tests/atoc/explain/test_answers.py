"""What ``atoc explain`` answers, from programs to whole texts."""

from __future__ import annotations

import json
from functools import cache

import pytest

import ato.config as ato
from ato.config.explained._manifest import Manifest
from atoc.compile import Compiled
from atoc.explain import Ladder, ladders, markdown, overview, selected, text
from atoc.explain import json as to_json
from atoc.findings.render import COLOURED
from tests import golden
from tests.atoc.emit.building import compiled, manifest_of

TRAIN = (golden.CASES / "build" / "train" / "schemas" / "train.yaml").read_text(encoding="utf-8")
DATA = """\
scope: data
fields:
  lr: {type: float, default: 0.5, doc: Of the | augmentation}
  kind: {type: "'a' | 'b'", default: a}
views:
  small: {set: {lr: 0.1}}
  low: {priority: -1, set: {lr: 0.2}}
  base: {default: true, set: {lr: 0.3}}
"""


@cache
def program() -> Compiled:
    return compiled(TRAIN, DATA)


@cache
def manifest() -> Manifest:
    return Manifest(manifest_of(TRAIN, DATA))


def ladder(key: str, scope: str | None = None) -> Ladder:
    (only,) = ladders(manifest(), key, scope)
    return only


def explained(key: str, *words: str, scope: str | None = None) -> str:
    return text(selected(program().program, manifest(), key, words, scope))


# Ladders


def test_a_ladder_has_everyone_who_can_set_a_key_the_last_on_top() -> None:
    assert [(rung.phase, rung.view, rung.wins) for rung in ladder("lr", "train").rungs] == [
        ("outside", "", None),
        ("view", "high_lr", ("high_lr",)),
        ("view", "defaults", ()),
    ]


def test_a_key_of_two_scopes_has_two_ladders_and_a_prefix_chooses() -> None:
    assert [found.scope for found in ladders(manifest(), "lr", None)] == ["data", "train"]
    assert ladder("data.lr").scope == "data"
    assert ladder("lr", "data").scope == "data"


def test_a_struct_has_the_ladders_of_its_fields() -> None:
    assert [found.key for found in ladders(manifest(), "model", None)] == ["model.backbone", "model.hidden"]


@pytest.mark.parametrize(
    ("key", "scope", "message", "help"),
    [
        ("epoch", None, "the program has no such field", "did you mean 'epochs'?"),
        ("epoch", "train", "the scope 'train' has no such field", "did you mean 'epochs'?"),
        ("high_lr", None, "is a view of 'train', and the program has no field of this name", None),
        ("zzzzz", None, "the program has no such field", "`atoc explain` lists all keys"),
        ("lr", "trian", "the program has no such scope", "did you mean 'train'?"),
        ("lr", "q", "the program has no such scope", "there are 'data', 'train'"),
        ("", None, "the program has no such field", "`atoc explain` lists all keys"),
    ],
)
def test_what_is_not_there_is_said_with_the_nearest_name(
    key: str, scope: str | None, message: str, help: str | None
) -> None:
    with pytest.raises(ato.ConfigError) as raised:
        ladders(manifest(), key, scope)
    (problem,) = raised.value.problems
    assert problem.message == message
    assert problem.help == (() if help is None else (help,))


def test_a_ladder_as_text() -> None:
    assert text(ladders(manifest(), "lr", None)) == (
        """\
[data] lr
  float, declared at schemas/b.yaml:3:3
  Of the | augmentation

  Who can set it, the last to be applied first:

    who            value  wins           priority   where
    outside value         with lr=VALUE
    small          0.1    with small     0          schemas/b.yaml:6:21
    base           0.3    by default     0, always  schemas/b.yaml:8:35
    low            0.2    never          -1         schemas/b.yaml:7:33
                   always overwritten by base
    default        0.5    never                     schemas/b.yaml:3:30
                   always overwritten by base

[train] lr
  float (> 0), declared at schemas/a.yaml:13:3
  Learning rate of the optimizer

  Who can set it, the last to be applied first:

    who            value  wins           priority   where
    outside value         with lr=VALUE
    high_lr        0.003  with high_lr   1          schemas/a.yaml:41:15
                   why: Linear scaling rule.
    defaults       0.001  by default     0, always  schemas/a.yaml:33:11

  Which searches vary it:

    quick: log_uniform 1.0e-05..0.1
"""
    )


def test_a_ladder_tells_conditions_and_readers() -> None:
    told = text(ladders(manifest(), "dataset", None))
    assert told.endswith(
        """\
  Who reads it:

    the condition of imagenet_shapes: dataset == 'imagenet'
    the condition of cifar_shapes: dataset == 'cifar10'
"""
    )
    told = text(ladders(manifest(), "num_classes", None))
    assert "when dataset == 'cifar10'\n" in told
    assert "10     with dataset=cifar10" in told


# Selections


def test_a_selection_tells_who_set_it_and_who_lost() -> None:
    assert explained("lr", "high_lr", "lr=0.01", scope="train") == (
        """\
lr = 0.01
  float, declared at schemas/a.yaml:13:3
  Learning rate of the optimizer

  → command line  0.01   lr=0.01
    high_lr       0.003  priority 1  schemas/a.yaml:41:15  lost to command line
                  why: Linear scaling rule.
    defaults      0.001  priority 0  schemas/a.yaml:33:11  lost to high_lr
"""
    )


def test_words_go_to_the_scopes_that_know_them() -> None:
    told = explained("lr", "small", "train.high_lr", "data.kind=b")
    assert told.startswith("[data] lr = 0.1\n")
    assert "[train] lr = 0.003\n" in told


def test_inputs_need_not_be_given_to_explain_another_key() -> None:
    assert explained("epochs", "long_run").startswith("epochs = 200\n")


def test_every_word_that_is_not_understood_is_named() -> None:
    with pytest.raises(ato.ConfigError) as raised:
        explained("epochs", "high_lt", "epochs=many")
    assert [problem.subject for problem in raised.value.problems] == ["high_lt", "epochs=many"]


# Overviews


def test_an_overview_lists_every_key() -> None:
    told = text(overview(manifest(), "train"))
    assert told.startswith(
        """\
[train] Image classification.

  key             type                      by default    set by
  lr              float                     0.001         high_lr, defaults
  epochs          int                       50            long_run, defaults
  batch_size      int                       32
"""
    )
    assert "\n  data_dir        path                      (input)\n" in told
    assert "\n  warmup          int                       epochs // 10\n" in told


def test_texts_stay_within_the_width_of_a_terminal() -> None:
    for answers in (ladders(manifest(), "model", None), overview(manifest(), None)):
        assert max(map(len, text(answers).split("\n"))) <= 100


def test_colour_is_there_only_if_asked() -> None:
    answers = ladders(manifest(), "epochs", None)
    assert "\x1b" not in text(answers)
    assert text(answers, COLOURED).startswith("\x1b[1mepochs\x1b[0m\n")


# Other formats


def test_json_has_what_the_manifest_has() -> None:
    data = json.loads(to_json(ladders(manifest(), "epochs", None)))
    assert data["version"] == 1
    assert data["answers"][0]["scope"] == "train"
    assert data["answers"][0]["writes"] == manifest().data["scopes"]["train"]["fields"]["epochs"]["writes"]


def test_json_of_a_selection_and_of_all_keys() -> None:
    (answer,) = json.loads(to_json(selected(program().program, manifest(), "epochs", ["epochs=3"], None)))[
        "answers"
    ]
    assert (answer["scope"], answer["key"], answer["value"]) == ("train", "epochs", 3)
    assert answer["writes"][0] == {"phase": "outside", "by": "command line", "value": 3, "text": "epochs=3"}
    keys = json.loads(to_json(overview(manifest(), "data")))["answers"][0]["keys"]
    assert [(key["key"], key["set_by"]) for key in keys] == [("lr", ["small", "base", "low"]), ("kind", [])]


def test_markdown_takes_every_sign_literally() -> None:
    told = markdown(ladders(manifest(), "lr", "data"))
    assert told.startswith(
        "## `lr` in data\n\n`float`, declared at `schemas/b.yaml:3:3`\n\nOf the \\| augmentation\n"
    )
    assert "| small | `0.1` | 0 |  | with small | `schemas/b.yaml:6:21` |" in told
    assert "| `kind` | `'a' \\| 'b'` | `a` |  |  |" in markdown(overview(manifest(), "data"))


def test_markdown_of_a_selection() -> None:
    told = markdown(selected(program().program, manifest(), "num_classes", ["dataset=cifar10"], None))
    rows = [line for line in told.splitlines() if line.startswith("| ") and "_shapes" in line]
    assert [row.split(" | ")[2] for row in rows] == ["wins", "condition does not hold"]


SECRET = """\
scope: a
fields: {token: {type: str, secret: true, default: hidden1}}
views: {v: {set: {token: hidden2}}}
"""


@pytest.mark.parametrize("render", [text, to_json, markdown])
def test_no_answer_tells_a_secret(render: object) -> None:
    assert callable(render)
    known = Manifest(manifest_of(SECRET))
    answers = (
        *ladders(known, "token", None),
        *overview(known, None),
        *selected(compiled(SECRET).program, known, "token", ["v", "token=hidden3"], None),
    )
    told = render(answers)
    assert "***" in told
    assert "hidden" not in told
