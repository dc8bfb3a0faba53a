from __future__ import annotations

import pytest

from atoc.prove.replaying.replay import schema_of
from atoc.prove.replaying.spelling import word_of
from tests.atoc.prove.build import scope_of

SCOPE = scope_of("""
types:
  Head: {fields: {width: {type: int, default: 1}}}
fields:
  s: {type: str, default: a}
  o: {type: "str | None", default: a}
  f: {type: float, default: 1}
  b: {type: bool, default: true}
  l: {type: "list[str]", default: []}
  d: {type: "dict[str, int]", default: {}}
  h: {type: "Head | None", default: null}
  a: {type: any, default: 1}
  p: {type: path, default: x}
""")


@pytest.mark.parametrize(
    ("path", "text", "word"),
    [
        ("s", "plain", "s=plain"),
        ("s", "12", "s=12"),
        ("s", "", "s="),
        ("s", "'quoted'", "s=%'quoted'%"),
        ("o", "null", "o=%null%"),
        ("f", 1e-5, "f=1.0e-05"),
        ("b", False, "b=false"),
        ("l", ("a", "1", "b, c"), 'l=[a, "1", "b, c"]'),
        ("a", "1", "a=%1%"),
        ("a", 1, "a=1"),
    ],
)
def test_a_word_gives_the_value_and_is_plain(path: str, text: object, word: str) -> None:
    assert word_of(SCOPE.fields[path], text) == word
    config = schema_of(SCOPE).compose((), [word])
    assert getattr(config, path) == text


@pytest.mark.parametrize(
    ("path", "raw"), [("d", {"a": "1"}), ("h", {"width": "3"}), ("p", "some/where"), ("o", "null")]
)
def test_values_of_every_type_can_be_given(path: str, raw: object) -> None:
    field = SCOPE.fields[path]
    value = field.member.runtime.read(raw)  # type: ignore[arg-type]
    assert getattr(schema_of(SCOPE).compose((), [word_of(field, value)]), path) == value
