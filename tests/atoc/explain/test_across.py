"""What is told of scopes that read each other."""

from __future__ import annotations

from functools import cache

import pytest

from ato.config import ConfigError
from ato.config.explained._manifest import Manifest
from atoc.compile import Compiled
from atoc.explain import changed, ladders, selected, text
from tests.atoc.emit.building import compiled, manifest_of

DATA = """\
scope: data
fields:
  classes: {type: int, default: 10}
  name: {type: str, input: true}
views:
  many: {set: {classes: 100}}
"""
MODEL = """\
scope: model
fields:
  head: {type: int, default: "${data.classes * 2}"}
  width: {type: int, default: 1}
views:
  many: {set: {width: 5}}
  wide: {default: true, lazy: true, when: data.classes > 50, set: {width: 9}}
"""


@cache
def program() -> Compiled:
    return compiled(DATA, MODEL)


@cache
def manifest() -> Manifest:
    return Manifest(manifest_of(DATA, MODEL))


def explained(key: str, *words: str, scope: str | None = None) -> str:
    return text(selected(program().program, manifest(), key, words, scope))


def test_a_ladder_names_the_words_for_the_other_scope() -> None:
    (ladder,) = ladders(manifest(), "model.width", None)
    assert [(rung.view, rung.wins) for rung in ladder.rungs if rung.view] == [
        ("wide", ("data.classes=51",)),
        ("many", ("model.many",)),
    ]


def test_who_reads_a_field_from_another_scope_has_that_in_front() -> None:
    (ladder,) = ladders(manifest(), "data.classes", None)
    assert [(reader.view, reader.into, reader.condition) for reader in ladder.readers] == [
        ("model.wide", "", "data.classes > 50"),
        ("", "model.head", ""),
    ]


def test_a_selection_is_composed_with_what_its_words_say_to_other_scopes() -> None:
    assert explained("head", "classes=7").startswith("head = 14\n")
    assert explained("head", "data.classes=7").startswith("head = 14\n")
    assert explained("model.width", "many").startswith("width = 9\n")
    assert explained("model.width", "model.many").startswith("width = 5\n")


def test_a_key_of_a_scope_that_is_read_may_be_asked_within_the_one_that_reads() -> None:
    assert explained("data.classes", "data.many", scope="model").startswith("classes = 100\n")


def test_what_changes_in_other_scopes_is_told_too() -> None:
    found = changed(program().program, manifest(), ("data.many",), None)
    assert [(each.scope, each.explanation.key) for each in found] == [
        ("data", "classes"),
        ("model", "head"),
        ("model", "width"),
    ]


def test_the_manifest_says_which_scopes_are_read() -> None:
    scopes = manifest().scopes
    assert [scopes[name].get("across") for name in ("data", "model")] == [None, ["data"]]


APART = """\
scope: apart
fields:
  width: {type: int, default: 3, ge: 1, renamed_from: breadth}
"""


def problems_of(*words: str, scope: str | None = None) -> list[str]:
    three = compiled(DATA, MODEL, APART).program
    with pytest.raises(ConfigError) as raised:
        changed(three, Manifest(manifest_of(DATA, MODEL, APART)), words, scope)
    return [str(problem) for problem in raised.value.problems]


def test_a_word_that_no_scope_knows_is_told_once() -> None:
    assert problems_of("clases=3", "mani") == [
        "clases: none of the scopes 'apart', 'data' and 'model' has a field 'clases'\n"
        "  help: did you mean 'data.classes'?",
        "mani: none of the scopes 'apart', 'data' and 'model' has a view 'mani'\n"
        "  help: did you mean 'data.many' or 'model.many'?",
    ]
    assert [problem.partition(":")[0] for problem in problems_of("data.clases=3")] == ["data.clases"]


def test_a_value_that_a_field_does_not_take_is_told_once_as_it_was_given() -> None:
    assert problems_of("classes=many") == ["classes=many: 'many' is not an int"]
    assert problems_of("data.classes=many") == ["data.classes=many: 'many' is not an int"]
    assert problems_of("data.classes=many", scope="model") == ["data.classes=many: 'many' is not an int"]


def test_a_name_from_before_is_a_word_for_the_scope_that_had_it() -> None:
    three = compiled(DATA, MODEL, APART).program
    found = changed(three, Manifest(manifest_of(DATA, MODEL, APART)), ("breadth=5",), None)
    assert [(each.scope, each.explanation.value) for each in found] == [("apart", 5)]
